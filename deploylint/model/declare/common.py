"""Making declarations: the same few steps for every platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from deploylint.facts.commands import Script
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.context import Context, Passed
from deploylint.model.declare.shell_text import one_line
from deploylint.model.deployment import Declaration, Launch, Shell, VariableSite
from deploylint.model.images import Image
from deploylint.model.launch import launch
from deploylint.model.place import Place
from deploylint.model.roles import Judgement, Phase
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Where a command is declared, and what holds for it; see Declaration for the fields of the same name."""

    kind: str
    platform: str
    label: str
    path: str
    range: Range
    text: str
    phase: Phase
    shell: Shell
    judgement: Judgement
    place: Place
    process: str = "web"
    image: Image | None = None
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    passed: Passed | None = None
    written_in: str = ""  # the file that holds the script, where another one declares it


def declare(workspace: Workspace, script: Script, said: Said) -> Declaration:
    """A declaration whose text was followed to its uses and its launch."""
    uses = tuple(walk(script, _context(workspace, said)))
    found, dynamic = launch(workspace, uses) if said.phase == "start" else (None, "")
    if script.incomplete is not None and found is None:
        dynamic = "its text could not be read to the end"
    return Declaration(
        kind=said.kind,
        platform=said.platform,
        label=said.label,
        span=Span(said.path, said.range),
        script=script,
        phase=said.phase,
        shell=said.shell,
        role=said.judgement.role,
        evidence=said.judgement.evidence,
        text=one_line(said.text) if _is_shell_text(script) else " ".join(said.text.split()),
        uses=uses,
        launch=found,
        dynamic=dynamic,
        image=said.image,
        process=said.process,
    )


def _is_shell_text(script: Script) -> bool:
    return bool(script.commands) and all(command.form == "shell" for command in script.commands)


def _context(workspace: Workspace, said: Said) -> Context:
    return Context(
        workspace=workspace,
        path=said.written_in or said.path,
        owner=said.label,
        platform=said.platform,
        judgement=said.judgement,
        phase=said.phase,
        place=said.place,
        shell=said.shell,
        environment=said.environment,
        passed=said.passed,
    )


def likeliest(workspace: Workspace, script: Script, path: str, places: Sequence[Place]) -> Place:
    """The first of the places in which the launch of a script is found; the first of all if it is in none.

    For files whose platform sets the working directory somewhere else than in the repository.
    """
    for place in places:
        found = _launch_in(workspace, script, path, place)
        if found is not None and found.resolution.state == "found":
            return place
    return places[0]


def fitting(workspace: Workspace, script: Script, path: str, places: Sequence[Place]) -> Place:
    """The first of the places in which a script does not fail at once; the first of all if it does in each.

    It fails where it enters a folder that is not there, or starts a file or package script that is not there.
    """
    for place in places:
        found = _launch_in(workspace, script, path, place)
        if found is None or found.resolution.state == "missing":
            continue
        target, there = found.use.invocation.target, found.use.place
        lost = target is not None and target.kind == "package-script"
        if not lost and (there.kind != "repository" or workspace.is_folder(there.folder)):
            return place
    return places[0]


def _launch_in(workspace: Workspace, script: Script, path: str, place: Place) -> Launch | None:
    judgement = Judgement("unknown")
    context = Context(
        workspace=workspace, path=path, owner="", platform="", judgement=judgement, phase="start", place=place
    )
    return launch(workspace, walk(script, context))[0]


def serving(declaration: Declaration, service: str) -> Declaration:
    """The same declaration as part of a service."""
    uses = tuple(replace(use, service=service) for use in declaration.uses)
    start = declaration.launch
    if start is not None:
        start = replace(start, use=replace(start.use, service=service))
    return replace(declaration, uses=uses, launch=start)


def unread(declaration: Declaration, reason: str) -> Declaration:
    """The same declaration in a file that nothing of the repository reads; reason: why, "" for one that is read."""
    if not reason:
        return declaration
    uses = tuple(replace(use, unread=reason) for use in declaration.uses)
    start = declaration.launch
    if start is not None:
        start = replace(start, use=replace(start.use, unread=reason))
    return replace(declaration, uses=uses, launch=start, unread=reason)


def site(
    name: str,
    value: str | None,
    span: Span,
    *,
    kind: str,
    owner: str,
    platform: str,
    judgement: Judgement,
    phase: Phase,
) -> VariableSite:
    """A variable that a file sets."""
    return VariableSite(
        name=name,
        value=value,
        span=span,
        kind=kind,
        owner=owner,
        platform=platform,
        role=judgement.role,
        phase=phase,
        evidence=judgement.evidence,
    )
