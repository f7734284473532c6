"""Makefiles: the targets that they have rules for (https://www.gnu.org/software/make/manual/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.files import Makefile, MakeTarget
from deploylint.facts.place import Source
from deploylint.read.comments import comment, covering

_WORD = re.compile(r"\S+")
_OPENING = re.compile(r"(?:-|s)?include\b|(?:-)?load\b|.*\$[({](?:eval|call)\b")  # may bring rules that are not here
_ASSIGNMENTS = (":=", "::=", ":::=")


def read(source: Source) -> Makefile:
    """The targets in the order of the file; recipes and definitions are not read.

    open: it may have targets that are not among them: pattern rules, `include`, `$(eval ...)`, names made of variables.
    """
    targets: list[MakeTarget] = []
    comments = []
    extents = []
    is_open = False
    for start, end in _logical_lines(source):
        text = source.text[start:end]
        if text.startswith("#"):
            comments.append(comment(source, start, end))
            continue
        extents.append((source.position(start)[0], source.position(end)[0]))
        is_open = is_open or _OPENING.match(text) is not None
        named = list(_targets(source, start, text))
        is_open = is_open or any("$" in one.name or "%" in one.name or one.name == ".DEFAULT" for one in named)
        targets += [one for one in named if "$" not in one.name]
    return Makefile(
        targets=tuple(targets),
        open=is_open,
        comments=tuple(comments),
        directives=covering(comments, extents, trailing=False),
    )


def _targets(source: Source, start: int, text: str) -> Iterator[MakeTarget]:
    """The targets of a line that is a rule; of `.PHONY: a b` those that it names, which make takes for done."""
    colon = None if _OPENING.match(text) else _colon(text)
    if colon is None:
        return
    low, high = 0, colon
    if text[:colon].strip() == ".PHONY":
        low, high = colon + 1, len(text)
    for found in _WORD.finditer(text, low, high):
        name = found[0].rstrip("&").replace("\\:", ":")
        if name not in ("", "\\"):
            yield MakeTarget(name, source.range(start + found.start(), start + found.end()))


def _logical_lines(source: Source) -> Iterator[tuple[int, int]]:
    """The offsets of lines outside recipes and `define`, each with its continuation lines."""
    text = source.text
    start = 0
    defining = False
    while start < len(text):
        end = _line_end(text, start)
        line = text[start:end]
        first = line.strip().partition(" ")[0]
        if defining or first == "define":
            defining = first != "endef"
        elif first and line[0] != "\t":
            yield start + len(line) - len(line.lstrip()), end
        start = end + 1


def _line_end(text: str, start: int) -> int:
    """The offset at which a line with its continuation lines ends."""
    while True:
        end = text.find("\n", start)
        if end < 0:
            return len(text)
        if not text.endswith("\\", start, end):
            return end
        start = end + 1


def _colon(text: str) -> int | None:
    """The offset of the colon behind the targets of a rule; None for assignments and everything else."""
    depth = 0
    for at, character in enumerate(text):
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
        elif depth <= 0 and character in "#=":
            return None
        elif depth <= 0 and character == ":" and text[at - 1 : at] != "\\":
            return None if text.startswith(_ASSIGNMENTS, at) else at
    return None
