"""Production images without a health check, where the platform that runs them asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.compose.project import projects, seen
from deploylint.model.deployment import Deployment, Effective
from deploylint.model.paths import parent


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """platforms: those that look at an image's HEALTHCHECK; others have checks of their own, or none."""

    platforms: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each image that such a platform serves without any check, at the FROM of its final stage."""
    seen: set[str] = set()
    for service in deployment.services:
        for row in service.effective:
            image = row.image
            if image is None or image.id in seen or row.platform not in params.platforms or service.process != "web":
                continue
            if (
                image.last("HEALTHCHECK") is not None
                or not row.server
                or row.winner is None
                or _has_own(deployment, row)
            ):
                continue
            seen.add(image.id)
            yield Hit(
                span=Span(image.path, image.chain[-1].start.range),
                subject=("healthcheck", image.target or "final stage"),
                values=(("service", row.name or service.id), ("platform", row.title)),
                role=row.role,
                service=service.id,
                platform=row.platform,
                related=(Related(row.entry, "run here without 'healthcheck'"),),
            )


def _has_own(deployment: Deployment, row: Effective) -> bool:
    """True if the service's Compose project says how it is checked, or that nothing checks it, or may inherit that.

    Where nothing says with which files it is started, any of the folder may belong to it.
    """
    found = projects(deployment.workspace, deployment.intent)
    merged = seen(found, row.entry.path, row.name) if row.platform == "compose" else None
    if merged is None:
        return False
    project, service = merged
    said = service.value.get("healthcheck") is not None or project.model.open
    if said or project.calls or project.contracted:
        return said
    return any(
        one.services[row.name].value.get("healthcheck") is not None
        for one in found
        if row.name in one.services and parent(one.files[-1]) == parent(row.entry.path)
    )
