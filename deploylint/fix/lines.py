"""Deleting whole lines without leaving a hole."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.facts.place import Source
from deploylint.fix.encoded import Splice


def without_lines(source: Source, lines: Iterable[tuple[int, int]]) -> tuple[Splice, ...]:
    """The splices that delete lines, each given by its first and last number, 1-based.

    Of the blank lines on both sides of a gap only the longer stretch is left, and none at the start or end of the file.
    """
    return tuple(_deletion(source, *group) for group in _groups(source, lines))


def _groups(source: Source, lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines, joined where nothing but blank lines stands between them."""
    groups: list[tuple[int, int]] = []
    for first, last in sorted(lines):
        if groups and all(_blank(source, number) for number in range(groups[-1][1] + 1, first)):
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
        else:
            groups.append((first, last))
    return groups


def _deletion(source: Source, first: int, last: int) -> Splice:
    count = len(source.starts)
    end = count if source.text[source.starts[-1] :] else count - 1  # the last line that has anything
    above, below = first, last
    while above > 1 and _blank(source, above - 1):
        above -= 1
    while below < end and _blank(source, below + 1):
        below += 1
    if above == 1:
        last = below
    elif below >= end:
        first, last = above, below
    elif above < first and below > last:
        first, last = (first, below) if below - last <= first - above else (above, last)
    start = source.starts[first - 1]
    return start, source.starts[last] if last < count else len(source.text), ""


def _blank(source: Source, number: int) -> bool:
    return not source.line(number).strip()
