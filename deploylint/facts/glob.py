"""Patterns for repository paths: `**` any depth, `*` and `?` within a segment, `[...]` one character of a set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_SPECIAL = re.compile(r"[*?\[\\]")


def matches(pattern: str, path: str) -> bool:
    """True if the pattern names this path, seen from the root; a trailing `/` names everything in a folder."""
    return _named(pattern).match(path) is not None


def select(pattern: str, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that the pattern names, in their order."""
    start, end = literal_start(pattern), _literal_end(pattern)
    near = [path for path in paths if path.startswith(start) and path.endswith(end)]
    return tuple(filter(_named(pattern).match, near)) if near else ()  # most patterns name none, and need no compiling


def covers(pattern: str, path: str) -> bool:
    """True if the pattern, read as in an ignore file, covers this path.

    As in gitignore(5): a pattern without a `/` before its end holds at any depth, a pattern that names a folder covers
    what lies in it, and a trailing `/` names folders only.
    """
    return _covering(pattern).match(path) is not None


def escape(text: str) -> str:
    """The pattern that names just this path: `[id].tsx` is a file name, too."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def literal_start(pattern: str) -> str:
    """The characters that every path the pattern names begins with."""
    plain = _clean(pattern)
    special = _SPECIAL.search(plain)
    return plain if special is None else plain[: special.start()]


def literal_name(pattern: str) -> str | None:
    """The last segment of every path the pattern names, or None if it differs."""
    name = pattern[pattern.rfind("/") + 1 :]
    return None if not name or _SPECIAL.search(name) else name


def _literal_end(pattern: str) -> str:
    """Some characters that every path the pattern names ends with."""
    last = pattern[pattern.rfind("/") + 1 :]
    return last[max(map(last.rfind, "*?]\\")) + 1 :]


@cache
def _named(pattern: str) -> re.Pattern[str]:
    plain = _clean(pattern)
    return re.compile(_translate(plain + "**" if plain.endswith("/") else plain) + r"\Z", re.DOTALL)


@cache
def _covering(pattern: str) -> re.Pattern[str]:
    body = _clean(pattern).rstrip("/")
    depth = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    below = "/.*" if pattern.endswith("/") else "(?:/.*)?"
    return re.compile(depth + _translate(body) + below + r"\Z", re.DOTALL)


def _clean(pattern: str) -> str:
    """The pattern without `./` or `/` at its start: both mean the root."""
    return re.sub(r"\A(?:\./|/)+", "", pattern)


def _translate(pattern: str) -> str:
    """The regular expression of a pattern whose segments are parted by `/`."""
    once = re.sub(r"(?:\A|(?<=/))\*\*/(?:\*\*/)+", "**/", pattern)
    *folders, last = once.split("/")
    leading = "".join("(?:.*/)?" if folder == "**" else _segment(folder) + "/" for folder in folders)
    return leading + (".*" if last == "**" else _segment(last))


def _segment(segment: str) -> str:
    segment = re.sub(r"\*{2,}", "*", segment)
    parts, at = [], 0
    while at < len(segment):
        character = segment[at]
        closing = segment.find("]", at + 2) if character == "[" else -1
        if character == "*":
            parts.append("[^/]*")
        elif character == "?":
            parts.append("[^/]")
        elif character == "\\" and at + 1 < len(segment):
            at += 1
            parts.append(re.escape(segment[at]))
        elif closing > 0:
            parts.append(_set(segment[at + 1 : closing]))
            at = closing
        else:
            parts.append(re.escape(character))
        at += 1
    return "".join(parts)


def _set(body: str) -> str:
    """`[a-z]` or `[!a-z]`; ranges that run backwards match nothing."""
    negated = body[:1] in ("!", "^")
    inner = re.sub(r"([\\\[\]&~|^])", r"\\\1", body[1:] if negated else body)
    inner = re.sub(r"(?<!\\)--", r"-\\-", re.sub(r"\A--", r"\\--", inner))  # a dash is the end of a range, or its start
    expression = f"(?!/)[{'^' if negated else ''}{inner}]"
    try:
        re.compile(expression)
    except re.error:
        return "(?!)"
    return expression
