"""Images: a Dockerfile, a build context and a target stage, and what the chain of stages leaves in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deploylint.facts.dockerfile import Dockerfile, Instruction, Stage
from deploylint.facts.place import Span
from deploylint.model.paths import absolute, base, join, parent
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


@dataclass(frozen=True, slots=True)
class Overridden:
    """An ENTRYPOINT or CMD that is not in force, and why."""

    instruction: Instruction
    reason: str
    by: Instruction


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image that somebody builds. id: its Dockerfile, with `@context` where that is not its folder, and `#target`.

    chain: the stages the target is built from, outermost first; base: the word after the first FROM of the chain.
    entrypoint, command: in force for the target stage, None where the base image decides. folder: WORKDIR at the end,
    None if it is the base image's. environment: ENV of the chain, name -> (value, None where dynamic; where it is set).
    certain: False where the context had to be worked out from the COPY sources.
    """

    id: str
    path: str
    context: str
    target: str | None
    stages: tuple[Stage, ...]
    chain: tuple[Stage, ...]
    base: str
    entrypoint: Instruction | None
    command: Instruction | None
    overridden: tuple[Overridden, ...]
    folder: str | None
    user: str | None
    environment: Mapping[str, tuple[str | None, Span]]
    copies: Mapping[int, tuple[Copied, ...]]
    certain: bool = True

    @property
    def copies_from_elsewhere(self) -> bool:
        """True if a stage of the chain copies from a stage or image, so that it may hold what the context does not."""
        return any(copied.stage is not None for stage in self.chain for copied in self.copies[stage.index])

    @property
    def writes_files(self) -> bool:
        """True if a stage of the chain makes files with heredocs or fetches them."""
        return any(
            instruction.heredocs or (instruction.name == "ADD" and "://" in instruction.value.value)
            for stage in self.chain
            for instruction in stage.instructions
        )


def identifier(path: str, context: str, target: str | None) -> str:
    """The id of an image."""
    return path + (f"@{context or '.'}" if context != parent(path) else "") + (f"#{target}" if target else "")


def build(workspace: Workspace, path: str, context: str | None, target: str | None) -> Image | None:
    """The image of a Dockerfile; None if it cannot be read or has no such stage.

    context: a repository folder, or None to work out from which folder its COPY sources exist.
    """
    facts = workspace.get(path, Dockerfile)
    if facts is None or not facts.stages:
        return None
    chain = _chain(facts.stages, target)
    if not chain:
        return None
    certain = context is not None
    if context is None:
        context = _guess_context(workspace, path, facts)
    folders, copies = _replay(workspace, path, context, facts.stages)
    entrypoint, command, overridden = _in_force(chain)
    return Image(
        id=identifier(path, context, target),
        path=path,
        context=context,
        target=target,
        stages=facts.stages,
        chain=chain,
        base=chain[0].base.raw,
        entrypoint=entrypoint,
        command=command,
        overridden=overridden,
        folder=folders[chain[-1].index],
        user=_last_argument(chain, "USER"),
        environment=_environment(path, chain),
        copies=copies,
        certain=certain,
    )


def stage_named(stages: tuple[Stage, ...], name: str, before: int) -> Stage | None:
    """The stage that a name or index means in `FROM` and `--from`, of those before an index. Names ignore case."""
    for stage in reversed(stages[:before]):
        if stage.name is not None and stage.name.value.lower() == name.lower():
            return stage
    if name.isdigit() and int(name) < before:
        return stages[int(name)]
    return None


def _chain(stages: tuple[Stage, ...], target: str | None) -> tuple[Stage, ...]:
    stage = stages[-1] if target is None else stage_named(stages, target, len(stages))
    chain: list[Stage] = []
    while stage is not None:
        chain.insert(0, stage)
        stage = stage_named(stages, stage.base.raw, stage.index) if not stage.base.raw.isdigit() else None
    return tuple(chain)


