"""`RUN --mount`: what is there while one RUN instruction runs, and gone after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.model.dockerfile_values import Values, expand
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.layers import FOLDER, Doubt, Layer, Made, Mapped, Restored
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.paths import absolute, base

if TYPE_CHECKING:
    from deploylint.model.filesystem.replay import Replay


def mounted(replay: Replay, stage: Stage, folder: str, values: Values, instruction: Instruction) -> Iterator[Layer]:
    """The layers that the mounts of a RUN instruction lay over the files (Dockerfile reference, RUN --mount)."""
    for flag in instruction.flags:
        if flag.name == "mount" and flag.value is not None:
            said = expand(flag.value.value, values)
            keys = dict(part.strip().partition("=")[::2] for part in (said or "target=/").split(","))
            yield _mount(replay, stage, folder, keys)


def _mount(replay: Replay, stage: Stage, folder: str, keys: dict[str, str]) -> Layer:
    kind = keys.get("type", "bind")
    target = keys.get("target") or keys.get("dst") or keys.get("destination") or ""
    if kind == "secret":
        name = keys.get("id") or base(keys.get("source", "")) or "secret"
        return Made(absolute(folder, target or f"/run/secrets/{name}"), Held("there", folder=False))
    target = absolute(folder, target)
    if kind in ("tmpfs", "ssh"):
        return Made(target, FOLDER)
    source = keys.get("source") or keys.get("src") or "/"
    if kind == "bind":
        files: Files | None = replay.context
        path = absolute("/", source)[1:]
        if "from" in keys:
            files, path = replay.origin(keys["from"], stage.index), "/" + path
        if files is not None:
            held = files.at(path)
            if held.state == "there":
                return Mapped(target, files, path, held.folder)
    return Doubt(target, f"what is mounted at '{target}' may hold it", ANY)


def unmounted(mounts: Sequence[Layer], before: Files) -> Iterator[Layer]:
    """The layers that take the mounts away again, with what was written into them."""
    for mount in mounts:
        if isinstance(mount, (Mapped, Made)):
            yield Restored(mount.path, before)
        elif isinstance(mount, Doubt) and mount.folder != "/":
            yield Restored(mount.folder, before)
