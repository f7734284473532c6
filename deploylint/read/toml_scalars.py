"""TOML scalars: strings of all four kinds with their source maps, numbers, booleans; dates stay text."""

from __future__ import annotations

import math
import re

from deploylint.facts.document import Scalar
from deploylint.facts.place import Source
from deploylint.facts.text import Piece, Text

_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(rf"\\(?:[ \t]*\n[ \t\n]*|x{_HEX}{{2}}|u{_HEX}{{4}}|U{_HEX}{{8}}|.)")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_INFINITE = {"inf": math.inf, "+inf": math.inf, "-inf": -math.inf, "nan": math.nan, "+nan": math.nan, "-nan": math.nan}


def string_text(source: Source, start: int, end: int) -> Text:
    """The Text of the string, quotes included, at the offsets start to end."""
    raw = source.text
    quote = raw[start]
    multiline = end - start >= 6 and raw.startswith(quote * 3, start)
    low, high = (start + 3, end - 3) if multiline else (start + 1, end - 1)
    if multiline and raw[low] == "\n":
        low += 1
    if quote == "'" or raw.find("\\", low, high) < 0:
        pieces = (Piece(0, high - low, low, high),) if high > low else ()
        return Text(raw[low:high], pieces, (start, end), source)
    parts: list[str] = []
    places: list[Piece] = []
    at, spot = 0, low
    for escape in (*_ESCAPE.finditer(raw, low, high), None):
        here, after = escape.span() if escape else (high, high)
        if here > spot:
            places.append(Piece(at, here - spot, spot, here))
            parts.append(raw[spot:here])
            at += here - spot
        part = _unescaped(escape.group()) if escape else ""
        if part:
            places.append(Piece(at, 1, here, after))
            parts.append(part)
            at += 1
        spot = after
    return Text("".join(parts), tuple(places), (start, end), source)


def _unescaped(escape: str) -> str:
    """The character an escape stands for; none for an escaped line break."""
    if escape[1] in "uUx" and len(escape) > 2:
        return chr(int(escape[2:], 16))
    return "" if "\n" in escape else _ESCAPED.get(escape[1], escape[1])


def number(kind: str, raw: str) -> Scalar:
    """The value of an integer, float or boolean as tree-sitter names them; a date or time is the string it is."""
    digits = raw.replace("_", "")
    if kind == "boolean":
        return raw == "true"
    if kind == "integer":
        return int(digits, 0) if digits[1:2] in ("x", "o", "b") else int(digits)
    if kind == "float":
        return _INFINITE[digits] if digits in _INFINITE else float(digits)
    return raw
