"""Simple commands: the words, assignments and redirections of one statement of the parser's tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deploylint.facts.commands import Assignment, Redirect, Word
from deploylint.facts.text import Text
from deploylint.read import shell_syntax as syntax
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_tokens import DECLARERS, Token, Tokens
from deploylint.read.shell_tree import Heredoc, Parsed
from deploylint.read.shell_words import WordReader

if TYPE_CHECKING:
    from tree_sitter import Node

_LEAVES = frozenset({"word", "number", "variable_name", "raw_string", "ansi_c_string", "test_operator"})
_RUNS = re.compile(r"[(`]")
_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})


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
        tokens = self._tokens(nodes)
        if not tokens:
            return syntax.Simple(0, 0)
        found = syntax.Simple(tokens[0].start, tokens[-1].end)
        read = self._words.word
        found.words = tuple([read(t.start, t.end, t.nodes) for t in tokens if t.kind == "word"])
        if len(found.words) < len(tokens):
            self._others(found, tokens)
        runs = _RUNS.search(self._value, found.start, found.end) is not None
        for token in tokens if runs or self._heredocs else ():
            if runs:
                found.substitutions += self.substitutions(token.nodes)
            if token.kind == "redirect":
                found.substitutions += self._in_heredoc(token)
        return found

    def _tokens(self, nodes: Sequence[Node]) -> list[Token]:
        gathered = Tokens(self._value, self._text, self.breaks)
        for node in nodes:
            gathered.add(node)
        return gathered.finish()

    def _others(self, found: syntax.Simple, tokens: list[Token]) -> None:
        """Put in the assignments and redirections; a declaration that only assigns has no words."""
        words = found.words
        declares = tokens[0].kind == "word" and words[0].raw in DECLARERS
        exported = declares and _exports(words)
        found.assignments = tuple(self._assignment(t, exported) for t in tokens if t.kind == "assignment")
        found.redirects = tuple(self._redirect(token) for token in tokens if token.kind == "redirect")
        if declares and found.assignments and all(word.raw.startswith(("-", "+")) for word in words[1:]):
            found.words = ()

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
                found += self.substitutions(node.named_children)
        return found

    def _is_sum(self, node: Node) -> bool:
        """True for `$((...))`, which the grammar takes for a subshell in some places."""
        return self._text.startswith("$((", node.start_byte) and self._text.endswith("))", 0, node.end_byte)

    def of_redirects(self, nodes: Sequence[Node]) -> list[syntax.Sequence]:
        """What runs to make a part of the redirections of a compound command."""
        found: list[syntax.Sequence] = []
        for token in self._tokens(nodes):
            found += self.substitutions(token.nodes)
            found += self._in_heredoc(token)
        return found

    def _assignment(self, token: Token, exported: bool) -> Assignment:
        array = any(node.type == "array" for node in token.nodes)
        value: Word | None = None
        if not array:
            value = self._words.word(token.value, token.end, token.nodes, globs=False)
        place = self._cutter.range(token.start, token.end)
        return Assignment(token.head, value, place, exported, token.operator == "+=")

    def _redirect(self, token: Token) -> Redirect:
        place = self._cutter.range(token.start, token.end)
        heredoc = self._heredoc_of(token)
        if heredoc is not None:
            return Redirect(heredoc.operator, token.head, None, place, self._body(heredoc))
        word = self._words.word(token.value, token.end, token.nodes) if token.value >= 0 else None
        if self._value.startswith("<<<", token.start + len(token.head)):
            return Redirect("<<<", token.head, None, place, word.text if word else None)
        written = self._value.startswith("<>", token.start + len(token.head))
        return Redirect("<>" if written else token.operator, token.head, word, place)

    def _heredoc_of(self, token: Token) -> Heredoc | None:
        if not self._heredocs or token.operator != "<":
            return None
        return self._heredocs.get(token.start + len(token.head))

    def _in_heredoc(self, token: Token) -> list[syntax.Sequence]:
        heredoc = self._heredoc_of(token)
        return self.substitutions(heredoc.substitutions) if heredoc else []

    def _body(self, heredoc: Heredoc) -> Text:
        cutter = self._cutter
        if heredoc.operator == "<<":
            return cutter.cut(heredoc.start, heredoc.end)
        parts: list[Text] = []
        at = heredoc.start
        for line in self._value[heredoc.start : heredoc.end].split("\n"):
            stop = min(at + len(line) + 1, heredoc.end)
            parts.append(cutter.cut(at + len(line) - len(line.lstrip("\t")), stop))
            at = stop
        return Text.join(parts, cutter.source, cutter.offsets(heredoc.start, heredoc.end))


def _exports(words: Sequence[Word]) -> bool:
    if words[0].raw == "export":
        return True
    return words[0].raw in ("declare", "typeset") and any(w.raw.startswith("-") and "x" in w.raw for w in words[1:])
