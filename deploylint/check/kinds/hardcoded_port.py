"""Web services that listen on a fixed port, or on the loopback address, where their platform gives the port."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.files import Blueprint, Procfile
from deploylint.facts.place import Span
from deploylint.model.declare.hosts import on_heroku
from deploylint.model.deployment import Declaration, Deployment, Effective, Service
from deploylint.model.paths import base
from deploylint.model.ports import GIVEN, LOOPBACK, Listening, Part, listening
from deploylint.platforms.load import profiles


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each start of a web service that does not take the port its platform gives, once a place."""
    for service in deployment.services:
        giving = [row for row in service.effective if service.process == "web" and _gives(deployment, row)]
        seen: set[Span] = set()
        for declaration in service.declarations if giving else ():
            rows = [row for row in giving if row.winner is not None and row.winner.span == declaration.span]
            idle = _idle(deployment, service, declaration, giving) if not rows else []
            image = bool(idle)
            found = listening(deployment, rows[0].winner or declaration if rows else declaration)
            if found is None or not (rows or image):
                continue
            judged = _judged(found, rows or idle, image=image)
            if judged is not None and judged[1].span is not None and judged[1].span not in seen:
                seen.add(judged[1].span)
                message = "procfile" if image and not any(map(_builds, idle)) else judged[0]
                yield _hit(service, declaration, found, rows or idle, message, judged[1])


def _gives(deployment: Deployment, row: Effective) -> bool:
    """True for a platform that says the port in PORT, and starts the service for production."""
    port = profiles()[row.platform].port
    if port is None or port.given != GIVEN or not row.server or row.role != "production" or row.unread:
        return False
    blueprint = deployment.workspace.get(row.entry.path, Blueprint)
    # Render's private services may listen on any port (render.com/docs/private-services).
    private = [s for s in blueprint.services if s.type and s.type.value == "pserv"] if blueprint is not None else []
    return not any(service.name is not None and service.name.range() == row.entry.range for service in private)


def _idle(
    deployment: Deployment, service: Service, declaration: Declaration, giving: list[Effective]
) -> list[Effective]:
    """Of the platforms that give the port those that may come to use an image which none of them starts now.

    One that builds another image, or none, never will.
    """
    if declaration.kind != "dockerfile.start" or declaration.role not in ("production", "unknown"):
        return []
    users = [row for row in service.effective if row.winner is not None and row.winner.span == declaration.span]
    others = [row for row in giving if row.image is not None and row.image != declaration.image]
    if others or not all(row.platform == "docker" or row.role != "production" for row in users):
        return []
    return [row for row in giving if _builds(row) or _is_open(deployment, row)]


def _builds(row: Effective) -> bool:
    """True if the platform starts such a service from a Dockerfile at all."""
    return profiles()[row.platform].runtime(row.runtime).selector("dockerfile.start") is not None


def _is_open(deployment: Deployment, row: Effective) -> bool:
    """True for a Procfile of which nothing says who reads it: all but a buildpack build the Dockerfile beside it."""
    procfile = deployment.workspace.get(row.entry.path, Procfile)
    return procfile is not None and row.platform == "heroku" and not on_heroku(deployment.workspace, row.entry.path)


def _judged(found: Listening, rows: list[Effective], *, image: bool) -> tuple[str, Part] | None:
    """The message and what is wrong: the port, or the address."""
    port, host = found.port, found.host
    told = set[str]().union(*(_told(row) for row in rows))
    if "" in told:  # a dashboard says it
        return None
    if port.source == "said" and port.value not in told:
        return ("image" if image else "default"), port
    if port.source == "default" and port.value not in told and not image:
        return "own", port
    if host.value in LOOPBACK and not image and (host.source == "said" or port.source in ("said", "given")):
        return ("loopback" if host.source == "said" else "own-loopback"), host
    return None


def _told(row: Effective) -> set[str]:
    """The ports that the platform expects where its file says so; "" where somebody says it outside of the file."""
    value, span = row.environment.get(GIVEN, ("", None))
    if span is not None and span.path == row.entry.path:
        return {value or ""}
    port = profiles()[row.platform].port
    default = {str(port.default)} if port is not None and port.default is not None else set()
    return {stated.value for stated in row.ports} or default


def _hit(
    service: Service, declaration: Declaration, found: Listening, rows: list[Effective], message: str, part: Part
) -> Hit:
    assert part.span is not None
    related = [Related(declaration.span, "what starts it")] if declaration.span != part.span else []
    related += [Related(row.entry, f"where {profiles()[row.platform].title} is told of it") for row in rows]
    return Hit(
        span=part.span,
        subject=(service.id, message),
        message=message,
        values=(
            ("platform", " and ".join(dict.fromkeys(profiles()[row.platform].title for row in rows))),
            ("program", found.use.invocation.program or ""),
            ("port", found.port.value),
            ("host", found.host.value),
            ("found", part.found),
            ("file", base(rows[0].entry.path)),
        ),
        role=declaration.role if message in ("image", "procfile") else "production",
        service=service.id,
        platform=rows[0].platform,
        related=tuple(dict.fromkeys(related)),
    )
