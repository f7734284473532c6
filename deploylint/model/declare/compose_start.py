"""What a merged compose service starts: `entrypoint` and `command` over the image's ENTRYPOINT and CMD.

Source: the Compose specification, chapter 05-services (command, entrypoint); the Dockerfile reference for how
ENTRYPOINT and CMD work together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import Launch
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.compose.service import Said as Given
from deploylint.model.compose.words import substituted
from deploylint.model.context import Passed
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.compose_roles import Chosen
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd, starts_file
from deploylint.model.declare.shell_text import one_line
from deploylint.model.deployment import Declaration, Shadowed
from deploylint.model.images import Image
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Judgement
from deploylint.model.workspace import Workspace

ARGUMENTS = "it gives arguments to the ENTRYPOINT of an image that is not built here"
_CLEARED_BOTH = "entrypoint and command are both empty"
_CLEARED_COMMAND = "its command is empty, and the image has no ENTRYPOINT that could be followed"
_CLEARED_ENTRYPOINT = "its entrypoint is empty: whether the image's CMD stays then, the sources do not agree"


@dataclass(frozen=True, slots=True)
class Started:
    """A service with what its commands run with. roles: of the services of all files, by path and name."""

    workspace: Workspace
    chosen: Chosen
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    roles: Mapping[tuple[str, str], Judgement] = field(default_factory=dict)


def declarations(started: Started) -> Iterator[Declaration]:
    """What the service says of its start; nothing where the image decides."""
    service, image = started.chosen.service, started.chosen.image
    entrypoint, command = service.launch("entrypoint"), service.launch("command")
    if entrypoint is not None:
        yield _with_entrypoint(started, entrypoint, command)
    elif _takes_nothing(image):
        return
    elif command is not None and command.launch.empty:
        yield from _without_cmd(started, command)
    elif command is not None:
        said = _said(started, command, "command")
        found = declare_in_place_of_cmd(started.workspace, _script(started, command.launch), said)
        if image is None and found.text.startswith("-"):
            found = replace(found, uses=(), launch=None, dynamic=ARGUMENTS)
        yield found


def shadowed(started: Started) -> Iterator[Shadowed]:
    """What files of the project say in vain: what others replace, and arguments that the image does not take."""
    service, image = started.chosen.service, started.chosen.image
    entrypoint, command = service.launch("entrypoint"), service.launch("command")
    if entrypoint is None and command is not None and not command.launch.empty and _takes_nothing(image):
        yield Shadowed(_one(started, command, "command"), "the image's ENTRYPOINT in shell form takes no arguments")
    for given, label in ((entrypoint, "entrypoint"), (command, "command")):
        for declaration in _replaced(started, given, label):
            assert given is not None
            yield Shadowed(declaration, f"'{given.layer.path}' replaces it")


def _takes_nothing(image: Image | None) -> bool:
    """True for an image with an ENTRYPOINT in shell form, which ignores CMD and `command`."""
    return image is not None and image.entrypoint is not None and image.entrypoint.form == "shell"


def _with_entrypoint(started: Started, entrypoint: Given, command: Given | None) -> Declaration:
    """`entrypoint` drops the image's CMD, too; `command` gives it arguments; empty, it leaves `command` alone."""
    arguments = command if command is not None and not command.launch.empty else None
    if entrypoint.launch.empty:
        if arguments is not None:
            return _one(started, arguments, "command", kind="compose.entrypoint")
        found = _one(started, entrypoint, "entrypoint")
        return replace(found, dynamic=_CLEARED_BOTH if command is not None else _CLEARED_ENTRYPOINT)
    if arguments is None:
        return _one(started, entrypoint, "entrypoint")
    script, rest = _script(started, entrypoint.launch), _script(started, arguments.launch)
    if len(script.commands) == len(rest.commands) == 1 and script.commands[0].words and rest.commands[0].words:
        whole = _joined(script.commands[0], rest.commands[0])
        if not starts_file(started.workspace, whole):
            said = _said(started, arguments, "command", kind="compose.entrypoint")
            return declare(started.workspace, replace(script, commands=(whole,)), said)
    passed = Passed(rest, arguments.layer.path)
    return declare(started.workspace, script, replace(_said(started, entrypoint, "entrypoint"), passed=passed))


def _joined(first: Command, rest: Command) -> Command:
    """One argument list of two, which stands where the second does."""
    text = rest.words[0].text
    start, end = text.offsets()
    moved = (replace(word, text=Text.escape(word.raw, text.source, start, end)) for word in first.words)
    return replace(rest, words=(*moved, *rest.words))


def _without_cmd(started: Started, command: Given) -> Iterator[Declaration]:
    """An empty `command`: the image's ENTRYPOINT without the image's CMD."""
    image = started.chosen.image
    entrypoint = image.entrypoint if image is not None else None
    said = _said(started, command, "command")
    if image is not None and entrypoint is not None and entrypoint.script is not None and entrypoint.words:
        yield declare(started.workspace, entrypoint.script, replace(said, written_in=image.path))
    else:
        found = declare(started.workspace, Script(), said)
        yield replace(found, dynamic=_CLEARED_COMMAND)


def _replaced(started: Started, given: Given | None, label: str) -> Iterator[Declaration]:
    """The commands of the layers that the one in force replaces, each with the role of its own file's service."""
    for layer in given.replaced if given is not None else ():
        launch = layer.service.command if label == "command" else layer.service.entrypoint
        if launch is None or launch.empty:
            continue
        own = started.roles.get((layer.path, layer.service.name.value), Judgement("unknown"))
        found = _one(started, Given(launch, layer), label, kind=f"compose.{label}")
        yield replace(found, role=own.role, evidence=own.evidence, uses=(), launch=None)


def _one(started: Started, given: Given, label: str, *, kind: str = "") -> Declaration:
    return declare(started.workspace, _script(started, given.launch), _said(started, given, label, kind=kind))


def _script(started: Started, launch: Launch) -> Script:
    return substituted(launch.script, started.chosen.project.variables)


def _said(started: Started, given: Given, label: str, *, kind: str = "") -> Said:
    launch = given.launch
    return Said(
        kind=kind or f"compose.{label}",
        platform="compose",
        label=label,
        path=given.layer.path,
        range=launch.node.range,
        text=launch.text.value if launch.text is not None else " ".join(one_line(word.raw) for word in launch.words),
        phase="start",
        shell="no",
        judgement=started.chosen.judgement,
        place=working_place(started),
        image=started.chosen.image,
        environment=started.environment,
    )


def working_place(started: Started) -> Place:
    """Where its command runs; a bind mount of a folder over the working directory shows the repository there."""
    service, image = started.chosen.service, started.chosen.image
    folder = service.value.said("working_dir") or (image.folder if image is not None else None) or "/"
    for mount in service.mounts:
        if mount.source is not None and mount.target == (folder.rstrip("/") or "/"):
            return Place("repository", mount.source, under=image)
    if image is None:
        return UNKNOWN
    return Place("image", folder, image) if "$" not in folder else UNKNOWN
