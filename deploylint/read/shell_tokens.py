"""The tokens of a simple command: what stands without a blank in it, put together from the parser's nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from deploylint.facts.record import dataclass

if TYPE_CHECKING:
    from tree_sitter import Node

DECLARERS = frozenset({"export", "declare", "typeset", "local", "readonly"})
_CONTAINERS = frozenset({"command", "declaration_command", "unset_command", "variable_assignments"})
_REDIRECTS = frozenset({"file_redirect", "herestring_redirect"})
_LEFT_OUT = frozenset({"comment", "ERROR"})
_LATE = frozenset(  # nodes that may start with the blank in front of what they are
    {
        "simple_expansion",
        "expansion",
        "command_substitution",
        "arithmetic_expansion",
        "process_substitution",
        "concatenation",
        "string",
        "command_name",
    }
)
_ASSIGNS = re.compile(r"([A-Za-z_]\w*)(\+?=)", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*(?:\[.*\])?", re.ASCII | re.DOTALL)
_VARIABLE = re.compile(r"\{[A-Za-z_]\w*\}", re.ASCII)
_BLANK = re.compile(r"\\[ \t]")


@dataclass(slots=True)
class Token:
    """value: where an assignment's value or the destination starts. head: an assignment's name, or a descriptor."""

    kind: Literal["word", "assignment", "redirect"]
    start: int
    end: int
    nodes: list[Node]
    value: int = 0
    operator: str = ""
    head: str = ""


class Tokens:
    """Gathers the tokens of one command after another; `breaks` are the line breaks the grammar took for blanks."""

    def __init__(self, value: str, text: str, breaks: list[int]) -> None:
        self._value, self._text = value, text
        self._breaks = breaks
        self.found: list[Token] = []

    def add(self, node: Node) -> None:
        """Add the tokens of a statement or of a redirection behind it."""
        kind = node.type
        if kind in _CONTAINERS:
            for child in node.children:
                if child.type in ("word", "number"):
                    self._put(Token("word", child.start_byte, child.end_byte, []))
                else:
                    self.add(child)
        elif kind == "variable_assignment":
            self._assignment(node)
        elif kind in _REDIRECTS:
            self._redirect(node)
        elif kind not in _LEFT_OUT:
            self._word(node)

    def finish(self) -> list[Token]:
        """The tokens, with what the grammar took for words told apart from assignments."""
        found = self.found
        if found and self._value.startswith("\\", found[-1].end) and _BLANK.match(self._value, found[-1].end):
            found[-1].end += 2
        named = declares = False
        for token in found:
            if token.kind == "redirect":
                continue
            if token.kind == "assignment" or (named and not declares):
                if named and not declares:
                    token.kind = "word"
                continue
            match = _ASSIGNS.match(self._value, token.start, token.end)
            if match is not None:
                token.kind, token.value = "assignment", match.end()
                token.head, token.operator = match[1], match[2]
            elif not named and self._value[token.start : token.end] != "time":
                named = True
                declares = self._value[token.start : token.end] in DECLARERS
        return found

    def _word(self, node: Node) -> None:
        if node.end_byte > node.start_byte:
            self._put(Token("word", self._start(node), node.end_byte, [node]))

    def _start(self, node: Node) -> int:
        start, value = node.start_byte, self._value
        if start < node.end_byte and value[start] in " \t\n\\" and node.type in _LATE:
            while start < node.end_byte and value[start] in " \t\n\\":
                if value[start] == "\\" and value[start + 1 : start + 2] != "\n":
                    break
                start += 1
        return start

    def _assignment(self, node: Node) -> None:
        children = node.children
        sign = next((child for child in children if child.type in ("=", "+=")), None)
        name = "" if sign is None else self._value[node.start_byte : sign.start_byte]
        if sign is None or _NAME.fullmatch(name) is None:
            self._put(Token("word", node.start_byte, node.end_byte, [node]))
            return
        at = sign.end_byte
        behind = [child for child in children if child.start_byte >= at and child.end_byte > at]
        near = [child for child in behind[:1] if self._start(child) == at]
        end = near[0].end_byte if near else at
        self._put(Token("assignment", node.start_byte, end, near, at, sign.type, name))
        for child in behind[len(near) :]:
            self._word(child)

    def _redirect(self, node: Node) -> None:
        """The first word behind the operator is the destination; all others are arguments."""
        descriptor = ""
        token: Token | None = None
        for child in node.children:
            kind = child.type
            if kind == "file_descriptor":
                descriptor = self._value[child.start_byte : child.end_byte]
            elif token is None:
                token = Token("redirect", node.start_byte, child.end_byte, [], -1, kind, descriptor)
            elif kind in _LEFT_OUT:
                continue
            elif token.value < 0:
                token.value, token.end = self._start(child), child.end_byte
                token.nodes.append(child)
                self._put(token)
            else:
                self._word(child)
        if token is not None and token.value < 0:
            self._put(token)

    def _put(self, token: Token) -> None:
        """Append a token, or melt it into what stands before it without a blank; note line breaks between the two."""
        found = self.found
        last = found[-1] if found else None
        low = max(0, token.start - 2) if last is None else last.end
        if token.start - low > 1 and "\\" in self._value[low : token.start]:
            self._escaped(last, token, low)
        if last is not None and last.end >= token.start:
            if token.kind == "word":
                last.end = token.end
                last.nodes += token.nodes
                return
            if token.kind == "redirect" and last.kind == "word" and self._descriptor(last, token):
                return
        elif last is not None and self._text.find("\n", last.end, token.start) >= 0:
            self._note_break(self._text[last.end : token.start], last.end)
        found.append(token)

    def _note_break(self, gap: str, at: int) -> None:
        rest = gap.replace("\\\n", "  ")
        if "\n" in rest:
            self._breaks.append(at + rest.index("\n"))

    def _escaped(self, last: Token | None, token: Token, low: int) -> None:
        """Give escaped blanks and line breaks, which the grammar skips, back to the word that they stand in."""
        if last is not None and not self._value[low : token.start].replace("\\\n", ""):
            last.end = token.start
        while last is not None and last.kind != "redirect" and _BLANK.match(self._value, last.end, token.start):
            low = last.end = last.end + 2
        while token.kind == "word" and token.start - 2 >= low and _BLANK.match(self._value, token.start - 2):
            token.start -= 2

    def _descriptor(self, last: Token, token: Token) -> bool:
        """`{NAME}>file`: turn the word into the redirection whose descriptor it names."""
        name = self._value[last.start : last.end]
        if token.head or _VARIABLE.fullmatch(name) is None:
            return False
        last.kind, last.end, last.nodes = "redirect", token.end, token.nodes
        last.value, last.operator, last.head = token.value, token.operator, name
        return True
