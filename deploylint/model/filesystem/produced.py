"""What workflows and scripts of the repository make before an image is built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import Makefile, PackageJson, Workflow, WorkflowJob
from deploylint.model.paths import base, parent
from deploylint.model.workspace import Workspace

_WRITERS = frozenset(
    "cp mv touch ln install tar unzip curl wget tee envsubst mkdir git openssl rsync scp aws gsutil".split()
)
_CHECKOUTS = ("/github/", "/builds/", "/home/")  # where CI has the repository
_GENERIC = frozenset({"", ".", "..", "/", "dev", "null"})


def produced(workspace: Workspace, path: str) -> str:
    """Which file of the repository seems to make a path that git does not hold, as a reason; "" if none does."""
    makers = workspace.remember("produced", lambda: _makers(workspace))
    maker = next((makers[name] for name in (base(path), *_new_folders(workspace, path), "*") if name in makers), None)
    return f"'{maker}' may make it" if maker is not None else ""


def _new_folders(workspace: Workspace, path: str) -> Iterator[str]:
    """The names of the folders above a path that the repository does not have."""
    folder = parent(path)
    while folder and not workspace.is_folder(folder):
        yield base(folder)
        folder = parent(folder)


def _makers(workspace: Workspace) -> dict[str, str]:
    """The names that commands of workflows, scripts and Makefiles write to, each with a file that does."""
    found: dict[str, str] = {}
    for path in workspace.of_format("workflow", "shell", "package_json", "makefile"):
        for name in _names(workspace, path):
            found.setdefault(name, path)
    return found


def _names(workspace: Workspace, path: str) -> Iterator[str]:
    facts = workspace.facts(path)
    if isinstance(facts, Workflow):
        for job in facts.jobs:
            yield from _job(job)
    elif isinstance(facts, Script):
        yield from _written(facts.commands)
    elif isinstance(facts, PackageJson):
        for script in facts.scripts:
            yield from _written(script.script.commands)
    elif isinstance(facts, Makefile):
        yield from (target.name for target in facts.targets if "." in target.name or "/" in target.name)
        source = workspace.source(path)
        for line in source.text.split("\n") if source is not None else ():
            if line.startswith("\t") and source is not None:
                yield from _recipe(line)


def _recipe(line: str) -> Iterator[str]:
    """The words of a line of a Makefile that writes something; its own variables make it no text for a shell."""
    words = line.split()
    if ">" in line or _WRITERS & {word.lstrip("@-") for word in words}:
        yield from (name for word in words if (name := base(word.rstrip("/"))) not in _GENERIC and "$" not in name)


def _job(job: WorkflowJob) -> Iterator[str]:
    builds = False
    fetched = ""
    for step in job.steps:
        action = step.uses.value.partition("@")[0] if step.uses is not None else ""
        if step.script is not None:
            yield from _written(step.script.commands)
            builds = builds or any("docker" in (c.name or "") for c in step.script.commands)
        builds = builds or action == "docker/build-push-action"
        if action in ("actions/download-artifact", "actions/checkout", "actions/cache"):
            where = step.node.string("with", "path")
            if where is not None and base(where.value.strip().rstrip("/")) not in _GENERIC:
                yield base(where.value.strip().rstrip("/"))
            elif action == "actions/download-artifact":
                fetched = "*"
    if builds and fetched:
        yield fetched  # an artifact may hold anything


def _written(commands: Iterable[Command]) -> Iterator[str]:
    for command in commands:
        words = [redirect.destination for redirect in command.redirects if ">" in redirect.operator]
        if _writes([base(word.raw) for word in command.words[:2]]):
            words += command.words[1:]
        elsewhere = words[-1] is not None and _elsewhere(words[-1].raw) if words else False
        for word in words:
            if word is None or (elsewhere and _elsewhere(word.raw)):
                continue
            name = base(word.raw.rstrip("/"))
            if name == "*" and _fills(command):
                continue
            if name not in _GENERIC and "$" not in name:
                yield name


def _fills(command: Command) -> bool:
    """True for `cp -r src/* $APP/backend/`: what it brings lies in a folder that is told by its own name."""
    last = command.words[-1].raw.rstrip("/")
    return last.startswith(("$", "/", "~")) and "/" in last and "$" not in base(last)


def _elsewhere(path: str) -> bool:
    """True for a folder of the machine or image that a script runs in, where no checkout lies."""
    return path.startswith("/") and not path.startswith(_CHECKOUTS)


def _writes(first: list[str]) -> bool:
    """True for a tool that writes files, also behind another word; `pip install` and its like only read theirs."""
    return bool(_WRITERS & {*first[:1]} or _WRITERS - {"install"} & {*first}) or first == ["sudo", "install"]