def _in_force(
    chain: tuple[Stage, ...],
) -> tuple[Instruction | None, Instruction | None, tuple[Overridden, ...]]:
    """ENTRYPOINT and CMD as BuildKit leaves them (dockerfile2llb/convert.go): ENTRYPOINT clears an inherited CMD."""
    entrypoint: Instruction | None = None
    command: Instruction | None = None
    overridden: list[Overridden] = []
    for stage in chain:
        last: dict[str, Instruction] = {}
        for instruction in stage.instructions:
            if instruction.name in ("ENTRYPOINT", "CMD"):
                if instruction.name in last:
                    reason = f"a later {instruction.name} of the same stage replaces it"
                    overridden.append(Overridden(last[instruction.name], reason, instruction))
                last[instruction.name] = instruction
        if "ENTRYPOINT" in last:
            if command is not None and "CMD" not in last:
                reason = "a later ENTRYPOINT clears the CMD of the stage it builds on"
                overridden.append(Overridden(command, reason, last["ENTRYPOINT"]))
            entrypoint, command = last["ENTRYPOINT"], last.get("CMD")
        else:
            command = last.get("CMD", command)
    return entrypoint, command, tuple(overridden)


def _last_argument(chain: tuple[Stage, ...], name: str) -> str | None:
    found = None
    for stage in chain:
        for instruction in stage.instructions:
            if instruction.name == name:
                found = instruction.value.value.strip()
    return found


def _environment(path: str, chain: tuple[Stage, ...]) -> dict[str, tuple[str | None, Span]]:
    found: dict[str, tuple[str | None, Span]] = {}
    for stage in chain:
        for instruction in stage.instructions:
            if instruction.name == "ENV":
                for pair in instruction.pairs:
                    value = pair.value.value if pair.value else None
                    found[pair.key.value] = (value, Span(path, pair.range))
    return found


def _replay(
    workspace: Workspace, path: str, context: str, stages: tuple[Stage, ...]
) -> tuple[dict[int, str | None], dict[int, tuple[Copied, ...]]]:
    """The WORKDIR at the end of each stage, and what it copies where."""
    folders: dict[int, str | None] = {}
    copies: dict[int, tuple[Copied, ...]] = {}
    for stage in stages:
        parent_stage = stage_named(stages, stage.base.raw, stage.index)
        folder = folders[parent_stage.index] if parent_stage else None
        rows: list[Copied] = []
        for instruction in stage.instructions:
            if instruction.name == "WORKDIR":
                word = instruction.value.value.strip().strip("\"'")
                folder = absolute(folder or "/", word) if "$" not in word else None
            elif instruction.name in ("COPY", "ADD") and len(instruction.words) > 1:
                rows.append(_copied(workspace, path, context, stages, stage.index, folder, instruction))
        folders[stage.index] = folder
        copies[stage.index] = tuple(rows)
    return folders, copies


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
    return list(workspace.glob(source)) if any(c in word for c in "*?[") else [source]


def _guess_context(workspace: Workspace, path: str, facts: Dockerfile) -> str:
    """The folder from which most COPY sources exist: the Dockerfile's own, one above it, or the root."""
    words = [
        word.raw.lstrip("/")
        for stage in facts.stages
        for instruction in stage.instructions
        if instruction.name in ("COPY", "ADD") and instruction.flag("from") is None
        for word in instruction.words[:-1]
        if "$" not in word.raw and "://" not in word.raw
    ]
    own = parent(path)
    candidates = [own]
    while candidates[-1]:
        candidates.append(parent(candidates[-1]))

    def held(folder: str) -> int:
        return sum(_exists(workspace, join(folder, word)) for word in words)

    best = max(candidates, key=lambda folder: (held(folder), -candidates.index(folder)))
    return best if held(best) else own


def _exists(workspace: Workspace, path: str | None) -> bool:
    if path is None:
        return False
    if any(c in path for c in "*?["):
        return bool(workspace.glob(path))
    return workspace.exists(path) or (path != "" and workspace.is_folder(path))


def basename_matches(workspace: Workspace, path: str) -> tuple[str, ...]:
    """All files of the repository with the base name of a path."""
    return workspace.glob("**/" + base(path))
