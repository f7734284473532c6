"""What fixes would change, as a patch that `git apply` and `patch -p1` take."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16 and UTF-32, which no patch can hold
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def patch(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bytes:
    """The unified diff of all files, by path; its lines are the files' own bytes.

    Files in UTF-16 or UTF-32 are shown as UTF-8, for people to read.
    """
    return b"".join(line for path in sorted(after) for line in _diff(path, before[path], after[path]))


def _diff(path: str, before: bytes, after: bytes) -> Iterator[bytes]:
    old, new = (_lines(_readable(data)) for data in (before, after))
    names = (_name(f"{side}/{path}") for side in "ab")
    for line in difflib.diff_bytes(difflib.unified_diff, old, new, *names):  # type: ignore[arg-type]
        yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _readable(data: bytes) -> bytes:
    for encoding in ("utf-32", "utf-16"):
        if data.startswith(MARKS):
            try:
                return data.decode(encoding).encode()
            except UnicodeDecodeError:
                continue
    return data


def _lines(data: bytes) -> list[bytes]:
    """The lines with their ends; only `\\n` ends one."""
    *lines, last = data.split(b"\n")
    return [*(line + b"\n" for line in lines), *([last] if last else [])]


def _name(path: str) -> bytes:
    """A path as git writes it in a patch: in quotes where it holds anything but printable ASCII."""
    data = path.encode("utf-8", "surrogateescape")
    if all(32 <= code < 127 and code not in _ESCAPES for code in data):
        return data + b"\t" * (b" " in data)
    return b'"' + b"".join(map(_escaped, data)) + b'"'


def _escaped(code: int) -> bytes:
    if code in _ESCAPES:
        return f"\\{_ESCAPES[code]}".encode()
    return bytes([code]) if 32 <= code < 127 else f"\\{code:03o}".encode()
