"""Simple commands: the words, assignments and redirections of one statement of the parser's tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from deploylint.facts.commands import Assignment, Redirect, Word
from deploylint.facts.text import Text
from deploylint.read import shell_syntax as syntax
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_tree import Heredoc, Parsed
from deploylint.read.shell_words import EXPANSIONS, WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

_LEAVES = frozenset({"word", "number", "variable_name", "raw_string", "ansi_c_string", "test_operator"})
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_NAME = re.compile(r"[A-Za-z_]\w*(?:\[.*\])?", re.ASCII | re.DOTALL)
_BLANK = re.compile(r"\\[ \t]")
_VARIABLE = re.compile(r"\{[A-Za-z_]\w*\}", re.ASCII)
_ASSIGNS = re.compile(r"([A-Za-z_]\w*)(\+?=)", re.ASCII)
_DECLARERS = frozenset({"export", "declare", "typeset", "local", "readonly"})
_CONTAINERS = frozenset(
    {
        "command",
        "declaration_command",
        "unset_command",
        "variable_assignments",
    }
)


@dataclass(slots=True)
class _Token:
    """What stands without a blank in it; value: where the value of an assignment or the destination starts."""

    kind: Literal["word", "assignment", "redirect"]
    start: int
    end: int
    nodes: list[Node]
    value: int = 0
    operator: str = ""
    head: str = ""  # an assignment's name, a redirection's descriptor


class SimpleReader:
    """Reads the simple commands of one parsed text; `breaks` gathers the line breaks the grammar took for blanks."""

    def __init__(self, cutter: Cutter, parsed: Parsed, sequence: Callable[[Sequence[Node]], syntax.Sequence]) -> None:
        self._cutter, self._value = cutter, cutter.value
        self._text, self._heredocs = parsed.text, parsed.heredocs
        self._words = WordReader(cutter)
        self._sequence = sequence
        self.breaks: list[int] = []

    def simple(self, nodes: Sequence[Node]) -> syntax.Simple:
        """The command that the nodes are: a statement, and redirections behind it."""
        tokens: list[_Token] = []
        for node in nodes:
            for token in self._tokens(node):
                if not tokens:
                    self._escaped(None, token)
                if tokens and self._joined(tokens[-1], token):
                    continue
                tokens.append(token)
        if tokens and _BLANK.match(self._value, tokens[-1].end):
            tokens[-1].end += 2
        self._assign(tokens)
        declares = self._declares(tokens)
        words = [self._word(token) for token in tokens if token.kind == "word"]
        found = syntax.Simple(tokens[0].start, tokens[-1].end) if tokens else syntax.Simple(0, 0)
        exported = declares and _exports(words)
        found.assignments = tuple(self._assignment(t, exported) for t in tokens if t.kind == "assignment")
        found.redirects = tuple(self._redirect(token) for token in tokens if token.kind == "redirect")
        found.words = () if declares and found.assignments and _only_flags(words) else tuple(words)
        for token in tokens:
            found.substitutions += self.substitutions(token.nodes)
            found.substitutions += self._in_heredoc(token)
        return found

    def substitutions(self, nodes: Sequence[Node]) -> list[syntax.Sequence]:
        """What runs to make a part of the nodes."""
        found: list[syntax.Sequence] = []
        for node in nodes:
            kind = node.type
            if kind in _LEAVES:
                continue
            if kind in _SUBSTITUTIONS and not self._is_sum(node):
                found.append(self._sequence(node.children))
            else:
                found += self.substitutions(node.children)
        return found

    def _declares(self, tokens: list[_Token]) -> bool:
        words = [token for token in tokens if token.kind == "word"]
        return bool(words) and self._value[words[0].start : words[0].end] in _DECLARERS

    def _assign(self, tokens: list[_Token]) -> None:
        """Make assignments of the words that are: those before the command's name, and behind `export` and its like."""
        named = declares = False
        for token in tokens:
            if token.kind != "word":
                continue
            match = _ASSIGNS.match(self._value, token.start, token.end) if declares or not named else None
            if match is not None:
                token.kind, token.value = "assignment", match.end()
                token.head, token.operator = match[1], match[2]
            elif not named:
                named = True
                declares = self._value[token.start : token.end] in _DECLARERS

    def _is_sum(self, node: Node) -> bool:
        """True for `$((...))`, which the grammar takes for a subshell in some places."""
        return self._text.startswith("$((", node.start_byte) and self._text.endswith("))", 0, node.end_byte)

    def of_redirects(self, nodes: Sequence[Node]) -> list[syntax.Sequence]:
        """What runs to make a part of the redirections of a compound command."""
        found: list[syntax.Sequence] = []
        for node in nodes:
            for token in self._tokens(node):
                found += self.substitutions(token.nodes)
                found += self._in_heredoc(token)
        return found

    def _tokens(self, node: Node) -> Iterator[_Token]:
        kind = node.type
        if kind == "variable_assignment":
            yield from self._assignment_tokens(node)
        elif kind in ("file_redirect", "herestring_redirect"):
            yield from self._redirect_tokens(node)
        elif kind in _CONTAINERS:
            for child in node.children:
                yield from self._tokens(child)
        elif kind not in ("comment", "ERROR") and node.end_byte > node.start_byte:
            yield _Token("word", self._start(node), node.end_byte, [node])

    def _start(self, node: Node) -> int:
        """Where a node starts; that of an expansion may be the blank before it."""
        start = node.start_byte
        if node.type in EXPANSIONS or node.type in ("concatenation", "string", "command_name"):
            while start < node.end_byte and self._value[start] in " \t\n\\":
                if self._value[start] == "\\" and self._value[start + 1 : start + 2] != "\n":
                    break
                start += 1
        return start

    def _assignment_tokens(self, node: Node) -> Iterator[_Token]:
        children = node.children
        sign = next((child for child in children if child.type in ("=", "+=")), None)
        name = "" if sign is None else self._value[node.start_byte : sign.start_byte]
        if sign is None or _NAME.fullmatch(name) is None:
            yield _Token("word", node.start_byte, node.end_byte, [node])
            return
        behind = [child for child in children if child.start_byte >= sign.end_byte and child.end_byte > sign.end_byte]
        near = [child for child in behind if self._start(child) == sign.end_byte]
        end = near[0].end_byte if near else sign.end_byte
        yield _Token("assignment", node.start_byte, end, near[:1], sign.end_byte, sign.type, name)
        for child in behind[len(near[:1]) :]:
            yield _Token("word", self._start(child), child.end_byte, [child])

    def _redirect_tokens(self, node: Node) -> Iterator[_Token]:
        descriptor = ""
        token: _Token | None = None
        for child in node.children:
            kind = child.type
            if kind == "file_descriptor":
                descriptor = self._value[child.start_byte : child.end_byte]
            elif token is None:
                token = _Token("redirect", node.start_byte, child.end_byte, [], -1, kind, descriptor)
            elif kind == "ERROR":
                continue
            elif token.value < 0 and not token.operator.endswith("-"):
                token.value, token.end = self._start(child), child.end_byte
                token.nodes.append(child)
                yield token
            else:
                if token.value < 0:
                    yield token
                    token.value = 0
                yield _Token("word", self._start(child), child.end_byte, [child])
        if token is not None and token.value < 0:
            yield token

    def _joined(self, last: _Token, token: _Token) -> bool:
        """Melt a word into what stands before it without a blank; note line breaks between the two."""
        if "\\" in self._value[last.end : token.start]:
            self._escaped(last, token)
        if last.end >= token.start:
            if token.kind == "redirect" and last.kind == "word" and self._descriptor(last, token):
                return True
            if token.kind == "word":
                last.end = token.end
                last.nodes += token.nodes
                return True
            return False
        gap = self._text[last.end : token.start]
        if gap != " " and "\n" in gap:
            rest = gap.replace("\\\n", "  ")
            if "\n" in rest:
                self.breaks.append(last.end + rest.index("\n"))
        return False

    def _escaped(self, last: _Token | None, token: _Token) -> None:
        """Give an escaped blank, which the grammar skips, back to the word that it stands at."""
        low = last.end if last is not None else max(0, token.start - 2)
        while last is not None and last.kind != "redirect" and _BLANK.match(self._value, last.end, token.start):
            low = last.end = last.end + 2
        while token.kind == "word" and token.start - 2 >= low and _BLANK.match(self._value, token.start - 2):
            token.start -= 2

    def _descriptor(self, last: _Token, token: _Token) -> bool:
        """`{NAME}>file`: turn the word into the redirection whose descriptor it names."""
        name = self._value[last.start : last.end]
        if token.head or _VARIABLE.fullmatch(name) is None:
            return False
        last.kind, last.end, last.nodes = "redirect", token.end, token.nodes
        last.value, last.operator, last.head = token.value, token.operator, name
        return True

    def _word(self, token: _Token) -> Word:
        return self._words.word(token.start, token.end, token.nodes)

    def _assignment(self, token: _Token, exported: bool) -> Assignment:
        array = any(node.type == "array" for node in token.nodes)
        value = None if array else self._words.word(token.value, token.end, token.nodes, globs=False)
        place = self._cutter.range(token.start, token.end)
        return Assignment(token.head, value, place, exported, token.operator == "+=")

    def _redirect(self, token: _Token) -> Redirect:
        place = self._cutter.range(token.start, token.end)
        heredoc = self._heredoc_of(token)
        if heredoc is not None:
            return Redirect(heredoc.operator, token.head, None, place, self._body(heredoc))
        word = self._words.word(token.value, token.end, token.nodes) if token.value >= 0 else None
        if self._value.startswith("<<<", token.start + len(token.head)):
            return Redirect("<<<", token.head, None, place, word.text if word else None)
        return Redirect(token.operator, token.head, word, place)

    def _heredoc_of(self, token: _Token) -> Heredoc | None:
        if not self._heredocs or token.operator != "<":
            return None
        return self._heredocs.get(token.start + len(token.head))

    def _in_heredoc(self, token: _Token) -> list[syntax.Sequence]:
        heredoc = self._heredoc_of(token)
        return self.substitutions(heredoc.substitutions) if heredoc else []

    def _body(self, heredoc: Heredoc) -> Text:
        cutter = self._cutter
        if heredoc.operator == "<<":
            return cutter.cut(heredoc.start, heredoc.end)
        parts: list[Text] = []
        at = heredoc.start
        for line in self._value[heredoc.start : heredoc.end].splitlines(keepends=True):
            tabs = len(line) - len(line.lstrip("\t"))
            parts.append(cutter.cut(at + tabs, at + len(line)))
            at += len(line)
        return Text.join(parts, cutter.source, cutter.offsets(heredoc.start, heredoc.end))


def _exports(words: list[Word]) -> bool:
    if not words or words[0].raw not in ("export", "declare", "typeset"):
        return False
    return words[0].raw == "export" or any(w.raw.startswith("-") and "x" in w.raw for w in words[1:])


def _only_flags(words: list[Word]) -> bool:
    return all(word.raw.startswith(("-", "+")) for word in words[1:])
