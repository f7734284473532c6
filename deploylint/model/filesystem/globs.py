"""Patterns of COPY and of shells, matched against the folders of a file system only as far as they reach."""

from __future__ import annotations

import re
from functools import lru_cache

from deploylint.model.files import Files
from deploylint.model.ignore import segment

_WILD = re.compile(r"[*?\[]")


def is_glob(path: str) -> bool:
    return _WILD.search(path) is not None


def matches(files: Files, path: str) -> tuple[tuple[str, ...], bool]:
    """The paths that a pattern matches, sorted, and whether these are surely all; `*` stays within a segment.

    A path begins with `/` in an image and with a name in a build context; so do those that are found.
    """
    found = ["/" if path.startswith("/") else ""]
    complete = True
    for part in [part for part in path.split("/") if part]:
        if not is_glob(part):
            found = [_join(folder, part) for folder in found]
            continue
        expression = _expression(part)
        inner = []
        for folder in found:
            names, closed = files.children(folder)
            complete = complete and closed
            inner += [_join(folder, name) for name in names if expression is not None and expression.fullmatch(name)]
        found = inner
    there = tuple(one for one in found if files.at(one).state == "there")
    return there, complete


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder else name


@lru_cache(maxsize=256)
def _expression(part: str) -> re.Pattern[str] | None:
    return segment(part)


def braces(text: str) -> list[str]:
    """The words that a shell makes of `a{b,c}d`, in order; one `{}` group after the other, nested ones left alone."""
    match = re.search(r"\{([^{}]*,[^{}]*)\}", text)
    if match is None or text.count("{") > 6:
        return [text]
    return [
        one for choice in match[1].split(",") for one in braces(text[: match.start()] + choice + text[match.end() :])
    ]
