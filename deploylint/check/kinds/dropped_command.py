"""Start commands that the program before them never gets, or gets as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from deploylint.check.finding import Hit, Related, Role
from deploylint.check.nominate import shown
from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.dockerfile import Instruction
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.images import Image
from deploylint.model.place import Place, locate
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation

_PARAMETERS = re.compile(r"\$(?:[@*0-9]|\{[@*0-9]|#)")  # a shell text that looks at its arguments
_ORDER: tuple[Role, ...] = ("production", "unknown", "development", "test")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each ENTRYPOINT or CMD of an image, and each compose entrypoint, that loses a command."""
    for image in deployment.images:
        for instruction, message, related in _of_image(deployment, image):
            yield _hit(deployment, image, instruction, message, related)
    for service in deployment.services:
        for row in service.effective:
            if row.platform == "compose" and row.image is not None and row.image.command is not None:
                yield from _of_compose(deployment, service, row, row.image)


def _of_image(deployment: Deployment, image: Image) -> Iterator[tuple[Instruction, str, tuple[Related, ...]]]:
    entrypoint, command = image.entrypoint, image.command
    for instruction in (entrypoint, command):
        if instruction is not None and instruction.broken_json and not _is_test(instruction):
            yield instruction, "json" if "]" in instruction.value.value else "open", ()
    if entrypoint is None or command is None or not command.value.value.strip() or entrypoint.broken_json:
        return
    if command.form == "exec" and not command.words:
        return
    if _is_text(deployment, entrypoint):
        if not _PARAMETERS.search(entrypoint.value.value):
            yield command, "shell", (_related(image, entrypoint, "this ENTRYPOINT is a shell's own text"),)
    elif command.form == "shell" and not command.broken_json and not _runs_words(deployment, image, entrypoint):
        yield command, "arguments", (_related(image, entrypoint, "this ENTRYPOINT gets it"),)


def _is_text(deployment: Deployment, entrypoint: Instruction) -> bool:
    """True for the shell form, and for `["sh", "-c", "..."]`, which is the same."""
    if entrypoint.form == "shell" or entrypoint.script is None:
        return entrypoint.form == "shell"
    found = [interpret(command, deployment.workspace.script) for command in entrypoint.script if command.words]
    return any(invocation.nested and "shell" in invocation.kinds for invocation in found)


def _is_test(instruction: Instruction) -> bool:
    """True for `[ -f x ] && y`, which a shell is meant to read."""
    commands = instruction.script.commands if instruction.script is not None else ()
    return len(commands) > 1 and commands[0].name == "[" and commands[0].words[-1].raw == "]"


def _runs_words(deployment: Deployment, image: Image, entrypoint: Instruction) -> bool:
    return entrypoint.script is None or any(_hands_on(deployment, image, one) for one in entrypoint.script)


def _hands_on(deployment: Deployment, image: Image, command: Command) -> bool:
    """True if a program runs the words that follow it as a command, or may do so."""
    if not command.words or any(_PARAMETERS.search(word.raw) for word in command.words):
        return True
    invocation = interpret(command, deployment.workspace.script)
    return not _takes_no_command(invocation) and not _is_deaf(deployment, image, invocation)


def _takes_no_command(invocation: Invocation) -> bool:
    """True for a known program that does not run other ones by their words, such as a server or an interpreter."""
    return invocation.known and not {"wrapper", "remote", "container", "mention"} & set(invocation.kinds)


def _is_deaf(deployment: Deployment, image: Image, invocation: Invocation) -> bool:
    """True for a shell script of the repository that never looks at its arguments."""
    script = _script(deployment, image, invocation)
    return script is not None and script.incomplete is None and not _looks(script)


def _script(deployment: Deployment, image: Image, invocation: Invocation) -> Script | None:
    target = invocation.target
    if target is None or target.kind != "file" or target.value is None:
        return None
    place = Place("image", image.folder or "/", image)
    for path in locate(deployment.workspace, place, target.value)[:1]:
        return deployment.workspace.get(path, Script)
    return None


def _looks(script: Script) -> bool:
    return any(_PARAMETERS.search(word.raw) for word in _words((*script.commands, *script.substituted)))


def _words(commands: Sequence[Command]) -> Iterator[Word]:
    for command in commands:
        yield from command.words
        yield from (assignment.value for assignment in command.assignments if assignment.value is not None)


def _related(image: Image, instruction: Instruction, said: str) -> Related:
    return Related(Span(image.path, instruction.value.range()), said)


def _hit(
    deployment: Deployment, image: Image, instruction: Instruction, message: str, related: tuple[Related, ...]
) -> Hit:
    users = [(service, row) for service in deployment.services for row in service.effective if _runs(row, image)]
    roles = {row.role for _, row in users} | {d.role for d in deployment.declarations if d.image is image}
    return Hit(
        span=Span(image.path, instruction.value.range()),
        subject=(image.id, instruction.name),
        message=message,
        values=(("found", shown(instruction.value.value)), ("instruction", instruction.name)),
        role=next((role for role in _ORDER if role in roles), "unknown"),
        service=users[0][0].id if users else "",
        platform=users[0][1].platform if users else "docker",
        related=related,
    )


def _runs(row: Effective, image: Image) -> bool:
    return row.image is not None and row.image.id == image.id


def _of_compose(deployment: Deployment, service: Service, row: Effective, image: Image) -> Iterator[Hit]:
    """A compose `entrypoint` that wants arguments: it has put the image's CMD out of force, and nothing replaces it."""
    said = _compose_service(deployment, row)
    if said is None or said.entrypoint is None or said.entrypoint.empty or said.command is not None:
        return
    assert image.command is not None
    if any(_wants_more(deployment, image, one) for one in said.entrypoint.script):
        place: Range = said.entrypoint.text.range() if said.entrypoint.text is not None else said.entrypoint.node.range
        yield Hit(
            span=Span(row.entry.path, place),
            subject=(row.name, "entrypoint"),
            message="compose",
            values=(("service", row.name), ("found", shown(image.command.value.value))),
            role=row.role,
            service=service.id,
            platform=row.platform,
            related=(_related(image, image.command, "the CMD that is put out of force"),),
        )


def _compose_service(deployment: Deployment, row: Effective) -> ComposeService | None:
    compose = deployment.workspace.get(row.entry.path, ComposeFile)
    services = compose.services if compose is not None else ()
    return next((one for one in services if one.name.range() == row.entry.range), None)


def _wants_more(deployment: Deployment, image: Image, command: Command) -> bool:
    """True if a command does nothing of use without further words: an init process, a script with `exec "$@"`."""
    invocation = interpret(command, deployment.workspace.script)
    if invocation.nested or invocation.arguments:
        return False
    if {"init", "privilege", "wrapper"} & set(invocation.kinds) and invocation.known:
        return invocation.program not in ("docker-entrypoint",)
    script = _script(deployment, image, invocation)
    return script is not None and bool(script.commands) and _runs_arguments(script.commands[-1])


def _runs_arguments(command: Command) -> bool:
    words = [word.raw for word in command.words if word.raw != "exec"]
    return words == ["$@"] and command.condition == "always"
