"""Places in a source text: ranges, and the table that turns offsets into them."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A stretch of a text: 1-based lines, 1-based code-point columns; the end column is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def covers(self, other: Range) -> bool:
        """True if the other range lies in this one, or is equal to it."""
        return (self.line, self.column) <= (other.line, other.column) and (
            other.end_line,
            other.end_column,
        ) <= (self.end_line, self.end_column)


FIRST = Range(1, 1, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A Range in a file of the repository; the path is relative to the root, with `/`."""

    path: str
    range: Range


@dataclass(frozen=True)
class Source:
    """A decoded file: its text with `\\n` line ends, and where its lines start.

    Two sources are equal when their texts are. Only `\\n` ends a line: `\\r\\n` was folded into it when the
    file was decoded; form feeds, NEL and U+2028 are ordinary characters.
    """

    text: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offsets at which lines start; the first is 0."""
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and code-point column of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def range(self, start: int, end: int) -> Range:
        """The Range of the offsets start (inclusive) to end (exclusive)."""
        return Range(*self.position(start), *self.position(end))

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column."""
        return self.starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """A line's text without its line end."""
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[start:end]
