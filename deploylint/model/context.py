"""What holds for all commands of a script while it is walked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from deploylint.facts.commands import Command, Script
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Shell, Step, Use
from deploylint.model.paths import base
from deploylint.model.place import Place
from deploylint.model.roles import Judgement, Phase
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Passed:
    """What a script is called with: the commands that `"$@"` stands for, and the file they stand in."""

    script: Script
    path: str


def shifted(passed: Passed | None, command: Command) -> Passed | None:
    """What `"$@"` stands for after a `shift`; None if that is nothing, or not known."""
    count = command.words[1].value if len(command.words) > 1 else "1"
    if passed is None or len(passed.script.commands) != 1 or count is None or not count.isdecimal():
        return None
    words = passed.script.commands[0].words[int(count) :]
    if not words:
        return None
    return replace(passed, script=Script(commands=(replace(passed.script.commands[0], words=words),)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for all commands of a script; see Use for the fields of the same name."""

    workspace: Workspace
    path: str
    owner: str
    platform: str
    judgement: Judgement
    phase: Phase
    place: Place
    shell: Shell = "yes"
    service: str = ""
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    via: tuple[Step, ...] = ()
    passed: Passed | None = None
    remote: bool = False
    seen: frozenset[tuple[str, str]] = frozenset()


def in_file(workspace: Workspace, use: Use, path: str, label: str, *way: Step) -> Context:
    """The context of what a file does that a use runs or reads: all as for the use, with one step more on the way."""
    step = Step(Span(use.span.path, use.invocation.range), label)
    return Context(
        workspace=workspace,
        path=path,
        owner=base(path),
        platform=use.platform,
        judgement=Judgement(use.role, use.evidence),
        phase=use.phase,
        place=use.place,
        service=use.service,
        environment=use.environment,
        via=(*use.via, step, *way),
        remote=use.remote,
    )
