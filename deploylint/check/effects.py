"""What a command does, the scripts that it calls included."""

from __future__ import annotations

import re

from deploylint.facts.commands import Command, Script
from deploylint.model.packages import called_scripts
from deploylint.model.paths import base
from deploylint.model.place import Place, locate
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation

_DEPTH = 4
_WORDS = re.compile(r"[^a-z]+")
# A program of the repository that makes tables by its name, as in `python -c "from app import init_db; init_db()"`.
_TABLES = re.compile(r"(?:init|setup|create|migrate|upgrade)[_-]?(?:db|database|tables|schema|all)\b", re.IGNORECASE)
_TEXTS = ("-c", "-e", "--eval")
# What a script or a target of a task runner does by its name.
_NAMED = {
    "migrate": "migrates",
    "migrations": "migrates",
    "deploy": "deploys",
    "build": "builds",
    "test": "tests",
    "tests": "tests",
    "install": "installs",
}


def effects(workspace: Workspace, place: Place, invocation: Invocation, depth: int = _DEPTH) -> frozenset[str]:
    """The effects whose failure the command's own status tells: its own, and those of the scripts that it runs."""
    found = set(invocation.effects) | _by_name(invocation)
    if depth and invocation.program is not None:
        for script, inside in _called(workspace, place, invocation):
            for command in script.commands:
                if command.failure == "stops" and command.words:
                    found |= effects(workspace, inside, interpret(command, workspace.script), depth - 1)
    return frozenset(found)


def _called(workspace: Workspace, place: Place, invocation: Invocation) -> list[tuple[Script, Place]]:
    found = [(script, place) for script in invocation.nested]
    target = invocation.target
    if target is None or target.value is None:
        return found
    if target.kind == "package-script":
        return found + [(call.script.script, call.place) for call in called_scripts(workspace, place, invocation)]
    if target.kind == "file":
        for path in locate(workspace, place, target.value)[:1]:
            script = workspace.get(path, Script)
            if script is not None:
                found.append((script, place))
    return found


def _by_name(invocation: Invocation) -> set[str]:
    names: list[str] = []
    if "task-runner" in invocation.kinds:
        names = [word.raw for word in invocation.arguments]
    elif invocation.target is not None and invocation.target.value and invocation.target.kind != "program":
        names = [base(invocation.target.value).rpartition(".")[0] or base(invocation.target.value)]
    words = {word for name in names for word in _WORDS.split(name.lower())}
    found = {_NAMED[word] for word in words if word in _NAMED}
    if "interpreter" in invocation.kinds:
        names += [option.text for option in invocation.options if option.name in _TEXTS]
    return found | {"migrates"} if any(_TABLES.search(name) for name in names) else found


def said(invocation: Invocation) -> str:
    """The command as people say it: wrappers gone, at most five words."""
    words = [invocation.program or "?", *invocation.subcommands]
    target = invocation.target
    if target is not None and target.value is not None and target.kind == "package-script":
        words += [target.value] if target.value not in words else []
    elif not invocation.subcommands:
        words += [word.raw for word in invocation.words[1:4]]
    return " ".join(words)


def interpreted(workspace: Workspace, command: Command) -> Invocation:
    """What a command means."""
    return interpret(command, workspace.script)
