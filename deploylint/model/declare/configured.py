"""What the configuration files of a program say, as uses of the same program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from deploylint.facts.commands import Command
from deploylint.facts.document import Document, Node
from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range, Span
from deploylint.facts.source import ModuleValue, PythonModule
from deploylint.model.context import Context, in_file
from deploylint.model.declare.django import debug
from deploylint.model.deployment import Step, Use
from deploylint.model.managed import is_process_file, programs
from deploylint.model.place import Place, locate
from deploylint.model.resolve import find_module
from deploylint.model.roles import Judgement
from deploylint.model.targets.server_files import filed
from deploylint.model.walk import DEPTH, walk
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation, Setting

# https://docs.gunicorn.org/en/stable/settings.html: names in the file are those of the long options.
_GUNICORN = {"reload": "reload", "workers": "workers", "spew": "debug"}
# The same of the programs in targets/server_files.py.
FILED: Mapping[str, Mapping[str, str]] = {
    "hypercorn": {"use_reloader": "reload", "workers": "workers", "debug": "debug"},
    "uwsgi": {
        "py-autoreload": "reload",
        "python-autoreload": "reload",
        "processes": "workers",
        "workers": "workers",
    },
}
_OFF = ("0", "false", "False", "no", "off")


def uses(workspace: Workspace, known: Iterable[Use]) -> list[Use]:
    """What configuration files add to the known uses, each at the line of its file."""
    found: list[Use] = []
    seen: set[tuple[object, ...]] = set()
    for use in known:
        for one in _of(workspace, use) if len(use.via) < DEPTH else ():
            way = (one.span, one.role, one.phase, one.service, one.platform)
            if way not in seen:
                seen.add(way)
                found.append(one)
    return found


def called(context: Context, program: str | None, place: Range, settings: tuple[Setting, ...]) -> Use:
    """The use of a program that no command line starts, or whose settings stand elsewhere."""
    invocation = Invocation(
        Command(place, "exec", ()), program, place, known=True, kinds=("server",), settings=settings
    )
    return Use(
        invocation=invocation,
        span=Span(context.path, place),
        owner=context.owner,
        service=context.service,
        platform=context.platform,
        role=context.judgement.role,
        phase=context.phase,
        evidence=context.judgement.evidence,
        via=context.via,
        place=context.place,
        shell="no",
    )


def _of(workspace: Workspace, use: Use) -> Iterator[Use]:
    program = use.invocation.program
    if use.phase != "start" or use.invocation.remote:
        return
    if program == "gunicorn":
        yield from _gunicorn(workspace, use)
    if program is not None and program in FILED:
        yield from _filed(workspace, use, FILED[program])
    if program == "nodemon":
        yield from _nodemon(workspace, use)
    if is_process_file(use.span.path):
        yield from _watched(workspace, use)
    found = debug(workspace, use)
    if found is not None:
        context = replace(
            _context(workspace, use, found.path, found.way), judgement=Judgement(found.role, use.evidence)
        )
        yield called(context, "django", found.value.range, (_said("debug", found.value),))


def _context(workspace: Workspace, use: Use, path: str, way: tuple[Step, ...] = ()) -> Context:
    return in_file(workspace, use, path, use.invocation.program or "", *way)


def _said(name: str, value: ModuleValue) -> Setting:
    shown = {"true": "True", "false": "False"}.get(value.value or "", value.value)
    return Setting(name, value.value, value.range, "file", f"{value.name} = {shown}")


def _gunicorn(workspace: Workspace, use: Use) -> Iterator[Use]:
    """The settings of the file that `-c` names, or of ./gunicorn.conf.py; flags win over them."""
    path = gunicorn_file(workspace, use)
    module = workspace.get(path, PythonModule) if path is not None else None
    if path is None or module is None:
        return
    last = {value.name: value for value in module.values}
    for name, ours in _GUNICORN.items():
        value = last.get(name)
        if value is None or value.value is None or use.invocation.setting(ours) is not None:
            continue
        yield called(_context(workspace, use, path), "gunicorn", value.range, (_said(ours, value),))


def _filed(workspace: Workspace, use: Use, names: Mapping[str, str]) -> Iterator[Use]:
    """The settings of the file that hypercorn or uWSGI is told; flags win over them."""
    for name, one in filed(workspace, use).items():
        ours = names.get(name)
        if ours is None or one.value is None or use.invocation.setting(ours) is not None:
            continue
        value = one.value if ours == "workers" else "false" if one.value in _OFF else "true"
        setting = Setting(ours, value, one.range, "file", one.found)
        yield called(_context(workspace, use, one.path), use.invocation.program, one.range, (setting,))


def gunicorn_file(workspace: Workspace, use: Use) -> str | None:
    """The configuration file that a use of gunicorn reads: what `-c` names, else ./gunicorn.conf.py."""
    option = use.invocation.option("-c", "--config")
    if option is None:
        return next(iter(locate(workspace, use.place, "gunicorn.conf.py")), None)
    said = option.value.value if option.value is not None else None
    if said is None:
        return None
    if said.startswith("python:"):
        return find_module(workspace, (use.place,), said.removeprefix("python:"))
    return next(iter(locate(workspace, use.place, said.removeprefix("file:"))), None)


def _watched(workspace: Workspace, use: Use) -> Iterator[Use]:
    """`watch` of an app of PM2, which restarts it when a file changes (pm2.keymetrics.io, watch-and-restart)."""
    for one in programs(workspace, use.span.path):
        if one.watch is not None and one.label == use.owner:
            setting = Setting("reload", "true", one.watch, "file", "watch")
            yield called(replace(_context(workspace, use, use.span.path), via=use.via), "pm2", one.watch, (setting,))


def _nodemon(workspace: Workspace, use: Use) -> Iterator[Use]:
    """What `exec` of nodemon.json, or of nodemonConfig in package.json, runs; https://github.com/remy/nodemon#config-files."""
    for path, node in _nodemon_config(workspace, use.place):
        entry = node.entry("exec")
        if entry is not None and entry.value.text is not None and entry.value.kind == "scalar":
            yield from walk(workspace.script(entry.value.text), _context(workspace, use, path))
        return


def _nodemon_config(workspace: Workspace, place: Place) -> Iterator[tuple[str, Node]]:
    for path in locate(workspace, place, "nodemon.json"):
        document = workspace.get(path, Document)
        if document is not None:
            yield path, document.root
    for path in locate(workspace, place, "package.json"):
        package = workspace.get(path, PackageJson)
        entry = package.root.entry("nodemonConfig") if package is not None else None
        if entry is not None:
            yield path, entry.value
