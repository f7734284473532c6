"""Ports that do not meet: what a service listens on, and what asks it, publishes it or sends requests to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.compose.project import projects, seen
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.pod_ports import pod_ports
from deploylint.model.ports import GIVEN, Part, listening
from deploylint.model.probes import probes
from deploylint.platforms.load import profiles

_Said = tuple[str, Span]  # a port, and where it is said
_POD = {"sent": "default", "probe": "health", "declared": "declared"}  # the messages of what manifests say


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """debuggers: ports of debuggers, which are published beside that of the service."""

    debuggers: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each port that is said literally and is not the one that the service listens on, once a place."""
    seen: set[Span] = set()
    for service in deployment.services:
        for row in service.effective:
            yield from _malformed(deployment, service, row, seen)
            port = _port(deployment, row)
            if port is None:
                yield from _unexposed(deployment, service, row, params, seen)
            for message, said, span in _others(deployment, row, params) if port is not None else ():
                if port is not None and said != port.value and span not in seen:
                    seen.add(span)
                    yield _hit(service, row, message, port, said, span)


def _port(deployment: Deployment, row: Effective) -> Part | None:
    """The port that a row surely listens on: what is said, the program's own, or what PORT is set to."""
    found = listening(deployment, row.winner) if row.winner is not None and row.server else None
    if found is None:
        return None
    if found.port.source == "given":
        gives = (port := profiles()[row.platform].port) is not None and port.given == GIVEN
        if GIVEN not in row.environment:  # who starts a container may set it
            alone = not gives and row.platform not in ("docker", "compose") and found.port.value
            return found.port if alone else None
        value, span = row.environment[GIVEN]
        own = span.path == row.entry.path or not gives
        return Part("said", value, span, f"PORT={value}") if value is not None and value.isdigit() and own else None
    return found.port if found.port.source in ("said", "default") else None


def _malformed(deployment: Deployment, service: Service, row: Effective, seen: set[Span]) -> Iterator[Hit]:
    """ENV of the image that sets PORT to a text with `=`, where the start takes its port from there.

    Without a `=` directly behind the first name ENV takes all that follows the name as its value
    (docs.docker.com/reference/dockerfile/#env, the form without `=`): `ENV PORT = 8080` sets `= 8080`.
    """
    given = profiles()[row.platform].port
    value, span = row.environment.get(GIVEN, (None, None))
    if span is None and row.image is not None:
        value, span = row.image.environment.get(GIVEN, (None, None))
    if value is None or span is None or not value.startswith("=") or span in seen or (given and given.given == GIVEN):
        return
    found = listening(deployment, row.winner) if row.winner is not None and row.server else None
    if found is not None and found.port.source == "given":
        seen.add(span)
        yield _hit(service, row, "malformed", Part("said", value), value, span)


def _unexposed(
    deployment: Deployment, service: Service, row: Effective, params: Params, seen: set[Span]
) -> Iterator[Hit]:
    """The one port that compose publishes of an image that exposes others, where the server's own is not known.

    Not where a variable of the service has the port's value: that may be what the server is told.
    """
    published = [one for one in _published(deployment, row) if one[0] not in params.debuggers]
    exposed = {port for port, _ in _exposed(row)}
    if len(published) != 1 or not exposed or published[0][0] in exposed or published[0][1] in seen:
        return
    port, span = published[0]
    if not any(value is None or port in value for value, _ in row.environment.values()):
        seen.add(span)
        hit = _hit(service, row, "unexposed", Part("unknown", ", ".join(sorted(exposed))), port, span)
        yield replace(hit, certainty="likely")


def _others(deployment: Deployment, row: Effective, params: Params) -> Iterator[tuple[str, str, Span]]:
    """What else says a port of the row: message, port and place."""
    gives = (port := profiles()[row.platform].port) is not None and port.given == GIVEN
    if row.ports and not gives and len(row.ports) == 1:
        yield "default", row.ports[0].value, row.ports[0].span
    for probe in probes(deployment, row):
        if probe.port is not None and probe.kind != "health":
            yield "health", probe.port, probe.span
    for one in pod_ports(deployment.workspace, row):
        yield _POD[one.kind], one.port, one.span
    published = [one for one in _published(deployment, row) if one[0] not in params.debuggers]
    if len(published) == 1:
        yield "published", *published[0]
    exposed = _exposed(row)
    if len(exposed) == 1:
        yield "exposed", *exposed[0]


def _published(deployment: Deployment, row: Effective) -> list[_Said]:
    """The ports of the container that a compose service publishes; none where one of them is not a plain number."""
    if row.platform != "compose":
        return []
    merged = seen(projects(deployment.workspace, deployment.intent), row.entry.path, row.name)
    if merged is None or merged[1].value.get("network_mode") is not None:
        return []
    said = merged[1].value.get("ports")
    assumed = any(
        one.assumed or any(part.assumed for part in one.entries.values()) for one in (said.items if said else ())
    )
    ports = merged[1].ports
    plain = not assumed and all(port.known and port.container.isdigit() for port in ports)
    return [(port.container, port.span) for port in ports] if plain else []


def _exposed(row: Effective) -> list[_Said]:
    """The ports of EXPOSE in the image whose own start is what runs."""
    if row.image is None or row.winner is None or row.winner.kind != "dockerfile.start":
        return []
    words = [word for one in row.image.instructions("EXPOSE") for word in one.words]
    found = [(word.raw.partition("/")[0], Span(row.image.path, word.range)) for word in words]
    return found if all(port.isdigit() for port, _ in found) else []


def _hit(service: Service, row: Effective, message: str, port: Part, said: str, span: Span) -> Hit:
    assert row.winner is not None
    program = row.winner.launch.program if row.winner.launch is not None else ""
    return Hit(
        span=span,
        subject=(service.id, message),
        message=message,
        values=(
            ("platform", profiles()[row.platform].title),
            ("said", said),
            ("program", program),
            ("port", port.value),
        ),
        role=row.role,
        service=service.id,
        platform=row.platform,
        related=(Related(port.span, f"it listens on {port.value}"),) if port.span is not None else (),
    )
