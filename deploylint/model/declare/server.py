"""What units and process managers of a server start: where the repository lies there, and who starts what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from deploylint.facts.commands import Script
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.context import Context
from deploylint.model.launch import launch
from deploylint.model.paths import absolute, base
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Judgement
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace

# Folders of a server that are the system's own, so that no repository lies in them.
_SYSTEM = ("bin", "sbin", "lib", "lib64", "usr", "etc", "dev", "proc", "sys", "run", "boot")
_MANIFESTS = ("package.json", "pyproject.toml", "requirements.txt", "manage.py", "go.mod", "Cargo.toml", "Gemfile")
_WORKER = re.compile(
    r"(?:^|[-_.@])(?:workers?|celery|queue|consumer|jobs?|tasks?|rq|huey|dramatiq|sidekiq)(?:[-_.@]|$)"
)
_SCHEDULER = re.compile(r"(?:^|[-_.@])(?:beat|scheduler|cron)(?:[-_.@]|$)")


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where a command of a server runs, as a place of the repository, and what that rests on, for people."""

    place: Place
    reason: str = ""


def checkout(
    workspace: Workspace,
    path: str,
    script: Script,
    directory: str | None,
    environment: Mapping[str, tuple[str | None, Span]],
) -> Checkout:
    """Where a command of a server runs, by what of the repository it finds there.

    directory: its working directory on the server, "" for none. The folder of the checkout is not known, so a folder
    counts only if what the command starts lies in it; failing that, one that is named alike and holds a project.
    """
    second = Checkout(UNKNOWN)
    for place in _candidates(workspace, script, directory):
        found, _ = launch(workspace, walk(script, _context(workspace, path, place, environment)))
        state = found.resolution.state if found is not None else "unknown"
        if found is not None and state == "found":
            here = place.folder or "."
            return Checkout(place, f"'{place.mount}' is the checkout: '{found.resolution.path}' is there for '{here}'")
        if second.place is UNKNOWN and state == "unknown" and _is_project(workspace, place.folder):
            second = Checkout(place, f"'{directory}' is '{place.folder}' of a checkout")
    return second


def _is_project(workspace: Workspace, folder: str) -> bool:
    return folder != "" and any(workspace.exists(f"{folder}/{name}") for name in _MANIFESTS)


def _context(
    workspace: Workspace, path: str, place: Place, environment: Mapping[str, tuple[str | None, Span]]
) -> Context:
    return Context(
        workspace=workspace,
        path=path,
        owner="",
        platform="",
        judgement=Judgement("unknown"),
        phase="start",
        place=place,
        environment=environment,
    )


def _candidates(workspace: Workspace, script: Script, directory: str | None) -> Iterator[Place]:
    """The places that a working directory may be, the longest path in the repository first."""
    if directory is None:
        return
    if directory.startswith("/"):
        segments = absolute("/", directory).split("/")[1:]
        if segments[0] not in ("", *_SYSTEM):
            yield from _of_segments(workspace, segments)
        return
    for command in script.commands:
        for word in command.words:
            segments = word.raw.split("/")[1:] if word.raw.startswith("/") else []
            if len(segments) > 1 and segments[0] not in _SYSTEM:
                for start in range(1, len(segments)):
                    if workspace.exists("/".join(segments[start:])):
                        yield Place("repository", mount="/" + "/".join(segments[:start]))


def _of_segments(workspace: Workspace, segments: list[str]) -> Iterator[Place]:
    for start in range(1, len(segments) + 1):
        folder = "/".join(segments[start:])
        if workspace.is_folder(folder):
            yield Place("repository", folder, mount="/" + "/".join(segments[:start]))


def process_of(name: str) -> str:
    """The process type that the name of a unit or program speaks of; "" where only its command can tell."""
    said = base(name).lower()
    if _SCHEDULER.search(said):
        return "scheduler"
    return "worker" if _WORKER.search(said) else ""
