"""The commands of health checks, as uses."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.commands import Script
from deploylint.model.compose.project import projects, seen
from deploylint.model.context import Context
from deploylint.model.deployment import Deployment, Effective, Use
from deploylint.model.images import Image
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Judgement
from deploylint.model.walk import walk


def health_uses(deployment: Deployment) -> Iterator[Use]:
    """What HEALTHCHECK of each image and `healthcheck` of each compose service runs, of phase health."""
    rows = [row for service in deployment.services for row in service.effective]
    for image in deployment.images:
        check = image.last("HEALTHCHECK")
        row = next(iter(deployment.running(image)), None)
        if check is not None and check.script is not None and row is not None:
            yield from _walked(deployment, check.script, image.path, "HEALTHCHECK", row, image)
    found = projects(deployment.workspace, deployment.intent)
    for row in rows:
        merged = seen(found, row.entry.path, row.name) if row.platform == "compose" else None
        said = merged[1].launch("healthcheck") if merged is not None else None
        if said is not None:
            yield from _walked(deployment, said.launch.script, said.layer.path, row.name, row, row.image)


def _walked(
    deployment: Deployment, script: Script, path: str, owner: str, row: Effective, image: Image | None
) -> list[Use]:
    place = Place("image", image.folder or "/", image) if image is not None else UNKNOWN
    context = Context(
        workspace=deployment.workspace,
        path=path,
        owner=owner,
        platform=row.platform,
        judgement=Judgement(row.role, row.evidence),
        phase="health",
        place=place,
    )
    return walk(script, context)
