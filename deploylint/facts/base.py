"""What every reader returns beside the facts of its format."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a strict reader of the format refuses, or that the file says twice.

    fatal: the file as a whole was not understood, and its other facts are empty. skip: a template or a
    source file with a syntax error, which is a note and no finding.
    """

    message: str
    range: Range
    kind: Literal["fatal", "invalid", "duplicate-key", "skip"] = "invalid"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its marker; own_line: nothing but white space stands before it."""

    text: Text
    range: Range
    own_line: bool


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment that begins with `deploylint:`, and the lines (1-based, inclusive) that it covers."""

    text: Text
    range: Range
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The base of all facts: depends on one blob and its format, on nothing else."""

    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()
    directives: tuple[Directive, ...] = ()
