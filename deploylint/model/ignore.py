"""Which paths of a build context an ignore file leaves out.

Source: moby/patternmatcher, patternmatcher.go (MatchesOrParentMatches), and Docker's documentation of `.dockerignore`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from deploylint.facts.files import IgnorePattern


def excluded(patterns: Sequence[IgnorePattern], path: str) -> bool:
    """True if the build does not get the file; the path is relative to the context, with `/`.

    The last pattern that matches the path or a folder above it decides.
    """
    if not patterns:
        return False
    path = posixpath.normpath(path)
    if path == ".":
        return False
    groups = _groups(tuple((pattern.negated, pattern.text.value) for pattern in patterns))
    return next((not negated for negated, expression in groups if expression.fullmatch(path)), False)


def deciding(patterns: Sequence[IgnorePattern], path: str) -> IgnorePattern | None:
    """The pattern that decides whether the build gets a file: the last that matches it or a folder above it."""
    path = posixpath.normpath(path)
    for pattern in reversed(patterns):
        if any(expression.fullmatch(path) for _, expression in _groups(((pattern.negated, pattern.text.value),))):
            return pattern
    return None


@lru_cache(maxsize=64)
def _groups(patterns: tuple[tuple[bool, str], ...]) -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Neighbours of one kind as one expression that matches their paths and all below; the last ones first."""
    found = []
    for negated, group in groupby(reversed(patterns), key=itemgetter(0)):
        expressions = [written for _, pattern in group if (written := _expression(pattern))]
        if expressions:
            found.append((negated, re.compile(f"(?:{'|'.join(expressions)})(?:/.*)?", re.DOTALL)))
    return tuple(found)


def _expression(pattern: str) -> str:
    """What a pattern matches; "" for a malformed one, with which no build runs, and for `.`, which does nothing."""
    cleaned = posixpath.normpath(pattern.strip())
    if cleaned.startswith("/"):  # two at the front too, which normpath keeps
        cleaned = cleaned.lstrip("/") or "/"
    if cleaned == ".":
        return ""
    while "**/**/" in cleaned:  # says no more than one of them, and takes ages to match
        cleaned = cleaned.replace("**/**/", "**/")
    expression = "".join(_translated(cleaned))
    try:
        re.compile(expression)
    except re.error:
        return ""
    return expression


def _translated(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if pattern.startswith("**", at - 1):
            at += 1 + pattern.startswith("/", at + 1)
            yield ".*" if at >= len(pattern) else _any_depth(pattern, at)
        elif character == "*":
            yield "[^/]*"
        elif character == "?":
            yield "[^/]"
        elif character == "[":
            end = _class_end(pattern, at)
            yield _class(pattern[at:end])
            at = end + 1
        elif character == "\\" and at < len(pattern):
            yield re.escape(pattern[at])
            at += 1
        else:
            yield re.escape(character)


def segment(pattern: str) -> re.Pattern[str] | None:
    """What a pattern of COPY matches within one segment of a path, as Go's filepath.Match; None for a malformed one."""
    while "**" in pattern:
        pattern = pattern.replace("**", "*")
    try:
        return re.compile("".join(_translated(pattern)), re.DOTALL)
    except re.error:
        return None


def _any_depth(pattern: str, at: int) -> str:
    """`**/x` matches at any depth; so does `**x` at the front, whatever stands before the `x`."""
    suffix = at == 2 and not any(character in "*?[]\\" for character in pattern[at:])
    return ".*" if suffix else "(?:.*/)?"


def _class_end(pattern: str, at: int) -> int:
    """The offset of the `]` that ends a class; the end of the pattern if none does."""
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return min(at, len(pattern))


def _class(body: str) -> str:
    """A class such as `[^a-z]` from what stands in it; `-` and `^` at the front mean what they mean in a pattern."""
    negation = "^" if body.startswith("^") else ""
    items: list[str] = []
    at = len(negation)
    while at < len(body):
        if body[at] == "-" and items and items[-1] != "-":
            items.append("-")  # a range, whose end follows; a second one is that end
        else:
            at += body[at] == "\\"
            items.append(re.escape(body[at : at + 1]))
        at += 1
    return f"[{negation}{''.join(items)}]"
