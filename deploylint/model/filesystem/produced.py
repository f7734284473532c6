"""What workflows and scripts of the repository make before an image is built from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import Workflow, WorkflowStep
from deploylint.model.paths import base
from deploylint.model.workspace import Workspace

_WRITERS = frozenset(
    "cp mv touch ln install tar unzip curl wget tee envsubst mkdir git openssl rsync scp aws gsutil".split()
)
_GENERIC = frozenset({"", ".", "..", "/", "dev", "null"})


def produced(workspace: Workspace, path: str) -> str:
    """Which file of the repository seems to make a path that git does not hold, as a reason; "" if none does."""
    makers = workspace.remember("produced", lambda: _makers(workspace))
    maker = makers.get(base(path))
    return f"'{maker}' may make it" if maker is not None else ""


def _makers(workspace: Workspace) -> dict[str, str]:
    """The names that commands of workflows and shell scripts write to, each with a file that does."""
    found: dict[str, str] = {}
    for path in workspace.of_format("workflow"):
        facts = workspace.get(path, Workflow)
        for job in facts.jobs if facts is not None else ():
            for step in job.steps:
                for name in _step(step):
                    found.setdefault(name, path)
    for path in workspace.of_format("shell"):
        script = workspace.get(path, Script)
        for name in _written(script.commands if script is not None else ()):
            found.setdefault(name, path)
    return found


def _step(step: WorkflowStep) -> Iterator[str]:
    if step.script is not None:
        yield from _written(step.script.commands)


def _written(commands: Iterable[Command]) -> Iterator[str]:
    for command in commands:
        words = [redirect.destination for redirect in command.redirects if ">" in redirect.operator]
        if any(base(word.raw) in _WRITERS for word in command.words[:2]):
            words += command.words[1:]
        for word in words:
            name = base(word.raw.rstrip("/")) if word is not None else ""
            if name not in _GENERIC and "$" not in name:
                yield name
