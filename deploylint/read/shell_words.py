"""Words: quote removal, expansions and globs, every character with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deploylint.facts.commands import Expansion, Word
from deploylint.facts.text import Text
from deploylint.read.shell_place import Cutter

if TYPE_CHECKING:
    from tree_sitter import Node

EXPANSIONS = frozenset(
    {"simple_expansion", "expansion", "command_substitution", "arithmetic_expansion", "process_substitution"}
)
_PLAIN = frozenset({"word", "number", "variable_name", "test_operator", "string_content", "file_descriptor"})
_SPECIAL = re.compile(r"[\\'\"$`*?\[{<>]")
_NESTED = re.compile(r"[{(`]")
_ENDS = {"'": re.compile(r"'"), '"': re.compile(r'["\\$]')}
_QUOTED = re.compile(r"[\\\"$`]")
_VARIABLE = re.compile(r"\$([A-Za-z_]\w*|[0-9@*#?$!-])", re.ASCII)
_BACKQUOTED = re.compile(r"`(?:\\.|[^`\\])*`", re.DOTALL)
_BRACES = re.compile(r"\{[^{}'\"\s]*(?:,|\.\.)[^{}'\"\s]*\}")
_ANSI = re.compile(r"\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|c.|.)", re.DOTALL)
_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class WordReader:
    """Reads the words of one text. All offsets are code points of its value."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._value = cutter.value

    def word(self, start: int, end: int, nodes: list[Node], globs: bool = True) -> Word:
        """The word that stands from start to end; nodes are the parser's nodes in it, in order."""
        value, cutter = self._value, self._cutter
        special = _SPECIAL.search(value, start, end)
        if special is None:
            return Word(cutter.cut(start, end))
        expansions: list[tuple[int, int, Node]] = []
        if _NESTED.search(value, start, end) is not None:
            for node in nodes:
                self._collect(node, expansions)
        elif special.start() == start and end - start > 2:
            closing = _ENDS[value[start]].search(value, start + 1, end) if value[start] in _ENDS else None
            if closing is not None and closing.start() == end - 1 and closing.group() == value[start]:
                text = cutter.cut(start + 1, end - 1)
                return Word(Text(text.value, text.pieces, cutter.offsets(start, end), cutter.source), (), True)
        return _Removal(self._cutter, start, end, expansions).word(globs)

    def _collect(self, node: Node, found: list[tuple[int, int, Node]]) -> None:
        kind = node.type
        if kind in EXPANSIONS:
            start = node.start_byte
            while self._value[start] in " \t\n":
                start += 1
            found.append((start, node.end_byte, node))
        elif kind not in _PLAIN:
            for child in node.children:
                self._collect(child, found)


