"""`primaryLocationLineHash`, as GitHub's upload action computes it for results that lack one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

WINDOW = 100
BASE = 37
END = "\uffff"


def line_hashes(data: bytes, lines: Collection[int]) -> dict[int, str]:
    """The hash of each of these 1-based lines: of 100 UTF-16 units from its start, blanks and tabs dropped.

    Behind the colon stands how often this hash has occurred in the file up to there.
    """
    seen: Counter[str] = Counter()
    found = {}
    for number, window in enumerate(_windows(data), 1):
        seen[window] += 1
        if number in lines:
            found[number] = f"{_hash(window):x}:{seen[window]}"
    return found


def _windows(data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").translate({9: None, 32: None})
    text = _utf16_units(text) + END + "\0" * WINDOW
    windows, start, last = [], 0, len(text) - WINDOW
    while start < last:
        windows.append(text[start : start + WINDOW])
        line_end = text.find("\n", start, last)
        if line_end < 0:
            break
        start = line_end + 1
    return windows


def _utf16_units(text: str) -> str:
    """The text with each character beyond U+FFFF as its two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[at] | data[at + 1] << 8) for at in range(0, len(data), 2))


def _hash(window: str) -> int:
    value = 0
    for char in window:
        value = value * BASE + ord(char) & 0xFFFFFFFFFFFFFFFF
    return value
