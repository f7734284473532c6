"""Helpers: repositories in memory, joined, and what their services start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import dedent

from deploylint.model.deployment import Declaration, Deployment, Effective, Launch, Service, Use
from deploylint.model.intent import Intent
from deploylint.model.join import join
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

Files = Mapping[str, str]


def opened(files: Files) -> Workspace:
    """The workspace of files; texts lose their common indentation and a first empty line."""
    return Workspace(MemoryTree({path: dedent(text.removeprefix("\n")).encode() for path, text in files.items()}))


def joined(files: Files, intent: Intent | None = None) -> Deployment:
    return join(opened(files), intent)


def service(files: Files) -> Service:
    """The only service."""
    (found,) = joined(files).services
    return found


def effective(files: Files) -> Effective:
    """What the only platform of the only service runs."""
    (found,) = service(files).effective
    return found


def winner(files: Files) -> Declaration:
    found = effective(files).winner
    assert found is not None
    return found


def launched(files: Files) -> Launch:
    found = winner(files)
    assert found.launch is not None, found.dynamic
    return found.launch


def line(use: Use) -> str:
    """A use as a command line, wrappers peeled."""
    return " ".join(word.raw for word in use.invocation.words)


def lines(uses: Iterable[Use]) -> list[str]:
    """The uses that run something, as command lines in their order."""
    return [line(use) for use in uses if use.invocation.words]


def started_by(files: Files) -> list[str]:
    """The command lines that the winner leads to."""
    return lines(winner(files).uses)


def procfile(command: str, **files: str) -> dict[str, str]:
    """A repository whose Procfile runs one command as `web`."""
    return {"Procfile": f"web: {command}\n", **files}


def python_image(*instructions: str) -> str:
    """A Dockerfile of one stage that holds the context in /app."""
    return "\n".join(("FROM python:3.12-slim", "WORKDIR /app", "COPY . .", *instructions)) + "\n"