class _Removal:
    """One walk over one word that is not plain."""

    def __init__(self, cutter: Cutter, start: int, end: int, nodes: list[tuple[int, int, Node]]) -> None:
        self._cutter, self._value = cutter, cutter.value
        self._start, self._end = start, end
        self._nodes = {low: (high, node) for low, high, node in nodes}
        self._parts: list[Text] = []
        self._expansions: list[Expansion] = []
        self._quoted = self._glob = False
        self._pending = start

    def word(self, globs: bool) -> Word:
        at, quotes = self._start, False
        while at < self._end:
            match = (_QUOTED if quotes else _SPECIAL).search(self._value, at, self._end)
            if match is None:
                break
            at = match.start()
            letter = self._value[at]
            if letter == '"':
                quotes = not quotes
                self._quoted = True
                at = self._drop(at, 1)
            else:
                at = self._inside(at, letter) if quotes else self._outside(at, letter)
        self._flush(self._end)
        cutter = self._cutter
        outer = cutter.offsets(self._start, self._end)
        text = Text.join(self._parts, cutter.source, outer)
        return Word(text, tuple(self._expansions), self._quoted, self._glob and globs)

    def _inside(self, at: int, letter: str) -> int:
        """What a special letter between double quotes does; the offset behind it."""
        if letter != "\\":
            return self._expansion(at, quotes=True)
        following = self._value[at + 1 : at + 2]
        if following == "\n":
            return self._drop(at, 2)
        return self._escape(at, at + 2, following) if following and following in '$`"\\' else at + 1

    def _outside(self, at: int, letter: str) -> int:
        """What a special letter outside quotes does; the offset behind it."""
        if letter == "\\":
            following = self._value[at + 1 : min(at + 2, self._end)]
            self._quoted = self._quoted or following not in ("\n", "")
            return self._escape(at, at + 2, following) if following not in ("\n", "") else self._drop(at, 2)
        if letter == "'":
            return self._single(at)
        if letter in "$`<>":
            return self._expansion(at)
        if letter == "{":
            self._glob = self._glob or _BRACES.match(self._value, at, self._end) is not None
        elif letter == "[":
            self._glob = self._glob or self._value.find("]", at + 2, self._end) > 0
        else:
            self._glob = True
        return at + 1

    def _single(self, at: int) -> int:
        self._quoted = True
        close = self._value.find("'", at + 1, self._end)
        if close < 0:
            return self._drop(at, 1)
        self._drop(at, 1)
        self._flush(close)
        self._pending = close + 1
        return close + 1

    def _expansion(self, at: int, quotes: bool = False) -> int:
        """Record what the shell puts in here; it stays in the text as it is written."""
        known = self._nodes.get(at)
        if known is not None:
            high, node = known
            self._expansions.append(self._fact(at, high, node))
            return high
        following = self._value[at + 1 : at + 2]
        if self._value[at] == "$" and following in ("'", '"') and not quotes:
            return self._ansi(at) if following == "'" else self._drop(at, 1)
        match = _VARIABLE.match(self._value, at, self._end)
        if match is not None:
            self._expansions.append(Expansion(match[1], None, None, self._cutter.range(at, match.end())))
            return match.end()
        match = _BACKQUOTED.match(self._value, at, self._end)
        if match is not None:
            self._expansions.append(Expansion(None, None, None, self._cutter.range(at, match.end())))
            return match.end()
        if self._value[at] == "`" or following in ("{", "("):  # the parser saw no expansion here: nobody knows
            self._expansions.append(Expansion(None, None, None, self._cutter.range(at, self._end)))
        return at + 1

    def _fact(self, start: int, end: int, node: Node) -> Expansion:
        place = self._cutter.range(start, end)
        if node.type == "simple_expansion":
            return Expansion(self._value[start + 1 : end], None, None, place)
        if node.type != "expansion":
            return Expansion(None, None, None, place)
        name = operator = word = None
        for child in node.named_children if node.child_count > 3 else node.children:
            if child.type == "subscript":
                child = child.child(0) or child
            if child.type in ("variable_name", "special_variable_name"):
                name = self._value[child.start_byte : child.end_byte]
                break
        sign = node.child_by_field_name("operator")
        if sign is not None:
            operator = self._value[sign.start_byte : sign.end_byte]
            if sign.start_byte > start + 2:
                word = self._value[sign.end_byte : end - 1]
        return Expansion(name, operator, word, place)

    def _ansi(self, at: int) -> int:
        """`$'...'`: its escapes are those of C."""
        self._quoted = True
        if self._value.find("'", at + 2, self._end) < 0:
            return self._drop(at, 2)
        self._drop(at, 2)
        spot = at + 2
        while spot < self._end and self._value[spot] != "'":
            match = _ANSI.match(self._value, spot, self._end)
            spot = self._escape(spot, match.end(), _decoded(match.group()[1:])) if match else spot + 1
        return self._drop(spot, 1)

    def _escape(self, start: int, end: int, value: str) -> int:
        self._flush(start)
        self._parts.append(Text.escape(value, self._cutter.source, *self._cutter.offsets(start, end)))
        self._pending = end
        return end

    def _drop(self, at: int, length: int) -> int:
        self._flush(at)
        self._pending = at + length
        return at + length

    def _flush(self, at: int) -> None:
        if at > self._pending:
            self._parts.append(self._cutter.cut(self._pending, at))
        self._pending = at


def _decoded(escape: str) -> str:
    if escape[0] in "xuU" and len(escape) > 1:
        return chr(min(int(escape[1:], 16), 0x10FFFF))
    if escape[0] in "01234567":
        return chr(int(escape, 8) & 0xFF)
    if escape[0] == "c" and len(escape) > 1:
        return chr(ord(escape[1].upper()) & 0x1F)
    return _LETTERS.get(escape[0], escape)
