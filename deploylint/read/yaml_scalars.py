"""YAML scalars as Texts: which characters of the source each character of the value came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.place import Source
from deploylint.facts.text import Piece, Text

_FOLD = r"(?<![ \t])[ \t]*\n[ \t\n]*"  # the look-behind keeps long runs of blanks linear
_HEX = "[0-9a-fA-F]"
_SPECIALS = {
    "": re.compile(_FOLD),
    "'": re.compile("''|" + _FOLD),
    '"': re.compile(rf"\\(?:\n[ \t\n]*|x{_HEX}{{2}}|u{_HEX}{{4}}|U{_HEX}{{8}}|.)|" + _FOLD),
}
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class ScalarTexts:
    """Makes the Texts of one file's scalars. clean: the source's text as the YAML parser got it, of the same length."""

    def __init__(self, source: Source, clean: str) -> None:
        self.source = source
        self.clean = clean
        self.changed = clean is not source.text

    def text(self, style: str, start: int, end: int, value: str) -> Text:
        """The Text of the plain or quoted scalar at the offsets start to end, which the parser decoded as value.

        Where our own decoding does not agree with the parser's the whole scalar is one piece.
        """
        clean = self.clean
        if style == "" and end - start == len(value) and clean.startswith(value, start):
            text = Text(value, (Piece(0, end - start, start, end),) if value else (), (start, end), self.source)
        else:
            text = self._flow(style, start, end, value)
        return self._restored(text) if self.changed else text

    def block(self, style: str, start: int, end: int, value: str) -> tuple[Text, int]:
        """The same for a literal or folded scalar, and the offset where its last line with text ends."""
        text, last = self._block(style, start, end, value)
        return (self._restored(text) if self.changed else text), last

    def _flow(self, style: str, start: int, end: int, value: str) -> Text:
        low, high = (start + 1, end - 1) if style else (start, end)
        clean = self.clean
        pieces: list[Piece] = []
        parts: list[str] = []
        at, spot = 0, low
        for match in _SPECIALS[style].finditer(clean, low, high):
            here, after = match.span()
            if here > spot:
                pieces.append(Piece(at, here - spot, spot, here))
                parts.append(clean[spot:here])
                at += here - spot
            part = _special(match.group())
            if part:
                pieces.append(Piece(at, len(part), here, after, whole=True))
                parts.append(part)
                at += len(part)
            spot = after
        if high > spot:
            pieces.append(Piece(at, high - spot, spot, high))
            parts.append(clean[spot:high])
        if "".join(parts) != value:
            return Text.escape(value, self.source, start, end)
        return Text(value, tuple(pieces), (start, end), self.source)

    def _block(self, style: str, start: int, end: int, value: str) -> tuple[Text, int]:
        lines, last = _content_lines(self.clean, start, end, value)
        places = _literal(lines, value) if style == "|" else _folded(lines, value)
        pieces: list[Piece] = []
        at = 0
        agrees = True
        for length, low, high in places:
            folds = self.clean[low:high] != value[at : at + length]
            agrees = agrees and not (folds and value[at : at + length].strip(" \n"))
            pieces.append(Piece(at, length, low, high, whole=folds))
            at += length
        agrees = agrees and at == len(value)
        if not agrees:
            return Text.escape(value, self.source, start, last), last
        after = max(last, pieces[-1].end) if pieces else last
        return Text(value, tuple(pieces), (start, after), self.source), last

    def _restored(self, text: Text) -> Text:
        """The text with the characters back that the parser must not see."""
        start, end = text.outer
        if self.clean[start:end] == self.source.text[start:end]:
            return text
        parts = []
        for piece in text.pieces:
            part = text.value[piece.at : piece.at + piece.length]
            if part == self.clean[piece.start : piece.end]:
                part = self.source.text[piece.start : piece.end]
            parts.append(part)
        value = "".join(parts)
        return Text(value, text.pieces, text.outer, self.source)


def _special(raw: str) -> str:
    """What an escape or a folded line break stands for."""
    if raw == "''":
        return "'"
    if not raw.startswith("\\"):
        breaks = raw.count("\n")
        return " " if breaks == 1 else "\n" * (breaks - 1)
    if raw[1] == "\n":
        return "\n" * (raw.count("\n") - 1)
    if len(raw) > 2:
        code = int(raw[2:], 16)
        return chr(code) if code < 0x110000 else ""
    return _ESCAPES.get(raw[1], raw)


_Line = tuple[int, int]  # the offsets of a line's content without its indentation, and of its end


def _content_lines(clean: str, start: int, end: int, value: str) -> tuple[list[_Line], int]:
    """The lines under a block scalar's header, and the offset where the last one that is not blank ends."""
    at = clean.find("\n", start, end)
    if at < 0:
        return [], max(start + 1, end)
    last = start + len(clean[start:at].split("#")[0].rstrip())
    bounds = []
    at += 1
    while at < end:
        stop = clean.find("\n", at, end)
        stop = end if stop < 0 else stop
        bounds.append((at, stop))
        at = stop + 1
    indent = _indentation(clean, bounds, value)
    lines = []
    for low, high in bounds:
        lines.append((min(low + indent, high), high))
        if clean[low:high].strip(" "):
            last = high
    return lines, last


def _indentation(clean: str, bounds: list[tuple[int, int]], value: str) -> int:
    """How many columns were taken off each line: what the first line with text has more than in the value."""
    content = value.lstrip("\n")
    body = content.lstrip(" ")
    for low, high in bounds:
        line = clean[low:high]
        if line.strip(" "):
            return max(0, len(line) - len(line.lstrip(" ")) - (len(content) - len(body)))
    return max((high - low for low, high in bounds), default=0)


def _literal(lines: list[_Line], value: str) -> Iterator[tuple[int, int, int]]:
    """The pieces of a literal scalar as (length, start, end): each line with the line end behind it."""
    left = len(value)
    for low, high in lines:
        length = min(high + 1 - low, left)
        if length <= 0:
            return
        yield length, low, low + length
        left -= length


def _folded(lines: list[_Line], value: str) -> Iterator[tuple[int, int, int]]:
    """The pieces of a folded scalar: a line's content, then the line ends up to the next content."""
    at = 0
    filled = [(index, low, high) for index, (low, high) in enumerate(lines) if high > low]
    if filled:
        yield from _line_ends(lines, 0, filled[0][0])
        at = filled[0][0]
    for position, (index, low, high) in enumerate(filled):
        yield high - low, low, high
        at += high - low
        if position + 1 == len(filled):
            break
        following, start, _ = filled[position + 1]
        breaks = len(value[at : at + following - index]) - len(value[at : at + following - index].lstrip("\n"))
        if breaks == following - index:
            yield from _line_ends(lines, index, following)
        else:
            yield max(1, breaks), high, start
        at += max(1, breaks)
    first = filled[-1][0] if filled else 0
    yield from _line_ends(lines, first, min(len(lines), first + len(value) - at))


def _line_ends(lines: list[_Line], first: int, after: int) -> Iterator[tuple[int, int, int]]:
    for _, high in lines[first:after]:
        yield 1, high, high + 1
