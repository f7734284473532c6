"""Start declarations that no platform of the repository reads."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.deployment import Declaration, Deployment, Effective, Launch, Service


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each start declaration that loses everywhere, and for each ENTRYPOINT or CMD put out of force."""
    for service in deployment.services:
        yield from _declarations(deployment, service)
        yield from _releases(service)
    for image in deployment.images:
        roles = [d.role for d in deployment.declarations if d.image is not None and d.image.id == image.id]
        for row in image.overridden:
            yield Hit(
                span=Span(image.path, row.instruction.range),
                subject=(image.id, row.instruction.name),
                message="instruction",
                values=(("label", row.instruction.name), ("reason", row.reason)),
                role=roles[0] if roles else "production",
                platform="docker",
                related=(Related(Span(image.path, row.by.keyword), f"{row.by.name} in force"),),
            )


def _declarations(deployment: Deployment, service: Service) -> Iterator[Hit]:
    read = {row.winner.span for row in service.effective if row.winner is not None and not row.unread}
    for declaration in service.declarations:
        if declaration.span in read or declaration.implied or declaration.role not in ("production", "unknown"):
            continue
        reason, winner = _reason(service, declaration)
        if reason:
            winner = winner or _elsewhere(deployment, declaration)
            agrees = winner is not None and _agrees(winner.launch, declaration.launch)
            yield Hit(
                span=declaration.span,
                subject=(declaration.kind, declaration.label),
                message="agreeing" if agrees else "default",
                values=(("label", declaration.label), ("reason", reason)),
                role=declaration.role,
                certainty="likely",
                service=service.id,
                platform=declaration.platform,
                related=(Related(winner.span, f"{winner.label} decides what runs"),) if winner is not None else (),
            )


def _releases(service: Service) -> Iterator[Hit]:
    """A hit for each release line that only a platform reads which nothing else of the repository speaks of."""
    seen = {release.span for row in service.effective if not row.unread for release in row.releases}
    for row in service.effective:
        for shadowed in row.shadowed:
            declaration = shadowed.declaration
            if declaration.phase != "release" or shadowed.partly or declaration.span in seen:
                continue
            seen.add(declaration.span)
            yield Hit(
                span=declaration.span,
                subject=(declaration.kind, declaration.label),
                message="release",
                values=(("label", declaration.label), ("reason", shadowed.reason)),
                role=declaration.role,
                certainty="likely",
                service=service.id,
                platform=declaration.platform,
            )


def _reason(service: Service, declaration: Declaration) -> tuple[str, Declaration | None]:
    """Why nothing reads a declaration, and what runs instead; "" where something of another kind may read it."""
    own = [row for row in service.effective if row.winner is not None and row.winner.span == declaration.span]
    if any(not row.unread for row in own):
        return "", None
    if own:
        return own[0].unread, _running(service, declaration, own[0])
    if declaration.kind.startswith("dockerfile."):
        return "", None  # an image can be run by hand, whatever a platform replaces
    for row in service.effective:
        for shadowed in row.shadowed:
            if shadowed.declaration.span == declaration.span and row.platform == declaration.platform:
                return shadowed.reason, row.winner
    return "", None


def _running(service: Service, declaration: Declaration, unread: Effective) -> Declaration | None:
    """What runs in the place of a declaration: rather one that says the same, rather one that is surely read."""
    rest = [(row.winner, row.unread) for row in service.effective if row is not unread and row.winner is not None]
    if not rest:
        return None
    return min(rest, key=lambda one: (not _agrees(one[0].launch, declaration.launch), bool(one[1])))[0]


def _elsewhere(deployment: Deployment, declaration: Declaration) -> Declaration | None:
    """What runs the same for production as another service: the process type alone tells the two apart."""
    rows = (row for service in deployment.services for row in service.effective)
    running = (row.winner for row in rows if row.winner is not None and row.role == "production" and not row.unread)
    return next((one for one in running if _agrees(one.launch, declaration.launch)), None)


def _agrees(one: Launch | None, other: Launch | None) -> bool:
    return one is not None and other is not None and (one.program, one.identity) == (other.program, other.identity)
