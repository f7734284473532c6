"""Decoded strings that know which characters of the source they came from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """`length` characters of a value, from `at`, that stand for the source offsets start to end.

    If length equals end - start each character stands for its own, unless the piece is whole: an escape, or a part
    of one.
    """

    at: int
    length: int
    start: int
    end: int
    whole: bool = False

    @property
    def literal(self) -> bool:
        """True if each character stands for its own."""
        return not self.whole and self.length == self.end - self.start


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded string, its pieces in the order of the value, and the source extent of the scalar it was cut from."""

    value: str
    pieces: tuple[Piece, ...]
    outer: tuple[int, int]
    source: Source

    def __str__(self) -> str:
        return self.value

    def __len__(self) -> int:
        return len(self.value)

    @staticmethod
    def whole(source: Source, start: int = 0, end: int | None = None) -> Text:
        """The source itself from start to end, each character for itself."""
        end = len(source.text) if end is None else end
        pieces = (Piece(0, end - start, start, end),) if end > start else ()
        return Text(source.text[start:end], pieces, (start, end), source)

    @staticmethod
    def escape(value: str, source: Source, start: int, end: int) -> Text:
        """A value that stands as a whole for the source offsets start to end."""
        return Text(value, (Piece(0, len(value), start, end, whole=True),) if value else (), (start, end), source)

    @staticmethod
    def join(parts: Iterable[Text], source: Source, outer: tuple[int, int]) -> Text:
        """The parts one after another, as the value of the scalar that stands at outer."""
        pieces: list[Piece] = []
        at = 0
        values = []
        for part in parts:
            for piece in part.pieces:
                _append(pieces, Piece(at + piece.at, piece.length, piece.start, piece.end, piece.whole))
            at += len(part.value)
            values.append(part.value)
        return Text("".join(values), tuple(pieces), outer, source)

    def slice(self, start: int, end: int | None = None) -> Text:
        """The part of the value from start to end; a piece that is cut stays whole in the source."""
        end = len(self.value) if end is None else end
        pieces = []
        for piece in self._touched(start, end):
            low, high = max(start, piece.at), min(end, piece.at + piece.length)
            if piece.literal:
                shift = piece.start - piece.at
                pieces.append(Piece(low - start, high - low, low + shift, high + shift))
            else:
                pieces.append(Piece(low - start, high - low, piece.start, piece.end, whole=True))
        outer = self.outer
        if not pieces:
            spot = self.offsets(start, start)[0]
            outer = (spot, spot)
        return Text(self.value[start:end], tuple(pieces), outer, self.source)

    def strip(self) -> Text:
        """The value without the white space around it."""
        left = len(self.value) - len(self.value.lstrip())
        return self.slice(left, max(left, len(self.value.rstrip())))

    def offsets(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """The source offsets of a slice; those of the whole scalar where the slice has no single place."""
        end = len(self.value) if end is None else end
        if not self.pieces:
            return self.outer
        if start >= end:
            return self._spot(start)
        touched = self._touched(start, end)
        if not touched or any(_goes_back(a, b) for a, b in pairwise(touched)):
            return self.outer
        return _source_start(touched[0], start), _source_end(touched[-1], end)

    def _touched(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces that hold a character of a slice."""
        if start >= end:
            return ()
        first = bisect_right(self.pieces, start, key=lambda piece: piece.at + piece.length)
        return self.pieces[first : bisect_left(self.pieces, end, key=lambda piece: piece.at)]

    def _spot(self, at: int) -> tuple[int, int]:
        touched = self._touched(at, at + 1)
        spot = _source_start(touched[0], at) if touched else self.pieces[-1].end
        return spot, spot

    def range(self, start: int = 0, end: int | None = None) -> Range:
        """The Range of a slice; that of the whole scalar where the slice has no single place."""
        return self.source.range(*self.offsets(start, end))

    def exact(self, start: int = 0, end: int | None = None) -> bool:
        """True if the slice stands in the source as it is, so that an edit may replace it."""
        end = len(self.value) if end is None else end
        low, high = self.offsets(start, end)
        return self.source.text[low:high] == self.value[start:end]


def _source_start(piece: Piece, at: int) -> int:
    return piece.start + max(0, at - piece.at) if piece.literal else piece.start


def _source_end(piece: Piece, at: int) -> int:
    return piece.start + min(piece.length, at - piece.at) if piece.literal else piece.end


def _goes_back(first: Piece, second: Piece) -> bool:
    """True if the second piece does not follow the first one in the source, nor is a part of the same escape."""
    return second.start < first.end and (first.literal or (first.start, first.end) != (second.start, second.end))


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Append, melting it into the last piece where both are one stretch of the source."""
    if pieces and piece.literal:
        last = pieces[-1]
        if last.literal and last.end == piece.start and last.at + last.length == piece.at:
            pieces[-1] = Piece(last.at, last.length + piece.length, last.start, piece.end)
            return
    pieces.append(piece)
