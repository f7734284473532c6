"""Pieces of source for people and machines: every report takes them from here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.report.visible import cells, visible

TAB = 4
CUT = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line for a terminal. text: escaped, tabs expanded, cut to a width; start and length of the mark are in cells.

    further: how many lines the range goes on for.
    """

    line: int
    text: str
    start: int
    length: int
    further: int


def snippet(source: Source, place: Range) -> str:
    """The characters of a range, as they stand in the source."""
    place = clamp(source, place)
    start = source.offset(place.line, place.column)
    return source.text[start : source.offset(place.end_line, place.end_column)]


def context(source: Source, place: Range) -> Range:
    """The whole lines of a range, with one more on each side if there is one, without the last line end."""
    place = clamp(source, place)
    first = max(1, place.line - 1)
    last = min(len(source.starts), place.end_line + 1)
    if last > place.end_line and source.starts[last - 1] == len(source.text):
        last -= 1
    return Range(first, 1, last, len(source.line(last)) + 1)


def clamp(source: Source, place: Range) -> Range:
    """The part of a range that the source has: facts read from another state must not break a report."""
    line = min(max(place.line, 1), len(source.starts))
    column = min(max(place.column, 1), len(source.line(line)) + 1)
    end_line = min(max(place.end_line, line), len(source.starts))
    end_column = min(max(place.end_column, 1), len(source.line(end_line)) + 1)
    return Range(line, column, *max((line, column), (end_line, end_column)))


def excerpt(source: Source, place: Range, width: int) -> Excerpt:
    """The first line of a range with the place of its mark, at most width cells wide."""
    place = clamp(source, place)
    whole = Range(place.line, 1, place.line, len(source.line(place.line)) + 1)
    line = snippet(source, whole)
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(line)
    further = place.end_line - place.line - (place.end_column == 1 and place.end_line > place.line)
    text, at, length = _window(line, start, end, max(width, 20))
    return Excerpt(place.line, text, at, max(length, 1), max(further, 0))


def _window(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """The line, cut around start to end if it is wider than width; then start and length of the range in cells."""
    left = max(0, start - 4 * width) if len(line) > 8 * width else 0
    glyphs = _glyphs(line[left : start + 8 * width])
    edges = [0, *accumulate(map(cells, glyphs))]
    low, high = edges[start - left], edges[min(end - left, len(glyphs))]
    room = width - 2 * len(CUT)
    if edges[-1] <= width and not left and len(glyphs) == len(line):
        return "".join(glyphs).rstrip(), low, high - low
    first = low if high - low >= room else max(0, min(low - (room - (high - low)) // 2, edges[-1] - room))
    one = bisect_left(edges, first)
    other = bisect_right(edges, edges[one] + room) - 1
    before = CUT if one or left else ""
    after = CUT if other < len(glyphs) or left + len(glyphs) < len(line) else ""
    shift = len(before) - edges[one]
    return before + "".join(glyphs[one:other]).rstrip() + after, low + shift, min(high, edges[other]) - low


def _glyphs(line: str) -> list[str]:
    """What is printed for each character."""
    glyphs: list[str] = []
    at = 0
    for char in line:
        glyph = " " * (TAB - at % TAB) if char == "\t" else visible(char)
        at += cells(glyph)
        glyphs.append(glyph)
    return glyphs
