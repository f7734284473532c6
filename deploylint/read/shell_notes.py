"""Comments of a shell text, and the statements that suppressions in them cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from deploylint.facts.base import Comment, Directive
from deploylint.read import directives
from deploylint.read import shell_syntax as syntax
from deploylint.read.shell_place import Cutter
from deploylint.read.shell_tree import Parsed, captures


def comments(cutter: Cutter, parsed: Parsed) -> tuple[Comment, ...]:
    """The comments of a text; the `#!` line is none."""
    if "#" not in parsed.text:
        return ()
    return tuple(
        _comment(cutter, node.start_byte, node.end_byte)
        for node in captures(parsed.tree.root_node, "(comment) @x")
        if not (node.start_byte == 0 and parsed.text.startswith("#!"))
    )


def _comment(cutter: Cutter, start: int, end: int) -> Comment:
    line = cutter.value.rfind("\n", 0, start) + 1
    own = not cutter.value[line:start].strip()
    return Comment(cutter.cut(start + 1, end), cutter.range(start, end), own)


def suppressions(
    found: tuple[Comment, ...], statements: syntax.Sequence, cutter: Cutter, parsed: Parsed
) -> tuple[Directive, ...]:
    """The comments that speak to deploylint; one on a line of its own covers the statement that follows, in whole."""
    if directives.MARK not in cutter.value:
        return ()
    lines: dict[int, int] = {}
    for start, end in _extents(statements):
        for operator, heredoc in parsed.heredocs.items():
            end = max(end, heredoc.close) if start <= operator < end else end
        place = cutter.range(start, end)
        lines[place.line] = max(lines.get(place.line, 0), place.end_line)
    firsts = sorted(lines)

    def following(line: int) -> tuple[int, int]:
        at = bisect_left(firsts, line)
        return (firsts[at], lines[firsts[at]]) if at < len(firsts) else (line, line)

    return directives.directives(found, following, trailing=True)


def _extents(sequence: syntax.Sequence) -> Iterator[tuple[int, int]]:
    """Where statements and simple commands start and end."""
    for statement in sequence.statements:
        yield statement.start, statement.end
        yield from _inner(statement.item)


def _inner(item: syntax.Item) -> Iterator[tuple[int, int]]:
    if isinstance(item, syntax.Simple):
        yield item.start, item.end
        for sequence in item.substitutions:
            yield from _extents(sequence)
    elif isinstance(item, syntax.Chain):
        for operand in item.operands:
            yield from _inner(operand)
    elif isinstance(item, syntax.Pipeline):
        for part in item.items:
            yield from _inner(part)
    elif isinstance(item, syntax.Block):
        yield from _extents(item.body)
    elif isinstance(item, syntax.Function):
        yield from _inner(item.body)
    elif isinstance(item, syntax.Branch):
        for sequence in (*item.conditions, *item.bodies):
            yield from _extents(sequence)
