"""What an image starts by itself: ENTRYPOINT and CMD together, and what its RUN instructions do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.context import Passed
from deploylint.model.copies import stage_named, working_directory
from deploylint.model.declare.base_entrypoint import handed
from deploylint.model.declare.common import Said, declare, site
from deploylint.model.deployment import Declaration, Shell, VariableSite
from deploylint.model.dockerfile_values import StageValues
from deploylint.model.entries import shell_of
from deploylint.model.images import Image
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Judgement
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret

Environment = Mapping[str, tuple[str | None, Span]]


def image_place(image: Image) -> Place:
    """The working directory of the image's processes; unknown where the base image sets it."""
    return Place("image", image.folder or "/", image) if "$" not in (image.folder or "") else UNKNOWN


def startup(workspace: Workspace, image: Image) -> tuple[Instruction, Script, Passed | None] | None:
    """The instruction that starts the image, its commands, and what an entrypoint script's `"$@"` stands for.

    A shell ENTRYPOINT ignores CMD; an exec ENTRYPOINT gets CMD's words (Dockerfile reference, table of both);
    `ENTRYPOINT []` and `[""]` clear the base image's.
    """
    entrypoint, command = image.entrypoint, image.command
    if entrypoint is not None and entrypoint.form == "exec" and not "".join(word.raw for word in entrypoint.words):
        entrypoint = None
    if entrypoint is not None and entrypoint.script is not None:
        if entrypoint.form == "exec" and command is not None and command.script is not None:
            if command.form == "exec" and command.words:
                return _joined(workspace, image, entrypoint, command)
            return entrypoint, entrypoint.script, Passed(command.script, image.path)
        return entrypoint, entrypoint.script, None
    if command is not None and command.script is not None:
        return command, handed(image, command.script), None
    return None


def _joined(
    workspace: Workspace, image: Image, entrypoint: Instruction, command: Instruction
) -> tuple[Instruction, Script, Passed | None]:
    """`ENTRYPOINT ["python"]` and `CMD ["app.py"]` are one command, which stands at CMD.

    A file that is started stays what the image starts, and gets CMD's words; init processes (`/sbin/tini --`) do not.
    """
    assert entrypoint.script is not None
    assert command.script is not None
    whole = Command(command.range, "exec", (*entrypoint.words, *command.words))
    if starts_file(workspace, whole):
        return entrypoint, entrypoint.script, Passed(command.script, image.path)
    return command, replace(command.script, commands=(whole,)), None


def starts_file(workspace: Workspace, command: Command) -> bool:
    """True if the first word is a file that is started, which gets the other words."""
    first, target = command.words[0].raw, interpret(command, workspace.script).target
    return ("/" in first or first.endswith(".sh")) and target is not None and target.value == first


def declare_in_place_of_cmd(workspace: Workspace, script: Script, said: Said) -> Declaration:
    """What a platform's command does that replaces CMD: the image's ENTRYPOINT stays, and gets its words.

    Where the ENTRYPOINT cannot be followed to the command, it is taken as if it were started alone.
    """
    entrypoint = said.image.entrypoint if said.image is not None else None
    alone = declare(workspace, handed(said.image, script), said)
    if entrypoint is None or entrypoint.script is None or entrypoint.form != "exec" or not entrypoint.words:
        return alone
    if len(script.commands) != 1 or not script.commands[0].words:
        return alone
    whole = behind(entrypoint.words, script.commands[0])
    if starts_file(workspace, whole):
        assert said.image is not None
        passing = replace(said, written_in=said.image.path, passed=Passed(script, said.path))
        found = declare(workspace, entrypoint.script, passing)
    else:
        found = declare(workspace, replace(script, commands=(whole,)), said)
    return found if _reaches(found, alone, said) else alone


