"""Making declarations: the same few steps for every platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deploylint.facts.commands import Script
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Declaration, Shell, VariableSite
from deploylint.model.images import Image
from deploylint.model.launch import launch
from deploylint.model.place import Place
from deploylint.model.roles import Judgement, Phase
from deploylint.model.walk import Context, Passed, walk
from deploylint.model.workspace import Workspace


def declare(
    workspace: Workspace,
    script: Script,
    *,
    kind: str,
    platform: str,
    label: str,
    path: str,
    range: Range,  # noqa: A002 - the field's name
    text: str,
    phase: Phase,
    shell: Shell,
    judgement: Judgement,
    place: Place,
    process: str = "web",
    image: Image | None = None,
    environment: Mapping[str, tuple[str | None, Span]] | None = None,
    passed: Passed | None = None,
    note: str = "",
) -> Declaration:
    """A declaration whose text was followed to its uses and its launch."""
    context = Context(
        workspace=workspace,
        path=path,
        owner=label,
        platform=platform,
        judgement=judgement,
        phase=phase,
        place=place,
        shell=shell,
        environment=environment or {},
        passed=passed,
    )
    uses = tuple(walk(script, context))
    found, dynamic = launch(workspace, uses) if phase == "start" else (None, "")
    if script.incomplete is not None and found is None:
        dynamic = "its text could not be read to the end"
    return Declaration(
        kind=kind,
        platform=platform,
        label=label,
        span=Span(path, range),
        script=script,
        phase=phase,
        shell=shell,
        role=judgement.role,
        evidence=judgement.evidence,
        text=" ".join(text.split()),
        uses=uses,
        launch=found,
        dynamic=dynamic,
        image=image,
        process=process,
        note=note,
    )


def likeliest(workspace: Workspace, script: Script, path: str, places: Sequence[Place]) -> Place:
    """The first of the places in which the launch of a script is found; the first of all if it is in none.

    For files whose platform sets the working directory somewhere else than in the repository.
    """
    judgement = Judgement("unknown")
    for place in places:
        context = Context(
            workspace=workspace, path=path, owner="", platform="", judgement=judgement, phase="start", place=place
        )
        found, _ = launch(workspace, walk(script, context))
        if found is not None and found.resolution.state == "found":
            return place
    return places[0]


def serving(declaration: Declaration, service: str) -> Declaration:
    """The same declaration as part of a service."""
    uses = tuple(replace(use, service=service) for use in declaration.uses)
    start = declaration.launch
    if start is not None:
        start = replace(start, use=replace(start.use, service=service))
    return replace(declaration, uses=uses, launch=start)


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
