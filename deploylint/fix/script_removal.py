"""Removing statements from JavaScript and TypeScript source."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from deploylint.facts.place import Source
from deploylint.fix.encoded import Splice
from deploylint.fix.files import File, Syntax
from deploylint.fix.lines import without_lines
from deploylint.fix.refused import Refused

if TYPE_CHECKING:
    from tree_sitter import Node

Extent = tuple[int, int]
_BODIES = frozenset({"program", "statement_block", "switch_case", "switch_default", "class_static_block"})


def splices(file: File, targets: Collection[Extent]) -> tuple[Splice, ...]:
    """What removes statements: whole lines where nothing else stands; `{}` where the statement is all of a body.

    Raises Refused for a target that is no statement.
    """
    found: list[Splice] = []
    listed: list[Extent] = []
    for extent in sorted(targets):
        parent = _statement(file.syntax, extent).parent
        if parent is not None and parent.type in _BODIES:
            listed.append(extent)
        else:
            found.append((*extent, "{}"))
    lines: list[tuple[int, int]] = []
    for start, end in _joined(file.source.text, listed):
        first, last = file.source.position(start)[0], file.source.position(end)[0]
        if _alone(file.source, start, end):
            lines.append((first, last))
        else:
            found.append((*_with_blanks(file.source.text, start, end), ""))
    return (*found, *without_lines(file.source, lines))


def _joined(text: str, extents: Iterable[Extent]) -> list[Extent]:
    """The extents, joined where nothing but blanks stands between them."""
    joined: list[Extent] = []
    for start, end in extents:
        if joined and not text[joined[-1][1] : start].strip(" \t"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _statement(syntax: Syntax, extent: Extent) -> Node:
    """The statement with exactly these offsets."""
    cursor = syntax.root.walk()
    while True:
        node = cursor.node
        assert node is not None
        start, end = syntax.offsets(node)
        if (start, end) == extent and node.type.endswith("_statement"):
            return node
        if start <= extent[0] and extent[1] <= end and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                raise Refused("it is part of a larger expression")


def _alone(source: Source, start: int, end: int) -> bool:
    """True if nothing but white space stands before it on its line, and nothing but a comment behind it."""
    first, last = source.position(start)[0], source.position(end)[0]
    before = source.text[source.starts[first - 1] : start]
    behind = source.text[end : source.starts[last - 1] + len(source.line(last))].strip()
    remark = behind.startswith("//") or (behind.startswith("/*") and behind.find("*/", 2) == len(behind) - 2)
    return not before.strip() and (not behind or remark)


def _with_blanks(text: str, start: int, end: int) -> Extent:
    """The extent with the blanks behind it, or before it where the line ends with it."""
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    while text[end : end + 1] in ("", "\n") and start and text[start - 1] in " \t":
        start -= 1
    return start, end