def _reaches(found: Declaration, alone: Declaration, said: Said) -> bool:
    """True if what runs through the ENTRYPOINT is seen to run the command in the end."""
    if said.phase == "start":
        return found.launch is not None and found.launch.use.span.path == said.path
    last = alone.uses[-1].invocation.program if alone.uses else None
    return any(use.span.path == said.path and use.invocation.program == last for use in found.uses)


def behind(entrypoint: Sequence[Word], command: Command) -> Command:
    """The command with the words of an entrypoint before its own; they stand where its first word stands."""
    first = command.words[0].text
    start, end = first.offsets()
    moved = (replace(word, text=Text.escape(word.raw, first.source, start, end)) for word in entrypoint)
    return replace(command, words=(*moved, *command.words))


def start_declaration(
    workspace: Workspace,
    image: Image,
    judgement: Judgement,
    environment: Environment,
    platform: str = "docker",
    shown: Place | None = None,
) -> Declaration | None:
    """What the image starts where nothing replaces its ENTRYPOINT and CMD; None if the base image decides.

    shown: what those that run it mount over its working directory.
    """
    found = startup(workspace, image)
    if found is None:
        return None
    instruction, script, passed = found
    shell: Shell = shell_of(instruction.form)
    return declare(
        workspace,
        script,
        Said(
            kind="dockerfile.start",
            platform=platform,
            label=instruction.name,
            path=image.path,
            range=instruction.value.range(),
            text=instruction.value.value,
            phase="start",
            shell=shell,
            judgement=judgement,
            place=shown or image_place(image),
            image=image,
            environment={**image.environment, **environment},
            passed=passed,
        ),
    )


def build_declarations(workspace: Workspace, image: Image, judgement: Judgement) -> tuple[Declaration, ...]:
    """The RUN instructions of the stages that the image needs, each as a declaration of phase build."""
    found = []
    known: dict[int, StageValues] = {}
    for stage in image.needed:
        below = stage_named(image.stages, stage.base.raw, stage.index)
        folder = image.folders[below.index] if below is not None else None
        inherited = known.get(below.index) if below is not None else None
        values = known[stage.index] = StageValues(image.arguments, image.given.arguments, inherited)
        number = 0
        for instruction in stage.instructions:
            values.take(instruction)
            if instruction.name == "WORKDIR":
                folder = working_directory(folder, instruction, values)
            elif instruction.name == "RUN":
                number += 1
                if instruction.script is not None:
                    said = _run(image, instruction, _label(stage, number, image), folder, judgement)
                    found.append(declare(workspace, instruction.script, said))
    return tuple(found)


def _label(stage: Stage, number: int, image: Image) -> str:
    """`RUN 2` in the chain of the image, `RUN 2 of builder` in another stage."""
    return f"RUN {number}" + ("" if stage in image.chain else f" of {stage.name or stage.index}")


def _run(image: Image, instruction: Instruction, label: str, folder: str | None, judgement: Judgement) -> Said:
    """A RUN instruction in the working directory that stands above it."""
    return Said(
        kind="dockerfile.run",
        platform="docker",
        label=label,
        path=image.path,
        range=instruction.value.range(),
        text=instruction.value.value,
        phase="build",
        shell=shell_of(instruction.form),
        judgement=judgement,
        place=image_place(replace(image, folder=folder)),
        image=image,
        environment=image.environment,
    )


def variables(image: Image, judgement: Judgement) -> tuple[VariableSite, ...]:
    """The ENV pairs of the image's stages."""
    found = []
    for stage in image.chain:
        for instruction in stage.instructions:
            if instruction.name == "ENV":
                for pair in instruction.pairs:
                    span = Span(image.path, pair.range)
                    value = pair.value.value if pair.value else None
                    found.append(
                        site(
                            pair.key.value, value, span, kind="ENV", owner=_stage_name(stage.name), platform="docker",
                            judgement=judgement, phase="start",
                        )
                    )  # fmt: skip
    return tuple(found)


def _stage_name(name: object) -> str:
    return str(name) if name is not None else "ENV"
