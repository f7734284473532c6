"""Calls of process managers, followed into the programs of the files they are told to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from deploylint.facts.commands import Script
from deploylint.facts.place import Span
from deploylint.facts.settings import Settings
from deploylint.model import runners
from deploylint.model.context import Context
from deploylint.model.deployment import Step
from deploylint.model.managed import Managed, programs
from deploylint.model.paths import base, parent
from deploylint.model.place import Place, locate
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation

# supervisord.org/running.html: where it looks without -c; the Debian package's file includes conf.d.
_SUPERVISOR = ("supervisord.conf", "etc/supervisord.conf", "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf")
_INCLUDED = "/etc/supervisor/conf.d/*.conf"


def followed(context: Context, invocation: Invocation) -> Iterator[tuple[Script, Context]]:
    """The programs that a call of a process manager starts, each with what holds for it.

    Of several none is what the call starts, so they are taken as started in the background.
    """
    yield from runners.followed(context, invocation)
    found = managed(context.workspace, invocation, context.place)
    step = Step(Span(context.path, invocation.range), invocation.program or "")
    for path, one in found:
        if (path, one.label) in context.seen:
            continue
        variables = {name: (value, Span(path, place)) for name, (value, place) in one.environment.items()}
        yield (
            one.script if len(found) == 1 else _in_background(one.script),
            replace(
                context,
                path=path,
                owner=one.label,
                shell="no",
                place=context.place.moved(one.directory),
                environment={**context.environment, **variables},
                via=(*context.via, replace(step, label=base(path))),
                passed=None,
                seen=context.seen | {(path, one.label)},
            ),
        )


def managed(workspace: Workspace, invocation: Invocation, place: Place) -> tuple[tuple[str, Managed], ...]:
    """The programs that a call of a process manager starts, each with the file that says so; () if none is known."""
    if invocation.program == "supervisord":
        paths = _configuration(workspace, invocation, place)
        return tuple((path, one) for path in paths for one in programs(workspace, path) if one.starts)
    target = invocation.target
    if invocation.program != "pm2" or target is None or target.value is None:
        return ()
    only = invocation.option("--only")
    chosen = only.value.raw.split(",") if only is not None and only.value is not None else []
    for path in locate(workspace, place, target.value)[:1]:
        found = programs(workspace, path, environment_name(invocation))
        return tuple((path, one) for one in found if not chosen or one.name in chosen)
    return ()


def environment_name(invocation: Invocation) -> str | None:
    """What a call gives to PM2's `--env`: "" for nothing, None for what is not known."""
    option = invocation.option("--env")
    if option is None:
        return ""
    return option.value.value if option.value is not None else None


def _configuration(workspace: Workspace, invocation: Invocation, place: Place) -> tuple[str, ...]:
    """The file that `-c` names, or the first that supervisord looks for, and what it includes."""
    option = invocation.option("-c", "--configuration")
    named = option.value.value if option is not None and option.value is not None else None
    if option is not None and named is None:
        return ()
    found = [path for name in ((named,) if named else _SUPERVISOR) for path in locate(workspace, place, name)[:1]][:1]
    if not found:
        return _matching(workspace, place, _INCLUDED) if named in (None, _SUPERVISOR[-1]) else ()
    settings = workspace.get(found[0], Settings, "supervisor")
    include = settings.last("include", "files") if settings is not None else None
    for pattern in include.value.value.split() if include is not None else ():
        written = parent(named or "") if not pattern.startswith("/") else ""
        found += _matching(workspace, place, f"{written}/{pattern}" if written else pattern)
    return tuple(dict.fromkeys(found))


def _matching(workspace: Workspace, place: Place, pattern: str) -> tuple[str, ...]:
    """supervisor's files of the repository that lie under a pattern where the command runs."""
    found = []
    for path in workspace.of_format("supervisor"):
        names = [f"{parent(pattern)}/{base(path)}" if parent(pattern) else base(path)]
        if place.image is not None:
            copies = place.image.copies[place.image.chain[-1].index]
            names += [copied.destination for copied in copies if path in copied.sources and not copied.into]
        if any(fnmatchcase(name, pattern) and path in locate(workspace, place, name) for name in names):
            found.append(path)
    return tuple(found)


def _in_background(script: Script) -> Script:
    return replace(script, commands=tuple(replace(command, background=True) for command in script.commands))
