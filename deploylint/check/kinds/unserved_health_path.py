"""Paths that health checks ask for, and that no route of the service's source serves."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.paths import base
from deploylint.model.ports import listening
from deploylint.model.probes import Probe, probes
from deploylint.model.routes.paths import Answer
from deploylint.model.routes.service import served
from deploylint.model.smoke import Asked, requests
from deploylint.platforms.load import profiles


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each path that is asked of a service which surely does not serve it, once a place."""
    seen: set[Span] = set()
    for service in deployment.services:
        for row in service.effective:
            if row.winner is None or not row.server or row.unread:
                continue
            for probe in probes(deployment, row):
                if probe.span not in seen and probe.path is not None and _own(deployment, row, probe.port):
                    answer = served(deployment.workspace, row.winner, probe.path)
                    if answer.state == "unserved":
                        seen.add(probe.span)
                        yield _hit(service, row, probe, answer)

    for one in requests(deployment):
        if one.span not in seen and one.row.winner is not None and _own(deployment, one.row, one.port):
            answer = served(deployment.workspace, one.row.winner, one.path)
            if answer.state == "unserved":
                seen.add(one.span)
                yield _of_step(one, answer)


def _own(deployment: Deployment, row: Effective, port: str | None) -> bool:
    """True if a path is asked of what the row starts: by its platform, or of the port that it listens on."""
    if port is None:
        return True
    found = listening(deployment, row.winner) if row.winner is not None else None
    return found is not None and found.port.source in ("said", "default") and found.port.value == port


def _hit(service: Service, row: Effective, probe: Probe, answer: Answer) -> Hit:
    return Hit(
        span=probe.span,
        subject=(service.id, probe.path or ""),
        message="near" if answer.near else "default",
        values=(("platform", profiles()[row.platform].title), *_values(row, probe.path or "", answer)),
        role=row.role,
        service=service.id,
        platform=row.platform,
        related=_related(row),
    )


def _of_step(one: Asked, answer: Answer) -> Hit:
    """A hit for what a step of a deploy asks."""
    return Hit(
        span=one.span,
        subject=(one.service.id, one.path),
        message="step-near" if answer.near else "step",
        values=(("caller", base(one.span.path)), *_values(one.row, one.path, answer)),
        role=one.use.role,
        service=one.service.id,
        platform=one.row.platform,
        related=(Related(one.row.entry, "the service that answers there"), *_related(one.row)),
    )


def _values(row: Effective, path: str, answer: Answer) -> tuple[tuple[str, str], ...]:
    launch = row.winner.launch if row.winner is not None else None
    source = launch.resolution.path if launch is not None else None
    return (
        ("path", path),
        ("near", answer.near),
        ("source", source or (launch.program if launch is not None else "")),
    )


def _related(row: Effective) -> tuple[Related, ...]:
    launch = row.winner.launch if row.winner is not None else None
    return (Related(Span(launch.use.span.path, launch.use.invocation.range), "what starts it"),) if launch else ()
