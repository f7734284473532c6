"""Startup commands of Azure App Service that the repository says: in workflows, in calls of az, in Bicep.

Sources: github.com/Azure/webapps-deploy, learn.microsoft.com/cli/azure/webapp/config (--startup-file),
learn.microsoft.com/azure/templates/microsoft.web/sites (appCommandLine).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.workflow import judgement_of
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_PLATFORM, _ACTION, _OPTION = "azure-app-service", "azure/webapps-deploy@", "--startup-file"
_BICEP = re.compile(r"^[ \t]*appCommandLine:[ \t]*'((?:[^'\\$\n]|\\.)*)'[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One startup command. name: of the app, "" where that is not known."""

    path: str
    text: Text
    label: str
    judgement: Judgement
    place: Place = UNKNOWN
    name: str = ""


def entries(workspace: Workspace, intent: Intent, paths: Iterable[str]) -> Iterator[Entry]:
    """One entry for each startup command of each file; the same text in one file counts once."""
    for path in paths:
        seen = set()
        for told in _of_file(workspace, intent, path):
            if told.text.value.strip() and "$" not in told.text.value and told.text.value not in seen:
                seen.add(told.text.value)
                yield _entry(workspace, told)


def _entry(workspace: Workspace, told: _Told) -> Entry:
    script = workspace.script(told.text)
    said = Said(
        kind=f"{_PLATFORM}.{told.label}",
        platform=_PLATFORM,
        label=told.label,
        path=told.path,
        range=told.text.range(),
        text=told.text.value,
        phase="start",
        shell="yes",
        judgement=told.judgement,
        place=told.place,
    )
    return Entry(
        platform=_PLATFORM,
        name=told.name,
        span=Span(told.path, told.text.range()),
        process="web",
        runtime="native",
        folder=told.place.folder if told.place.kind == "repository" else None,
        judgement=told.judgement,
        declarations=(declare(workspace, script, said),),
    )


def _of_file(workspace: Workspace, intent: Intent, path: str) -> Iterator[_Told]:
    workflow = workspace.get(path, Workflow)
    for job in workflow.jobs if workflow is not None else ():
        judgement = _deployed(judgement_of(path, workflow, job, intent), path) if workflow is not None else None
        for step in job.steps:
            if judgement is not None:
                yield from _of_step(workspace, path, job, step, judgement)
    script = workspace.get(path, Script)
    if script is not None:
        yield from _of_calls(path, script, _default(intent, path, file_evidence(path, "the script")))
    if path.endswith(".bicep"):
        yield from _of_bicep(workspace, path, _default(intent, path, file_evidence(path)))


def _deployed(judgement: Judgement, path: str) -> Judgement:
    """The role of a job that deploys: production, unless it is known for another one."""
    aside = tuple(one for one in judgement.evidence if one.role == judgement.role in ("development", "test"))
    return decide((aside, (Evidence("production", f"'{base(path)}' deploys to App Service"),)))


def _default(intent: Intent, path: str, own: tuple[Evidence, ...]) -> Judgement:
    profile = profiles()[_PLATFORM]
    return decide((intent.said(path), own, (Evidence(profile.role, profile.role_reason),)))


def _of_step(
    workspace: Workspace, path: str, job: WorkflowJob, step: WorkflowStep, judgement: Judgement
) -> Iterator[_Told]:
    if step.script is not None:
        yield from _of_calls(path, step.script, judgement)
    text = step.node.string("with", "startup-command")
    if text is None or step.uses is None or not step.uses.value.lower().startswith(_ACTION):
        return
    name, package = step.node.string("with", "app-name"), step.node.string("with", "package")
    app = name.value if name is not None and "$" not in name.value else ""
    place = _place(workspace, job, package.value if package is not None else ".")
    yield _Told(path=path, text=text, label="startup-command", judgement=judgement, place=place, name=app)


def _place(workspace: Workspace, job: WorkflowJob, package: str) -> Place:
    """The folder that is deployed; not known where it is an archive, or comes from another job."""
    checked_out = any(one.uses is not None and one.uses.value.startswith("actions/checkout@") for one in job.steps)
    fetched = any(one.uses is not None and "download-artifact@" in one.uses.value for one in job.steps)
    place = Place("repository", "").moved(package)
    known = checked_out and not fetched and place.kind == "repository" and workspace.is_folder(place.folder)
    return place if known else UNKNOWN


def _of_calls(path: str, script: Script, judgement: Judgement) -> Iterator[_Told]:
    for command in script.commands:
        text = _option(command) if command.name == "az" else None
        if text is not None:
            yield _Told(path=path, text=text, label=_OPTION, judgement=judgement)


def _option(command: Command) -> Text | None:
    for at, word in enumerate(command.words):
        if word.value == _OPTION and at + 1 < len(command.words):
            following = command.words[at + 1]
            return following.text if following.value is not None else None
        if word.value is not None and word.value.startswith(f"{_OPTION}="):
            return word.text.slice(len(_OPTION) + 1)
    return None


def _of_bicep(workspace: Workspace, path: str, judgement: Judgement) -> Iterator[_Told]:
    """`appCommandLine: 'text'` on a line of its own; one with an escape or something put in is not literal."""
    source = workspace.source(path)
    for match in _BICEP.finditer(source.text) if source is not None else ():
        if source is not None and "\\" not in match[1]:
            text = Text.whole(source, *match.span(1))
            yield _Told(path=path, text=text, label="appCommandLine", judgement=judgement)
