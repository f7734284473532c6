"""Ignore files of the build context: `.dockerignore` and `<Dockerfile>.dockerignore`.

Source: moby/patternmatcher, ignorefile (lines) and patternmatcher.go (what a pattern may be).
"""

from __future__ import annotations

from deploylint.facts.base import Comment, Problem
from deploylint.facts.files import IgnoreFile, IgnorePattern
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.directives import directives


def read(source: Source) -> IgnoreFile:
    """The patterns of an ignore file in their order and as written; a comment has its `#` in the first column."""
    patterns, comments, problems = [], [], []
    for number, start in enumerate(source.starts, 1):
        line = source.line(number).rstrip("\r")
        if line.startswith("#"):
            end = start + len(line)
            comments.append(Comment(Text.whole(source, start + 1, end), source.range(start, end), own_line=True))
            continue
        text = Text.whole(source, start, start + len(line)).strip()
        if not text.value:
            continue
        negated = text.value.startswith("!")
        body = text.slice(1).strip() if negated else text
        if not body.value or _is_malformed(body.value):
            problems.append(Problem("Docker refuses this pattern, and with it the build.", text.range()))
        if body.value:
            patterns.append(IgnorePattern(body, negated, text.range()))
    return IgnoreFile(
        problems=tuple(problems),
        comments=tuple(comments),
        directives=directives(comments, lambda line: (line, line), trailing=False),
        patterns=tuple(patterns),
    )


def _is_malformed(pattern: str) -> bool:
    """True where Go's filepath.Match finds a syntax error: an open or empty `[...]`, or a backslash at the end."""
    at = 0
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "\\":
            if at == len(pattern):
                return True
            at += 1
        elif character == "[":
            end = _class_end(pattern, at)
            if end is None:
                return True
            at = end
    return False


def _class_end(pattern: str, at: int) -> int | None:
    """The offset behind the `]` of the class whose `[` stands before `at`; None if it has no right form."""
    at += pattern.startswith("^", at)
    first = True
    while first or not pattern.startswith("]", at):
        low = _class_character(pattern, at)
        if low is None:
            return None
        at = low
        if pattern.startswith("-", at):
            high = _class_character(pattern, at + 1)
            if high is None:
                return None
            at = high
        first = False
    return at + 1


def _class_character(pattern: str, at: int) -> int | None:
    """The offset behind one character of a class; `-` and `]` must be escaped."""
    if at >= len(pattern) or pattern[at] in "-]":
        return None
    if pattern[at] == "\\":
        at += 1
    return at + 1 if at + 1 < len(pattern) else None
