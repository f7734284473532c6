"""Shell syntax in text that no shell reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.commands import Command, Word
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Declaration, Deployment
from deploylint.model.images import Image

_VARIABLE = re.compile(r"(?<![\\$])\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*[^}]*\})")
_OPERATORS = frozenset({"&&", "||", ";", "|", ">", ">>", "2>&1", "<"})
_BEHIND = {"ENTRYPOINT": "CMD", "entrypoint": "command"}  # what stands behind a script that is started
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for the first such word of each start, release or health command."""
    for declaration in deployment.declarations:
        if declaration.shell == "no" and declaration.phase in ("start", "release"):
            found = _first(declaration)
            if found is not None:
                yield _hit(declaration, *found)
            else:
                yield from _passed_on(declaration)
    for image in deployment.images:
        yield from _exposed(deployment, image)


def _passed_on(declaration: Declaration) -> Iterator[Hit]:
    """A hit for the first such word of what a script runs as `exec "$@"`: it gets the words as they are written."""
    for use in declaration.uses:
        command = use.invocation.command
        if use.shell == "no" and use.via and not use.invocation.nested and command.form == "exec":
            for number, word in enumerate(command.words):
                found = _in_word(word, number, command)
                if found is not None:
                    hit = _hit(declaration, *found)
                    label = _BEHIND.get(declaration.label, declaration.label)
                    values = (("found", found[0]), ("label", label))
                    yield replace(hit, span=Span(use.span.path, found[1]), values=values)
                    return


def _first(declaration: Declaration) -> tuple[str, Range, str] | None:
    """What stands there, where, and the message for it."""
    commands = declaration.script.commands
    own = [command for command in commands if command.function is None]
    for command in own:
        nested = _shell_text(declaration, command)
        for number, word in enumerate(command.words):
            if nested is not None and number >= nested:
                break
            found = _in_word(word, number, command)
            if found is not None:
                return found
    if len(own) > 1 and own[0].form == "shell":
        return _joined(own)
    return None


def _joined(commands: list[Command]) -> tuple[str, Range, str] | None:
    """A text of several commands that the platform does not hand to a shell."""
    if commands[0].assignments and commands[0].words:
        return commands[0].assignments[0].name + "=", commands[0].assignments[0].range, "assignment"
    return "&&", commands[1].range, "operator"


def _shell_text(declaration: Declaration, command: Command) -> int | None:
    """The index of the word from which on a shell reads, as in `sh -c '...'`; None if there is none."""
    for use in declaration.uses:
        if use.invocation.command.range == command.range and use.invocation.nested:
            return next((n for n, word in enumerate(command.words) if word.raw.startswith("-") and "c" in word.raw), 1)
    names = [word.raw.rsplit("/", 1)[-1] for word in command.words]
    for number, name in enumerate(names[:-1]):
        if name in ("sh", "bash", "ash", "dash", "zsh") and names[number + 1].startswith("-"):
            return number + 1
    return None


def _in_word(word: Word, number: int, command: Command) -> tuple[str, Range, str] | None:
    if command.form == "shell":
        for expansion in word.expansions:
            if expansion.name is not None:
                return f"${expansion.name}", expansion.range, "default"
        return None
    if word.raw in _OPERATORS and number > 0:
        return word.raw, word.range, "operator"
    if number == 0 and _ASSIGNMENT.match(word.raw) and len(command.words) > 1:
        return word.raw, word.range, "assignment"
    match = _VARIABLE.search(word.raw)
    if match and not word.expansions:
        return match[0], word.text.range(*match.span()), "default"
    return None


def _hit(declaration: Declaration, found: str, place: Range, message: str) -> Hit:
    return Hit(
        span=Span(declaration.span.path, place),
        subject=(declaration.kind, declaration.label, found),
        message=message,
        values=(("found", found), ("label", declaration.label)),
        role=declaration.role,
        service=declaration.uses[0].service if declaration.uses else "",
        platform=declaration.platform,
    )


def _exposed(deployment: Deployment, image: Image) -> Iterator[Hit]:
    """EXPOSE of a variable that neither ARG nor ENV defines: the builder makes it empty."""
    defined: set[str] = set()
    for stage in image.chain:
        for instruction in stage.instructions:
            if instruction.name in ("ARG", "ENV"):
                defined.update(pair.key.value for pair in instruction.pairs)
            elif instruction.name == "EXPOSE":
                for word in instruction.words:
                    for expansion in word.expansions:
                        if expansion.name and expansion.name not in defined and expansion.operator is None:
                            yield Hit(
                                span=Span(image.path, expansion.range),
                                subject=(image.id, "EXPOSE", expansion.name),
                                message="expose",
                                values=(("found", f"${expansion.name}"),),
                                role=next((d.role for d in deployment.declarations if d.image is image), "production"),
                                platform="docker",
                            )
