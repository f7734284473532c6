"""Variables of a platform that the repository says although they are set on the platform: in env files, by its tool."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import EnvFile, PackageJson, Workflow
from deploylint.model.workspace import Workspace

_FORMATS = ("env", "shell", "workflow", "package_json")


def told_variable(workspace: Workspace, platform: str, name: str) -> tuple[str, str] | None:
    """The value of a variable that has the platform's name in its own, and the file that says it.

    None where nothing says it, or not everything the same. `railway variables --set NAME=value` is what says it.
    """
    found = [
        (value, path)
        for path in workspace.holding((name.encode(),), _FORMATS, everywhere=True)
        for value in _values(workspace, path, platform, name)
    ]
    return found[0] if len({value for value, _ in found}) == 1 and found[0][0] and "$" not in found[0][0] else None


def _values(workspace: Workspace, path: str, platform: str, name: str) -> Iterator[str]:
    facts = workspace.facts(path)
    if isinstance(facts, EnvFile):
        value = facts.get(name)
        if value is not None:
            yield value
    for command in _commands(facts):
        for word in command.words if command.name == platform else ():
            said, equals, value = word.raw.removeprefix("--set=").partition("=")
            if said == name and equals:
                yield value


def _commands(facts: object) -> Iterator[Command]:
    if isinstance(facts, Script):
        yield from facts.commands
    elif isinstance(facts, PackageJson):
        for script in facts.scripts:
            yield from script.script.commands
    elif isinstance(facts, Workflow):
        for job in facts.jobs:
            for step in job.steps:
                yield from step.script.commands if step.script is not None else ()
