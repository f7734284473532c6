"""What kinds report (hits) and what a run prints (findings)."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.edit import Edit
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass

Level = Literal["error", "warning", "note", "off"]
Role = Literal["production", "unknown", "development", "test"]
Certainty = Literal["certain", "likely", "unknown"]
Confidence = Literal["high", "medium", "low"]

LEVELS: tuple[Level, ...] = ("off", "note", "warning", "error")


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """Another place that belongs to a finding, and what it says there, as a sentence without a full stop."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What a kind reports: a place, and the values of the message; the rule decides words and level.

    message: which of the rule's messages (and hints, and level tables) it is. values: the placeholders of message and
    hint. role: which row of the level table holds. subject: what the finding is about, for its key: never a line or a
    path; parts are joined with `/`. service, platform: for grouping; "" where the finding belongs to none. started:
    the place is on the path of a production start, so that a rule of scope `changed` reports it at its full level on
    whole scans too. extent: all lines that the hit speaks of, where its span is only their head. told: what
    its words speak of in place of the role: `image` where an image counts as built for production and nobody says who
    runs it.
    """

    span: Span
    subject: tuple[str, ...]
    message: str = "default"
    values: tuple[tuple[str, str], ...] = ()
    role: Role = "production"
    certainty: Certainty = "certain"
    service: str = ""
    platform: str = ""
    related: tuple[Related, ...] = ()
    started: bool = False
    extent: Range | None = None
    told: Role | Literal["image"] | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding: edits of its file, in order, none over another. safe: nothing that works changes."""

    safe: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding as reports print it. key: unique in a run, without any line; also: ids of rules folded into it.

    subject: the part of the key that the kind named.
    """

    rule: str
    name: str
    level: Level
    confidence: Confidence
    certainty: Certainty
    message: str
    hint: str
    message_id: str
    arguments: tuple[tuple[str, str], ...]
    service: str
    platform: str
    scope: Literal["all", "changed"]
    key: str
    subject: str
    span: Span
    related: tuple[Related, ...] = ()
    also: tuple[str, ...] = ()
    suppressed: str | None = None  # the reason of the suppression that covers it
    extent: Range | None = None  # all lines it speaks of, where they are more than its span's
    fix: Fix | None = None

    @property
    def range(self) -> Range:
        return self.span.range

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key of every report: path, place, rule, key."""
        return (self.span.path, self.span.range, self.rule, self.key)


def louder(one: Level, other: Level) -> bool:
    """True if the first level is above the second."""
    return LEVELS.index(one) > LEVELS.index(other)


def lower(one: Level, other: Level) -> Level:
    """The lower of two levels."""
    return other if louder(one, other) else one
