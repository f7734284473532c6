"""Cutting many slices out of one Text, each with its place, in the time that the slice takes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from deploylint.facts.place import Range
from deploylint.facts.text import Piece, Text


class Cutter:
    """Slices of a Text. What `Text.slice` finds by going through all pieces is found here by bisection."""

    __slots__ = ("_ordered", "_shift", "_starts", "base", "source", "value")

    def __init__(self, base: Text) -> None:
        self.base = base
        self.value = base.value
        self.source = base.source
        pieces = base.pieces
        self._starts = [piece.at for piece in pieces]
        self._ordered = all(a.end <= b.start for a, b in pairwise(pieces))
        plain = len(pieces) == 1 and pieces[0].length == pieces[0].end - pieces[0].start == len(base.value)
        self._shift = pieces[0].start if plain else None

    def cut(self, start: int, end: int) -> Text:
        """The slice as a Text whose outer extent is its own place."""
        if self._shift is not None and start < end:
            low, high = start + self._shift, end + self._shift
            return Text(self.value[start:end], (Piece(0, end - start, low, high),), (low, high), self.source)
        near = self._near(start, end)
        part = near.slice(start, end)
        return Text(part.value, part.pieces, near.offsets(start, end), self.source)

    def offsets(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of a slice."""
        if self._shift is not None:
            return start + self._shift, end + self._shift
        return self._near(start, end).offsets(start, end)

    def range(self, start: int, end: int) -> Range:
        """The Range of a slice."""
        return self.source.range(*self.offsets(start, end))

    def _near(self, start: int, end: int) -> Text:
        """The base with only those of its pieces that a slice can touch."""
        base = self.base
        if not self._ordered or len(base.pieces) < 4:
            return base
        low = max(0, bisect_right(self._starts, start) - 2)
        high = bisect_right(self._starts, end) + 1
        return Text(base.value, base.pieces[low:high], base.outer, base.source)
