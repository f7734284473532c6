"""Paths that health checks ask for, and that no route of the service's source serves."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.ports import listening
from deploylint.model.probes import Probe, probes
from deploylint.model.routes.paths import Answer
from deploylint.model.routes.service import served
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
                if probe.span not in seen and probe.path is not None and _own(deployment, row, probe):
                    answer = served(deployment.workspace, row.winner, probe.path)
                    if answer.state == "unserved":
                        seen.add(probe.span)
                        yield _hit(service, row, probe, answer)


def _own(deployment: Deployment, row: Effective, probe: Probe) -> bool:
    """True if the path is asked of what the row starts: by its platform, or of the port that it listens on."""
    if probe.port is None:
        return True
    found = listening(deployment, row.winner) if row.winner is not None else None
    return found is not None and found.port.source in ("said", "default") and found.port.value == probe.port


def _hit(service: Service, row: Effective, probe: Probe, answer: Answer) -> Hit:
    assert row.winner is not None
    launch = row.winner.launch
    source = launch.resolution.path if launch is not None else None
    related = [Related(Span(launch.use.span.path, launch.use.invocation.range), "what starts it")] if launch else []
    return Hit(
        span=probe.span,
        subject=(service.id, probe.path or ""),
        message="near" if answer.near else "default",
        values=(
            ("platform", profiles()[row.platform].title),
            ("path", probe.path or ""),
            ("near", answer.near),
            ("source", source or (launch.program if launch is not None else "")),
        ),
        role=row.role,
        service=service.id,
        platform=row.platform,
        related=tuple(related),
    )
