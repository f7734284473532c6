"""The process types of Procfiles."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Document
from deploylint.facts.files import ProcessLine, Procfile
from deploylint.facts.place import Span
from deploylint.model.declare.common import Said, declare
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace

# Files that only a platform which reads Procfiles has a use for.
_READERS = ("app.json", "Aptfile", ".buildpacks", "project.toml", "CHECKS", "DOKKU_SCALE", ".slugignore", "runtime.txt")


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each line of each Procfile; `release` lines are of phase release."""
    for path in workspace.of_format("procfile"):
        procfile = workspace.get(path, Procfile)
        if procfile is None:
            continue
        default = Evidence("production", "a Procfile declares what the platform runs")
        names = (*named("the file", base(path)), *in_folders(path))
        judgement = decide((intent.said(path), names, (default,)))
        unread, assumption = _unread(workspace, path)
        for process in procfile.processes:
            own = _of_process(judgement, process, path) if not intent.said(path) else judgement
            yield _entry(workspace, path, process, own, unread, assumption)


def _entry(
    workspace: Workspace, path: str, process: ProcessLine, judgement: Judgement, unread: str, assumption: str
) -> Entry:
    name = process.name.value
    release = name == "release"
    declaration = declare(
        workspace,
        process.script,
        Said(
            kind="procfile.process",
            platform="heroku",
            label=name,
            path=path,
            range=process.command.range(),
            text=process.command.value,
            phase="release" if release else "start",
            shell="yes",
            judgement=judgement,
            place=Place("repository", parent(path)),
            process=name,
        ),
    )
    return Entry(
        platform="heroku",
        name=name,
        span=Span(path, process.name.range()),
        process=name,
        runtime="native",
        folder=parent(path),
        judgement=judgement,
        declarations=(declaration,),
        unread=unread,
        assumptions=(assumption,) if assumption else (),
    )


def _of_process(judgement: Judgement, process: ProcessLine, path: str) -> Judgement:
    """What the name of a process type says of it, in a file for production."""
    found = named("the process type", process.name.value, Span(path, process.name.range()))
    own = tuple(evidence for evidence in found if evidence.role == "development")
    return judgement if judgement.role != "production" else decide((own, judgement.evidence))


def _unread(workspace: Workspace, path: str) -> tuple[str, str]:
    """Why nothing of this repository reads a Procfile, "" if something may; and what is assumed otherwise."""
    folder = parent(path)
    if base(path) != "Procfile":
        return "", f"only a tool that is told to reads '{base(path)}'"
    if any(_reader(workspace, join(folder, name)) for name in _READERS) or _reader(workspace, "app.json"):
        return "", ""
    for other in ("render.yaml", "render.yml"):
        for place in dict.fromkeys((folder, "")):
            if workspace.exists(join(place, other) or other):
                return "Render reads no Procfile, and no other platform's file is here", ""
    if folder:
        return "", f"a platform whose root directory is '{folder}' reads it; one that starts at the root does not"
    return "", ""


def _reader(workspace: Workspace, path: str | None) -> bool:
    if path is None or not workspace.exists(path):
        return False
    if not path.endswith("app.json"):
        return True
    document = workspace.facts(path)
    return isinstance(document, Document) and document.root.get("expo") is None and len(document.root.entries) > 0
