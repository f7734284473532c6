"""Whether a use of a command serves production, and why we think so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass

Role = Literal["production", "development", "test", "unknown"]
Phase = Literal["build", "release", "start", "health", "deploy", "job", "other"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a role, with the place that says it; span is None for what a platform always does."""

    role: Role
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A role and all the evidence there was, the deciding first."""

    role: Role
    evidence: tuple[Evidence, ...] = ()


def decide(tiers: Iterable[Iterable[Evidence]]) -> Judgement:
    """The role by the first tier that says anything; evidence against evidence within one tier is unknown.

    The tiers of design section 5: the contract; entry, stage, profile or file name; who starts it; the platform.
    """
    kept: list[Evidence] = []
    role: Role | None = None
    for tier in tiers:
        found = tuple(tier)
        kept.extend(found)
        said = {evidence.role for evidence in found if evidence.role != "unknown"}
        if role is None and said:
            role = said.pop() if len(said) == 1 else "unknown"
    return Judgement(role or "unknown", tuple(kept))
