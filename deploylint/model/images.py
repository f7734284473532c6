"""Images: a Dockerfile, a build context and a target stage, and what the chain of stages leaves in force."""

from __future__ import annotations

from collections.abc import Mapping

from deploylint.facts.dockerfile import Dockerfile, Instruction, Stage
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.contexts import guess_context, told
from deploylint.model.copies import ABSENT, Copied, mounted_stages, replay, stage_named
from deploylint.model.dockerfile_values import StageValues, Values, before_stages
from deploylint.model.given import NOTHING, Given, counting, without
from deploylint.model.paths import parent
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Overridden:
    """An ENTRYPOINT or CMD that is not in force, and why."""

    instruction: Instruction
    reason: str
    by: Instruction


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image that somebody builds. id: its Dockerfile, with `@context` where that is not its folder, `#target`,
    and a mark of what the build is given where that changes it.

    chain: the stages the target is built from, outermost first; base: the word after the first FROM of the chain.
    entrypoint, command: in force for the target stage, None where the base image decides. folder: WORKDIR at the end,
    None if it is the base image's; folders: of each stage, by index. environment: ENV of the chain, name -> (value,
    None where dynamic; where it is set). certain: False where the context had to be worked out from the COPY sources.
    arguments: the ARGs before the first FROM. given: what its build is given beside the context, as far as it changes
    something.
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
    folders: Mapping[int, str | None]
    environment: Mapping[str, tuple[str | None, Span]]
    copies: Mapping[int, tuple[Copied, ...]]
    arguments: Values
    certain: bool = True
    given: Given = NOTHING

    def instructions(self, name: str) -> tuple[Instruction, ...]:
        """All instructions of a name in the chain, in the order in which they are built."""
        return tuple(one for stage in self.chain for one in stage.instructions if one.name == name)

    def last(self, name: str) -> Instruction | None:
        """The instruction of a name that is in force at the end, for those that replace the ones before them."""
        return next(reversed(self.instructions(name)), None)

    @property
    def needed(self) -> tuple[Stage, ...]:
        """The stages that the target needs, in the order of the file: its chain, and those that it copies from."""
        wanted = [stage.index for stage in self.chain]
        for index in wanted:
            stage = self.stages[index]
            below = stage_named(self.stages, stage.base.raw, index)
            copied = [c.stage for c in self.copies[index] if c.stage is not None and c.stage != ABSENT]
            mounted = [s.index for s in mounted_stages(self.stages, stage)]
            wanted += [i for i in (*([below.index] if below else []), *copied, *mounted) if i not in wanted]
        return tuple(self.stages[index] for index in sorted(set(wanted)))


def identifier(path: str, context: str, target: str | None, given: Given = NOTHING) -> str:
    """The id of an image."""
    where = f"@{context or '.'}" if context != parent(path) else ""
    return path + where + (f"#{target}" if target else "") + given.mark


def build(
    workspace: Workspace, path: str, context: str | None, target: str | None, given: Given = NOTHING
) -> Image | None:
    """The image of a Dockerfile; None if it cannot be read or has no such stage.

    context: a repository folder, or None to work out by workflows, and by the folder from which its COPY sources exist.
    """
    facts = workspace.get(path, Dockerfile)
    if facts is None or not facts.stages or not _chain(facts.stages, target):
        return None
    if context is None:
        context, given = told(workspace, path)
    given = counting(facts, given)
    stages = without(facts.stages, given.contexts)
    chain = _chain(stages, target) or _chain(facts.stages, target)
    certain = context is not None
    context = context if context is not None else guess_context(workspace, path, facts)
    arguments = before_stages(facts.arguments, given.arguments)
    folders, copies = replay(workspace, path, context, stages, arguments, given.arguments)
    entrypoint, command, overridden = _in_force(chain)
    return Image(
        id=identifier(path, context, target, given),
        path=path,
        context=context,
        target=target,
        stages=stages,
        chain=chain,
        base=chain[0].base.raw,
        entrypoint=entrypoint,
        command=command,
        overridden=overridden,
        folder=folders[chain[-1].index],
        folders=folders,
        environment=_environment(path, chain, arguments, given),
        copies=copies,
        arguments=arguments,
        certain=certain,
        given=given,
    )


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


def _environment(
    path: str, chain: tuple[Stage, ...], arguments: Values, given: Given
) -> dict[str, tuple[str | None, Span]]:
    """ENV of the chain. arguments: the ARGs before the first FROM.

    What a build is given is said for that build, not in the Dockerfile: what depends on it counts as dynamic.
    """
    dynamic: dict[str, str | None] = dict.fromkeys(given.arguments)
    known: StageValues | None = None
    for stage in chain:
        known = StageValues({**arguments, **dynamic}, dynamic, known)
        for instruction in stage.instructions:
            known.take(instruction)
    found = known.environment if known is not None else {}
    return {name: (value, Span(path, place)) for name, (value, place) in found.items()}
