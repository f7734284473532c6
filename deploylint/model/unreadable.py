"""Files of an image that its user may not read: copied as root with a mode that gives others nothing.

Source: docs.docker.com/reference/dockerfile, COPY --chown and --chmod: without --chown files belong to root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deploylint.facts.dockerfile import Instruction
from deploylint.facts.files import ComposeFile
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.artifacts import in_image
from deploylint.model.deployment import Declaration, Deployment
from deploylint.model.filesystem import image_files
from deploylint.model.images import Image
from deploylint.model.paths import absolute, base

_ROOT = ("root", "0")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What a start runs and its user may not read. span: of the COPY that says the mode."""

    start: Declaration
    file: str
    path: str
    mode: str
    user: str
    span: Span


def unreadable(deployment: Deployment) -> Iterator[Unreadable]:
    """The files that starts run in an image whose last USER may not read them."""
    for start in deployment.declarations:
        launch, image = start.launch, start.image
        if start.phase != "start" or launch is None or image is None or launch.resolution.state != "found":
            continue
        user, file, place = _user(image), launch.resolution.path, launch.use.place
        if user is None or file is None or place.kind != "image" or _is_said_elsewhere(deployment, launch.use.platform):
            continue
        folder = in_image(deployment.workspace, place, file)
        path = absolute(folder, base(file)) if folder is not None else None
        found = _brought(deployment, image, path) if path is not None else None
        if found is not None and path is not None:
            yield Unreadable(start, file, path, found[1], user, Span(image.path, found[0].range))


def _user(image: Image) -> str | None:
    """The user of the last USER, None for root, for none and for one that is not known."""
    said = image.last("USER")
    user = said.value.value.strip().partition(":")[0] if said is not None else ""
    return user if user and "$" not in user and user not in _ROOT else None


def _is_said_elsewhere(deployment: Deployment, platform: str) -> bool:
    """True where a compose file or a manifest says the user."""
    if platform not in ("docker", "compose"):
        return True
    files = (deployment.workspace.get(path, ComposeFile) for path in deployment.workspace.of_format("compose"))
    return any(one.node.get("user") is not None for facts in files if facts is not None for one in facts.services)


@cache
def _closed() -> re.Pattern[str]:
    return re.compile(r"0?[0-7][0-3]0\Z")  # neither the group nor others may read


def _brought(deployment: Deployment, image: Image, path: str) -> tuple[Instruction, str] | None:
    """The COPY of the last stage that alone brings a path, as root, and lets nobody else read it, and its mode."""
    stage, found = image.chain[-1], None
    for number, instruction in enumerate(stage.instructions):
        if instruction.name == "RUN" and _changes().search(instruction.value.value):
            found = None
        if instruction.name not in ("COPY", "ADD"):
            continue
        mode, owner = instruction.flag("chmod"), instruction.flag("chown")
        closed = mode is not None and owner is None and _closed().match(mode.value) is not None
        following = stage.instructions[number + 1] if number + 1 < len(stage.instructions) else None
        before = image_files(deployment.workspace, image, stage.index, instruction).at(path)
        after = image_files(deployment.workspace, image, stage.index, following).at(path)
        if before.state != "absent":
            found = None  # what lies there may be another copy
        elif after.state == "there" and closed and mode is not None:
            found = (instruction, mode.value)
    return found


@cache
def _changes() -> re.Pattern[str]:
    return re.compile(r"\bch(?:mod|own|grp)\b|\bsetfacl\b|\binstall -")
