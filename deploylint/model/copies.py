"""What COPY and ADD bring into an image."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.dockerfile_values import StageValues, Values, expand
from deploylint.model.paths import absolute, join
from deploylint.model.workspace import Workspace

ABSENT = -1  # a stage that is another image, or that does not exist


@dataclass(frozen=True, slots=True)
class Copied:
    """Files that a COPY or ADD brings: to an absolute image path, from repository paths or from another stage.

    sources: repository paths, or image paths where stage is set; stage: the index of that stage, ABSENT for another
    image. into: the destination is a folder that the sources land in.
    """

    destination: str
    sources: tuple[str, ...]
    stage: int | None
    into: bool
    span: Span


def stage_named(stages: tuple[Stage, ...], name: str, before: int) -> Stage | None:
    """The stage that a name or index means in `FROM` and `--from`, of those before an index. Names ignore case."""
    for stage in reversed(stages[:before]):
        if stage.name is not None and stage.name.value.lower() == name.lower():
            return stage
    if name.isdigit() and int(name) < before:
        return stages[int(name)]
    return None


def replay(
    workspace: Workspace, path: str, context: str, stages: tuple[Stage, ...], arguments: Values, given: Values
) -> tuple[dict[int, str | None], dict[int, tuple[Copied, ...]]]:
    """The WORKDIR at the end of each stage, and what it copies where. arguments, given: as in `StageValues`."""
    folders: dict[int, str | None] = {}
    copies: dict[int, tuple[Copied, ...]] = {}
    known: dict[int, StageValues] = {}
    for stage in stages:
        parent_stage = stage_named(stages, stage.base.raw, stage.index)
        folder = folders[parent_stage.index] if parent_stage else None
        rows: list[Copied] = []
        values = StageValues(arguments, given, known[parent_stage.index] if parent_stage else None)
        for instruction in stage.instructions:
            if instruction.name == "WORKDIR":
                folder = working_directory(folder, instruction, values)
            elif instruction.name in ("COPY", "ADD") and len(instruction.words) > 1:
                rows.append(_copied(workspace, path, context, stages, stage.index, folder, instruction))
            values.take(instruction)
        known[stage.index] = values
        folders[stage.index] = folder
        copies[stage.index] = tuple(rows)
    return folders, copies


def working_directory(folder: str | None, instruction: Instruction, values: StageValues) -> str | None:
    """The folder after a WORKDIR instruction; None if it is dynamic. values: what ENV and ARG say above it."""
    word = expand(instruction.value.value.strip().strip("\"'"), values.values)
    return absolute(folder or "/", word) if word is not None else None


def mounted_stages(stages: tuple[Stage, ...], stage: Stage) -> Iterator[Stage]:
    """The stages that RUN instructions of a stage mount (`--mount=type=bind,from=builder`)."""
    for instruction in stage.instructions:
        for flag in instruction.flags:
            if flag.name == "mount" and flag.value is not None:
                keys = dict(part.partition("=")[::2] for part in flag.value.value.split(","))
                found = stage_named(stages, keys["from"], stage.index) if "from" in keys else None
                if found is not None:
                    yield found


def _copied(
    workspace: Workspace,
    path: str,
    context: str,
    stages: tuple[Stage, ...],
    index: int,
    folder: str | None,
    instruction: Instruction,
) -> Copied:
    *words, last = (word.raw for word in instruction.words)
    origin = instruction.flag("from")
    stage = None
    sources: list[str] = []
    if origin is not None:
        named = stage_named(stages, origin.value, index)
        stage = named.index if named else ABSENT
        sources = [absolute("/", word) for word in words]
    else:
        for word in words:
            sources += _sources(workspace, context, word)
    destination = absolute(folder or "/", last)
    into = last.endswith("/") or last in (".", "..") or len(words) > 1
    return Copied(destination, tuple(sources), stage, into, Span(path, instruction.range))


def _sources(workspace: Workspace, context: str, word: str) -> list[str]:
    source = join(context, word.lstrip("/"))
    if source is None:
        return []
    return list(workspace.glob(source, folders=True)) if any(c in word for c in "*?[") else [source]
