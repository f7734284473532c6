"""Ranges of many offsets, quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from deploylint.facts.place import Range, Source


def ranger(source: Source) -> Callable[[int, int], Range]:
    """A function that is Source.range, in half the time where both offsets are on one line."""
    starts = source.starts
    count = len(starts)

    def place(start: int, end: int) -> Range:
        line = bisect_right(starts, start)
        base = starts[line - 1]
        if line == count or end < starts[line]:
            return Range(line, start - base + 1, line, end - base + 1)
        last = bisect_right(starts, end)
        return Range(line, start - base + 1, last, end - starts[last - 1] + 1)

    return place
