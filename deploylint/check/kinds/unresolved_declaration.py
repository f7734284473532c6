"""Start declarations that could not be followed to a program, so that nothing else is said of them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.declare.compose_start import ARGUMENTS
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.ends import untraceable
from deploylint.model.launch import NOTHING_STAYS


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each start declaration whose program only the run knows, with the place where the thread was lost."""
    for declaration in deployment.declarations:
        if declaration.phase != "start" or declaration.launch is not None or not declaration.dynamic:
            continue
        if declaration.dynamic == ARGUMENTS:
            continue  # options of a program that others put into their image
        lost = next((use for use in declaration.uses if untraceable(use)), None)
        if lost is None and declaration.dynamic == NOTHING_STAYS:
            continue  # a command that does its work and ends, which was understood
        yield _hit(declaration, lost)


def _hit(declaration: Declaration, lost: Use | None) -> Hit:
    reason = (
        declaration.dynamic
        if lost is None or declaration.dynamic != NOTHING_STAYS
        else "its script could not be followed"
    )
    related: tuple[Related, ...] = ()
    if lost is not None:
        steps = tuple(Related(step.span, f"called here as '{step.label}'") for step in lost.via)
        related = (*steps, Related(Span(lost.span.path, lost.invocation.range), "only the run knows what this is"))
    return Hit(
        span=declaration.span,
        subject=(declaration.kind, declaration.label),
        values=(("label", declaration.label), ("text", declaration.text), ("reason", reason)),
        role=declaration.role,
        certainty="unknown",
        service=next((use.service for use in declaration.uses if use.service), ""),
        platform=declaration.platform,
        related=related,
    )
