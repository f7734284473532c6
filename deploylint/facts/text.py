"""Decoded strings that know which characters of the source they came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deploylint.facts.place import Range, Source


@dataclass(frozen=True, slots=True)
class Piece:
    """`length` characters of a value, from `at`, that stand for the source offsets start to end.

    If length equals end - start each character stands for its own; otherwise the piece is one escape and whole.
    """

    at: int
    length: int
    start: int
    end: int


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
        return Text(value, (Piece(0, len(value), start, end),) if value else (), (start, end), source)

    @staticmethod
    def join(parts: Iterable[Text], source: Source, outer: tuple[int, int]) -> Text:
        """The parts one after another, as the value of the scalar that stands at outer."""
        pieces: list[Piece] = []
        at = 0
        values = []
        for part in parts:
            for piece in part.pieces:
                _append(pieces, Piece(at + piece.at, piece.length, piece.start, piece.end))
            at += len(part.value)
            values.append(part.value)
        return Text("".join(values), tuple(pieces), outer, source)

    def slice(self, start: int, end: int | None = None) -> Text:
        """The part of the value from start to end; a piece that is cut stays whole in the source."""
        end = len(self.value) if end is None else end
        pieces = []
        for piece in self.pieces:
            low, high = max(start, piece.at), min(end, piece.at + piece.length)
            if low >= high:
                continue
            if piece.length == piece.end - piece.start:
                shift = piece.start - piece.at
                pieces.append(Piece(low - start, high - low, low + shift, high + shift))
            else:
                pieces.append(Piece(low - start, high - low, piece.start, piece.end))
        outer = self.outer if pieces or start >= end else self.outer
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
        touched = [p for p in self.pieces if p.at < end and start < p.at + p.length]
        if not touched or any(a.end > b.start for a, b in zip(touched, touched[1:], strict=False)):
            return self.outer
        return _source_start(touched[0], start), _source_end(touched[-1], end)

    def _spot(self, at: int) -> tuple[int, int]:
        for piece in self.pieces:
            if piece.at <= at < piece.at + piece.length:
                spot = _source_start(piece, at)
                return spot, spot
        spot = self.pieces[-1].end
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
    return piece.start + max(0, at - piece.at) if piece.length == piece.end - piece.start else piece.start


def _source_end(piece: Piece, at: int) -> int:
    if piece.length == piece.end - piece.start:
        return piece.start + min(piece.length, at - piece.at)
    return piece.end


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Append, melting it into the last piece where both are one stretch of the source."""
    if pieces:
        last = pieces[-1]
        if (
            last.end == piece.start
            and last.length == last.end - last.start
            and piece.length == piece.end - piece.start
            and last.at + last.length == piece.at
        ):
            pieces[-1] = Piece(last.at, last.length + piece.length, last.start, piece.end)
            return
    pieces.append(piece)
