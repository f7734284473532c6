"""The lines of crontabs: process type cron. Source: crontab(5), cron(8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deploylint.facts.place import Span
from deploylint.facts.settings import CronLine, Crontab
from deploylint.facts.text import Text
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.server import checkout
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence
from deploylint.model.intent import Intent
from deploylint.model.paths import base, parent
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles
from deploylint.programs import load

_USER = re.compile(r"([a-z_][a-z0-9_-]*\$?)[ \t]+(?=\S)")
_PLATFORM = "cron"
_ASIDE = (None, "cd", "set", "export", "test", "[", "sleep", ".", "source")


def entries(workspace: Workspace, intent: Intent, paths: Iterable[str]) -> Iterator[Entry]:
    """One entry for each line that starts something that is known."""
    for path in paths:
        facts = workspace.get(path, Crontab)
        if facts is None:
            continue
        environment: dict[str, tuple[str | None, Span]] = {
            one.name.value.strip("\"'"): (one.value.value, Span(path, one.range)) for one in facts.variables
        }
        users = _has_users(path, facts.lines)
        seen: dict[str, int] = {}
        for line in facts.lines:
            schedule = " ".join(line.schedule.value.split())
            seen[schedule] = seen.get(schedule, 0) + 1
            label = schedule if seen[schedule] == 1 else f"{schedule} ({seen[schedule]})"
            yield _entry(workspace, intent, path, label, _command(line, users), environment)


def _entry(
    workspace: Workspace,
    intent: Intent,
    path: str,
    label: str,
    command: Text,
    environment: dict[str, tuple[str | None, Span]],
) -> Entry:
    script, judgement = workspace.script(command), _judgement(path, intent)
    where = checkout(workspace, path, script, "", environment)
    said = Said(
        kind="cron.line",
        platform=_PLATFORM,
        label=label,
        path=path,
        range=command.range(),
        text=command.value,
        phase="start",
        shell="yes",
        judgement=judgement,
        place=where.place,
        environment=environment,
        process="cron",
    )
    declared = declare(workspace, script, said)
    return Entry(
        platform=_PLATFORM,
        name=_name(declared),
        span=Span(path, command.range()),
        process="cron",
        runtime="native",
        folder=where.place.folder if where.place.kind == "repository" else None,
        judgement=judgement,
        declarations=(declared,),
        environment=environment,
        assumptions=(where.reason,) if where.reason else (),
    )


def _name(declared: Declaration) -> str:
    """A name for people: the last two plain words of what the line runs, without folders and options."""
    commands = [use.invocation.command for use in declared.uses]
    first = next((one for one in commands if one.name not in _ASIDE), None)
    chosen = declared.launch.use.invocation.command if declared.launch is not None else first
    words = [word.value for word in chosen.words if word.value] if chosen is not None else []
    plain = [base(word) for word in words if not word.startswith(("-", "+")) and "://" not in word and base(word)]
    return " ".join(plain[-2:])


def _judgement(path: str, intent: Intent) -> Judgement:
    profile = profiles()[_PLATFORM]
    return decide(
        (
            intent.said(path),
            file_evidence(path),
            (Evidence(profile.role, profile.role_reason),),
        )
    )


def _has_users(path: str, lines: Iterable[CronLine]) -> bool:
    """True if the lines name the user who runs them: in /etc/crontab and /etc/cron.d, not in the crontab of a user.

    A copy of such a file lies anywhere: there all lines begin with one name that is no known program.
    """
    first = {found[1] if (found := _USER.match(line.command.value)) is not None else "" for line in lines}
    if base(parent(path)) == "cron.d" or first == {"root"}:
        return True
    return len(first) == 1 and len(list(lines)) > 1 and "" not in first and load.lookup(first.pop()) is None


def _command(line: CronLine, users: bool) -> Text:
    found = _USER.match(line.command.value) if users else None
    return line.command.slice(found.end()) if found is not None else line.command
