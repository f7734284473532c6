"""The filter that lets suppressed findings pass, and what is wrong with the suppressions themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from deploylint.check.finding import Finding
from deploylint.check.suppression import Suppression
from deploylint.facts.record import dataclass

PERMANENT = "CFG"  # rules whose id begins so speak of the suppressions, and cannot be suppressed


FaultKind = Literal["malformed", "unknown", "misspelt", "permanent", "unused", "unreasoned", "undated", "expired"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a suppression or one rule of it; detail: the nearest known rule, or the words at fault."""

    kind: FaultKind
    suppression: Suppression
    rule: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What the filter leaves: all findings, suppressed ones with the reason, and the faults of the suppressions."""

    findings: tuple[Finding, ...]
    faults: tuple[Fault, ...]


def review(
    findings: Sequence[Finding],
    suppressions: Iterable[Suppression],
    *,
    known: Collection[str],
    ran: Collection[str],
    as_of: date,
) -> Review:
    """Apply the suppressions in their order; the first that covers a finding names the reason.

    A suppression without a reason, with a bad date, or past its date lets nothing pass. known: ids of all rules, ran:
    of those that ran (no other makes a suppression unused). as_of: today; `until` is the last day that it holds.
    """
    reasons: dict[int, str] = {}
    faults: list[Fault] = []
    for suppression in suppressions:
        wrong = tuple(_faults(suppression, known, as_of))
        faults.extend(wrong)
        holds = not any(fault.kind in ("malformed", "unreasoned", "undated", "expired") for fault in wrong)
        used = set()
        for index, finding in enumerate(findings) if holds else ():
            if not finding.rule.startswith(PERMANENT) and suppression.covers(finding):
                reasons.setdefault(index, suppression.reason)
                used.add(finding.rule)
        idle = [rule for rule in suppression.rules if rule in ran and rule not in used] if holds else []
        faults.extend(Fault("unused", suppression, rule) for rule in idle if not rule.startswith(PERMANENT))
    kept = tuple(
        replace(finding, suppressed=reasons[index]) if index in reasons else finding
        for index, finding in enumerate(findings)
    )
    return Review(kept, tuple(faults))


def _faults(suppression: Suppression, known: Collection[str], as_of: date) -> Iterator[Fault]:
    if suppression.fault:
        yield Fault("malformed", suppression, detail=suppression.fault)
        return
    for rule in suppression.rules:
        if rule not in known:
            from difflib import get_close_matches

            near = get_close_matches(rule.upper(), sorted(known), 1, 0.6)
            yield Fault("misspelt" if near else "unknown", suppression, rule, near[0] if near else "")
        elif rule.startswith(PERMANENT):
            yield Fault("permanent", suppression, rule)
    if not suppression.reason:
        yield Fault("unreasoned", suppression, detail=", ".join(suppression.rules))
    if suppression.until is not None:
        last = _day(suppression.until)
        if last is None:
            yield Fault("undated", suppression, detail=suppression.until)
        elif last < as_of:
            yield Fault("expired", suppression, detail=suppression.until)


def _day(text: str) -> date | None:
    if len(text) != len("YYYY-MM-DD"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
