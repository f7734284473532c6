"""Which heredocs a RUN, COPY or ADD announces.

Source: BuildKit, frontend/dockerfile/parser/parser.go and shell/lex.go (with the blanks behind `<<` that they allow
since Dockerfile syntax 1.11).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from deploylint.facts.text import Text
from deploylint.read import dockerfile_json
from deploylint.read.dockerfile_flags import flags_and_arguments, keyword_and_rest
from deploylint.read.dockerfile_words import SPACES, Unbalanced, atoms


class Mark(NamedTuple):
    """One `<<NAME` at start to end of a text; chomp: tabs before its lines go; spaced: blanks stand behind `<<`."""

    name: str
    chomp: bool
    expand: bool
    spaced: bool
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\d*<<(-?)(\s*)([^<]*)")


def marks(text: Text) -> tuple[Mark, ...]:
    """The heredocs that an instruction announces, in the order of their bodies."""
    if "<<" not in text.value or not _may_announce(text):
        return ()
    try:
        return tuple(mark for start, end in _spans(text.value) if (mark := parse(text.value[start:end], start)))
    except Unbalanced:
        return ()


def announces(written: str) -> bool:
    """True if a text announces one heredoc and is nothing else."""
    try:
        return parse(written) is not None
    except Unbalanced:
        return False


def parse(written: str, at: int = 0) -> Mark | None:
    """The heredoc that one word announces; at: where it stands. Raises Unbalanced."""
    match = _pattern().fullmatch(written)
    if not match or not match[3]:
        return None
    rest = match[3]
    found = list(atoms(rest, "\\"))
    if any(atom.kind == "plain" and set(rest[atom.start : atom.end]) & set(SPACES) for atom in found):
        return None
    name = "".join(rest[atom.start : atom.end] for atom in found if atom.kind != "mark")
    quoted = any(atom.kind == "mark" and rest[atom.start] != "\\" for atom in found)
    return Mark(name, bool(match[1]), not quoted, bool(match[2]), at, at + len(written)) if name else None


def _may_announce(text: Text) -> bool:
    keyword, rest = keyword_and_rest(text)
    if keyword.value.upper() == "ONBUILD":
        keyword, rest = keyword_and_rest(flags_and_arguments(rest)[1])
    if keyword.value.upper() not in ("RUN", "COPY", "ADD"):
        return False
    try:
        return dockerfile_json.strings(flags_and_arguments(rest)[1]) is None
    except dockerfile_json.NotStrings:
        return False


def _spans(line: str) -> list[tuple[int, int]]:
    """The words of a line with quotes and escapes as they are written; `<<` takes the blanks behind it along."""
    found, start = [], -1
    for atom in atoms(line, "\\"):
        if atom.kind != "plain":
            start = atom.start if start < 0 else start
            continue
        at = atom.start
        while at < atom.end:
            if line.startswith("<<", at):
                start = at if start < 0 else start
                at += 2
                while at < atom.end and line[at] in " \t\r\n":
                    at += 1
            elif line[at] in SPACES:
                if start >= 0:
                    found.append((start, at))
                start, at = -1, at + 1
            else:
                start = at if start < 0 else start
                at += 1
    return found if start < 0 else [*found, (start, len(line))]
