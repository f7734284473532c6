"""A rule as its Markdown file says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from typing import Literal

from deploylint.check.finding import Confidence, Level
from deploylint.facts.glob import covers
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True)
class Expectation:
    """A line (1-based) on which an example wants a finding of a level."""

    line: int
    level: Level


@dataclass(frozen=True, slots=True)
class ExampleFile:
    """One fence with a path: a file of an example repository. line: of the fence in the rule's file, 1-based."""

    path: str
    content: bytes
    line: int
    expected: tuple[Expectation, ...] = ()
    executable: bool = False
    link: str | None = None
    delete: bool = False
    base: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One `## Bad`, `## Good` or `## Fixed` section.

    also: ids of further rules that run with this one. as_of: the day it is linted on, None for the usual one.
    """

    kind: Literal["bad", "good", "fixed"]
    title: str
    line: int
    files: tuple[ExampleFile, ...]
    also: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """How findings of a rule are mended. name: of the fixer; params: what it gets.

    messages: those whose findings it mends, all if none is named. safe: nothing that works changes, so that nobody has
    to look at the result.
    """

    name: str
    safe: bool = True
    messages: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The levels and the scope of a rule in the files that some patterns of an ignore file cover."""

    paths: tuple[str, ...]
    levels: Mapping[str, Mapping[str, Level]]
    scope: Literal["all", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The data, the prose and the examples of one rule.

    levels: message name -> role -> level; the table of `default` holds for messages without one of their own. A role
    that is not named is off. params: what the kind gets, everything of the data fence that is not of the rule itself.
    presets: where it is on (`recommended`, `all`, contract presets); presets may override levels and params. scope
    `changed`: a whole scan reports it as a note, unless the hit lies on the path of a production start. elsewhere: what
    holds for some files in place of levels and scope; the last that covers a file counts.
    """

    id: str
    name: str
    family: str
    kind: str
    confidence: Confidence
    since: str
    levels: Mapping[str, Mapping[str, Level]]
    messages: Mapping[str, str]
    hints: Mapping[str, str]
    presets: tuple[str, ...]
    params: Mapping[str, object]
    subsumes: tuple[str, ...] = ()
    scope: Literal["all", "changed"] = "all"
    tags: tuple[str, ...] = ()
    title: str = ""  # the first sentence of the prose
    prose: str = ""
    path: str = ""
    examples: tuple[Example, ...] = ()
    remedy: Remedy | None = None
    elsewhere: tuple[Elsewhere, ...] = ()

    def at(self, path: str) -> Rule:
        """The rule as it judges a file."""
        for one in reversed(self.elsewhere):
            if any(covers(pattern, path) for pattern in one.paths):
                return replace(self, levels=one.levels, scope=one.scope)
        return self
