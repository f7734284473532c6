"""Whole build contexts that are copied without an ignore file."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.dockerfile import Stage
from deploylint.facts.place import Span
from deploylint.model.build_context import ignore_file
from deploylint.model.copies import Copied
from deploylint.model.deployment import Deployment
from deploylint.model.images import Image
from deploylint.model.paths import join, parent
from deploylint.model.workspace import Workspace

_PYTHON = ("requirements.txt", "pyproject.toml", "Pipfile", "setup.py")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for the first COPY of each Dockerfile that takes the whole context, if nothing is left out of it."""
    workspace = deployment.workspace
    seen: set[Span] = set()
    for image in deployment.images:
        found = _whole(image)
        if found is None or found[1].span in seen or _has_one(workspace, image):
            continue
        stage, copied = found
        comes = _comes_along(workspace, image.context)
        if comes:
            seen.add(copied.span)
            yield Hit(
                span=copied.span,
                subject=("context",),
                message="default" if stage in image.chain else "stage",
                values=(("files", ", ".join(comes)), ("context", image.context or ".")),
                role=deployment.image_roles.get(image.id, "production"),
                certainty="certain" if image.certain else "likely",
                platform="docker",
            )


def _whole(image: Image) -> tuple[Stage, Copied] | None:
    """The stage and the copy that takes the whole context; one that the final image is built on comes first."""
    stages = (*image.chain, *(stage for stage in image.needed if stage not in image.chain))
    for stage in stages:
        for copied in image.copies[stage.index]:
            if copied.stage is None and image.context in copied.sources:
                return stage, copied
    return None


def _has_one(workspace: Workspace, image: Image) -> bool:
    """True if there is an ignore file; where the context is a guess, one in any folder that may be it counts."""
    if ignore_file(workspace, image) is not None:
        return True
    likely = () if image.certain else (parent(image.path), "")
    return any(workspace.exists(join(folder, ".dockerignore") or "") for folder in likely)


def _comes_along(workspace: Workspace, context: str) -> list[str]:
    """What lies in a context beside its files: `.git` at the root, what installs and developers leave elsewhere."""

    def there(name: str) -> bool:
        return workspace.exists(join(context, name) or name)

    found = [".git"] if not context else []
    found += ["node_modules"] if there("package.json") else []
    found += [".venv"] if any(there(name) for name in _PYTHON) else []
    found += [".env"] if there(".env") or there(".env.example") or there(".env.sample") else []
    return found
