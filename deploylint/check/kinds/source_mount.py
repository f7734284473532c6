"""Compose services of production whose image holds code that a mount lays the checkout over."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.compose.project import projects, seen
from deploylint.model.compose.service import Mount
from deploylint.model.deployment import Deployment, Effective
from deploylint.model.paths import below
from deploylint.model.place import Place, locate
from deploylint.model.workspace import Workspace

_CODE = ("python", "javascript", "typescript", "tsx")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each bind mount of a folder with source files over what the image copied from that folder."""
    for service in deployment.services:
        for row in service.effective:
            if row.platform == "compose" and row.image is not None:
                yield from _mounted(deployment, row, service.id)


def _mounted(deployment: Deployment, row: Effective, service: str) -> Iterator[Hit]:
    workspace = deployment.workspace
    found = seen(projects(workspace, deployment.intent), row.entry.path, row.name)
    for mount in found[1].mounts if found is not None else ():
        copied = _copied(workspace, row, mount)
        if copied is not None and mount.source is not None:
            yield Hit(
                span=mount.span,
                subject=(row.name, mount.target),
                values=(("source", mount.said), ("target", mount.target), ("name", row.name)),
                role=row.role,
                service=service,
                platform="compose",
                related=(Related(copied, "the image that holds it already"),),
            )


def _copied(workspace: Workspace, row: Effective, mount: Mount) -> Span | None:
    """Where the image gets the same folder from; None unless it holds it, with source files, below the target."""
    if mount.kind != "bind" or mount.source is None or not workspace.is_folder(mount.source) or row.image is None:
        return None
    if not any(below(path, mount.source) for path in workspace.of_format(*_CODE)):
        return None
    held = locate(workspace, Place("image", "/", row.image), mount.target)
    if mount.source not in held:
        return None
    for copied in reversed(row.image.copies[row.image.chain[-1].index]):
        if copied.stage is None and below(mount.target, copied.destination) is not None:
            return copied.span
    return Span(row.image.path, row.image.chain[-1].start.range)
