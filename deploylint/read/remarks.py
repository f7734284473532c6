"""Comments of source code, and the statements that directives in them cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from deploylint.facts.base import Comment, Directive
from deploylint.read.comments import comment
from deploylint.read.directives import MARK, directives
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

# What starts where its first statement starts, and is no statement itself.
_CONTAINERS = frozenset({"module", "program", "block", "class_body", "statement_block", "ERROR"})
_COMMENTS = frozenset({"comment", "html_comment"})


def comments(syntax: Syntax, nodes: Iterable[Node]) -> tuple[Comment, ...]:
    """The comments without `#`, `//` or `/*` and `*/`; a block comment is one comment with its inner lines."""
    return tuple(_comment(syntax, node) for node in nodes)


def _comment(syntax: Syntax, node: Node) -> Comment:
    start, end = syntax.offsets(node)
    text = syntax.source.text
    if text.startswith("/*", start):
        return comment(syntax.source, start, end, 2, 2 if text.endswith("*/", start + 2, end) else 0)
    return comment(syntax.source, start, end, 2 if text.startswith("//", start) else 1)


def covered(syntax: Syntax, found: Iterable[Comment]) -> tuple[Directive, ...]:
    """The directives among the comments: alone on a line they cover the statement that follows, else their line."""
    speaking = [c for c in found if c.text.value.lstrip().startswith(MARK)]
    return directives(speaking, following(syntax), trailing=True)


def following(syntax: Syntax) -> Callable[[int], tuple[int, int]]:
    """From a line to the first and last line of the statement that starts on it or on the next line with code."""
    known: dict[int, tuple[int, int]] = {}

    def lines(line: int) -> tuple[int, int]:
        passed = []
        node = None
        while line not in known and line <= len(syntax.source.starts):
            passed.append(line)
            node = _first_node(syntax, line)
            if node is not None:
                break
            line += 1
        covered = known.get(line) or (_extent(node) if node is not None else (line, line))
        known.update(dict.fromkeys(passed, covered))
        return covered

    return lines


def _first_node(syntax: Syntax, line: int) -> Node | None:
    """What starts the line, if that is code: neither blank nor in a comment."""
    text = syntax.source.line(line)
    rest = text.lstrip()
    if not rest:
        return None
    column = len(text[: len(text) - len(rest)].encode())
    node = syntax.root.descendant_for_point_range((line - 1, column), (line - 1, column + 1))
    return None if node is None or node.type in _COMMENTS else node


def _extent(node: Node) -> tuple[int, int]:
    """The lines of the largest statement that starts where the node does."""
    parent = node.parent
    while parent is not None and parent.start_byte == node.start_byte and parent.type not in _CONTAINERS:
        node, parent = parent, parent.parent
    last, column = node.end_point
    return node.start_point[0] + 1, max(node.start_point[0] + 1, last + 1 if column else last)
