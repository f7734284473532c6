"""Faults of suppressions, as the suppression filter saw them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.suppress import Fault, Review


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """faults: which faults the rule reports; each has the message of its name."""

    faults: tuple[str, ...]


def review(reviewed: Review, params: Params) -> Iterator[Hit]:
    """A hit for each fault of the named kinds, at the comment or the contract's entry."""
    for fault in reviewed.faults:
        if fault.kind in params.faults:
            yield Hit(
                span=fault.suppression.span,
                subject=_subject(fault),
                message=fault.kind,
                values=_values(fault),
            )


def _subject(fault: Fault) -> tuple[str, ...]:
    suppression = fault.suppression
    named = fault.rule or ",".join(suppression.rules) or fault.detail
    covered = () if suppression.lines is not None else (suppression.path, suppression.at or "")
    return tuple(part for part in (named, *covered) if part)


def _values(fault: Fault) -> tuple[tuple[str, str], ...]:
    rules = fault.rule or ", ".join(fault.suppression.rules)
    return (("rules", rules), ("detail", fault.detail), ("reason", fault.suppression.reason))
