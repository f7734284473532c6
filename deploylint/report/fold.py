"""Long lines made into several, for terminals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.report.visible import cells

NARROWEST, WIDEST = 60, 120  # cells of a line


def columns(width: int) -> int:
    """The width of lines on a terminal of some width: neither too short nor too long to read."""
    return min(max(width, NARROWEST), WIDEST)


def prose(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most width cells, split at blanks alone."""
    yield from (" ".join(line) for line in _lines(text.split(" "), width))


def command(text: str, width: int) -> Iterator[str]:
    """A command line in lines of at most width cells; each but the last ends in a backslash, so that it can be copied.

    Words within quotes are left whole.
    """
    if cells(text) <= width:
        yield text
        return
    *lines, last = _lines(_words(text), width - 4)
    for number, line in enumerate(lines):
        yield ("  " if number else "") + " ".join(line) + " \\"
    yield ("  " if lines else "") + " ".join(last)


def cut(text: str, width: int) -> str:
    """The text as one line of at most width cells."""
    if cells(text) <= width:
        return text
    room = width - 1
    kept = []
    for char in text:
        room -= cells(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def _lines(words: Iterable[str], width: int) -> Iterator[list[str]]:
    line: list[str] = []
    taken = 0
    for word in words:
        if line and taken + 1 + cells(word) > width:
            yield line
            line, taken = [], 0
        taken += cells(word) + bool(line)
        line.append(word)
    yield line


def _words(text: str) -> Iterator[str]:
    """The words of a command line as they are written."""
    start = 0
    quote = ""
    escaped = False
    for offset, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == " ":
            yield text[start:offset]
            start = offset + 1
    yield text[start:]
