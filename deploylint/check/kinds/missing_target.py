"""Start and release commands that name what is nowhere in the repository."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Declaration, Deployment, Resolution, Use
from deploylint.model.paths import below
from deploylint.model.resolve import resolve, similar_module

_MESSAGES = {"python-attribute": "module", "python-module": "module", "package-script": "script"}


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each command on the way of a start or release whose target is missing."""
    for declaration in deployment.declarations:
        if declaration.phase in ("start", "release"):
            for use in declaration.uses:
                if use.followed or use.invocation.target is None or use.invocation.remote:
                    continue
                resolution = resolve(deployment.workspace, use)
                if resolution.state == "missing":
                    yield _hit(deployment, declaration, use, resolution)


def _hit(deployment: Deployment, declaration: Declaration, use: Use, resolution: Resolution) -> Hit:
    target = use.invocation.target
    assert target is not None
    assert target.value is not None
    folder = _folder(use)
    similar = similar_module(deployment.workspace, target, folder)
    message = _MESSAGES.get(target.kind, "file")
    span, related = blamed(use, target.range)
    if similar is not None:
        related = (*related, Related(Span(similar, FIRST), "the file that may be meant"))
    return Hit(
        span=span,
        subject=(declaration.label, target.value),
        message="module-near" if similar is not None else message,
        values=(
            ("target", target.value),
            ("place", _place(use)),
            ("near", similar or ""),
            ("suggestion", _spelled(use, similar) if similar is not None else ""),
            ("package", resolution.path or ""),
            ("command", use.invocation.program or ""),
        ),
        role=use.role,
        certainty="likely" if message != "script" else "certain",
        service=use.service,
        platform=declaration.platform,
        related=related,
    )


def _spelled(use: Use, path: str) -> str:
    """The similar file as the command would have to name it from its folder."""
    target = use.invocation.target
    assert target is not None
    said = (below(path, _folder(use)) or path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return said + (f":{target.attribute}" if target.attribute else "")


def _folder(use: Use) -> str:
    place = use.place
    if place.kind == "image" and place.image is not None:
        return place.image.context
    return place.folder if place.kind == "repository" else ""


def _place(use: Use) -> str:
    place = use.place
    if place.kind == "image" and place.image is not None:
        return f"the image of {place.image.path}"
    return f"the folder {place.folder}/" if place.folder else "the root of the repository"
