"""The sources of COPY and ADD: where each should lie, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from deploylint.facts.commands import Word
from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.record import dataclass
from deploylint.model.dockerfile_values import expand
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.copying import REMOTE
from deploylint.model.filesystem.globs import is_glob, matches
from deploylint.model.filesystem.replay import Replay, replayed
from deploylint.model.images import Image
from deploylint.model.paths import absolute
from deploylint.model.workspace import Workspace

Origin = Literal["context", "stage", "elsewhere"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopySource:
    """One source of a COPY or ADD.

    path: relative to the context, or absolute in the stage; None where only the build knows it. name: of `--from`.
    held: what lies there; of a pattern, whether it matches anything.
    """

    instruction: Instruction
    stage: Stage
    word: Word
    origin: Origin
    path: str | None
    held: Held
    glob: bool = False
    name: str = ""


def copy_sources(workspace: Workspace, image: Image) -> Iterator[CopySource]:
    """The sources of all COPY and ADD instructions that the image needs, in the order of the file."""
    replay = replayed(workspace, image)
    for stage in image.needed:
        for instruction in stage.instructions:
            if instruction.name in ("COPY", "ADD"):
                for word in instruction.words[:-1]:
                    if not (instruction.name == "ADD" and word.raw.startswith(REMOTE)):
                        yield _source(replay, stage, instruction, word)


def _source(replay: Replay, stage: Stage, instruction: Instruction, word: Word) -> CopySource:
    values = replay.stage(stage.index).moment(instruction).values
    said = expand(word.raw, values)
    origin = instruction.flag("from")
    files: Files | None = replay.context
    kind: Origin = "context"
    name = ""
    if origin is not None:
        name = expand(origin.value, {**replay.arguments, **values}) or ""
        files = replay.origin(name, stage.index) if name else None
        kind = "stage" if files is not None else "elsewhere"
    path = absolute("/", said) if said is not None else None
    if path is not None and kind == "context":
        path = path[1:]
    glob = path is not None and is_glob(path)
    held = Held("maybe") if files is None or path is None else _held(replay, files, path, kind)
    return CopySource(
        instruction=instruction,
        stage=stage,
        word=word,
        origin=kind,
        path=path,
        held=held,
        glob=glob,
        name=name,
    )


def _held(replay: Replay, files: Files, path: str, kind: Origin) -> Held:
    if not is_glob(path):
        return files.at(path)
    found, complete = matches(files, path)
    if found:
        return files.at(found[0])
    reason = replay.context.unseen_match(path) if kind == "context" else ""
    return Held("absent") if complete and not reason else Held("maybe", reason=reason or "it may match something")


def brought_later(
    workspace: Workspace, image: Image, instruction: Instruction, paths: tuple[str, ...]
) -> Instruction | None:
    """The first COPY or ADD below an instruction of the same stage that brings one of some paths; None if none does."""
    replay = replayed(workspace, image)
    for stage in image.needed:
        if all(one.range != instruction.range for one in stage.instructions):
            continue
        later = [one for one in stage.instructions if one.range > instruction.range]
        moments = [replay.stage(stage.index).moment(one).files for one in later]
        after = [*moments[1:], replay.stage(stage.index).files]
        for one, files in zip(later, after, strict=False):
            if one.name in ("COPY", "ADD") and any(files.at(path).state == "there" for path in paths):
                return one
    return None
