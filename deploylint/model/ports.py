"""On which port and address a start listens: what its command line, source, configuration and environment say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.facts.source import PythonModule
from deploylint.model.declare.configured import FILED, gunicorn_file
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.targets.server_files import filed
from deploylint.model.workspace import Workspace
from deploylint.programs import load
from deploylint.programs.grammar import Grammar
from deploylint.programs.invocation import Setting
from deploylint.programs.settings import environment_settings

GIVEN = "PORT"  # the variable in which platforms give the port
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_ELSEWHERE = frozenset({"--uds", "--unix-socket", "--fd", "--endpoint"})  # it listens on something that is no port
_FRONTS = frozenset({"thrust"})  # it listens itself, and tells the server another port (basecamp/thruster README)
_BINDS = frozenset({"--bind", "-b"})
_NO_PORTS = ("unix:", "fd:", "fd@")
_BOUND = re.compile(r"(?P<host>.*):(?:(?P<port>\d+)|\$\{(?P<name>\w+)(?::-(?P<default>\d*))?\})")  # of gunicorn's file
_FILED_BINDS = frozenset({"bind", "http", "http-socket"})
_FILES = frozenset({"--config", "-c", "--ini", "--yaml", "--json"})  # a file that may say more


@dataclass(frozen=True, slots=True)
class Part:
    """The port, or the address, that a server listens on.

    source: said: literally, at the span; default: the program's own, since nothing says another; given: what the
    variable PORT says, and the value where nothing sets it, "" if that is not known; unknown: that cannot be known.
    found: as it is written.
    """

    source: Literal["said", "default", "given", "unknown"]
    value: str = ""
    span: Span | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that a start runs: its use, the port and the address."""

    use: Use
    port: Part
    host: Part


_UNKNOWN = Part("unknown")


def listening(deployment: Deployment, declaration: Declaration) -> Listening | None:
    """The server that a start declaration runs; None if it runs none that is known, or several on different ports."""
    launch = declaration.launch
    if launch is None or launch.use.remote:
        return None
    found = [_of(deployment.workspace, use) for use in _servers(deployment, launch.use)]
    if not found or any(
        (one.port.source, one.port.value) != (found[0].port.source, found[0].port.value) for one in found
    ):
        return None
    return found[0]


def _servers(deployment: Deployment, use: Use) -> Iterator[Use]:
    """The use itself if its program serves, else the servers that the source file starts which it runs."""
    if "server" in use.invocation.kinds:
        yield use
        return
    here = Span(use.span.path, use.invocation.range)
    for other in deployment.uses:
        if other.phase != "start" or other.invocation.words or "server" not in other.invocation.kinds:
            continue
        way = (other.service, other.platform, other.via[:-1])
        if way == (use.service, use.platform, use.via) and other.via and other.via[-1].span == here:
            yield other


def _of(workspace: Workspace, use: Use) -> Listening:
    """What a server listens on: flags and arguments, then its file, then variables, then what it does by itself."""
    names = {option.name for option in use.invocation.options}
    binds = [option.value.raw for option in use.invocation.options if option.name in _BINDS and option.value]
    fronted = any(one.name in _FRONTS for one in use.invocation.wrappers)
    if fronted or names & _ELSEWHERE or any(said.startswith(_NO_PORTS) for said in binds):
        return Listening(use, _UNKNOWN, _UNKNOWN)
    parts = {name: _said(workspace, use, name) for name in ("port", "host")}
    for name, part in _filed(workspace, use, names).items():
        parts[name] = parts[name] or part
    grammar = _grammar(use)
    port, host = parts["port"], parts["host"]
    default_host, _, default_port = (grammar.listens or "").rpartition(":")
    at = Span(use.span.path, use.invocation.range)
    if port is None and _takes_given(grammar):
        return Listening(use, Part("given", default_port, at), host or _UNKNOWN)
    if host is None and port is not None and any(rule.address for rule in grammar.settings):
        host = _UNKNOWN  # `:8000` is every address
    port = port or (Part("default", default_port, at, use.invocation.program or "") if default_port else _UNKNOWN)
    host = host or (Part("default", default_host, at, use.invocation.program or "") if default_host else _UNKNOWN)
    return Listening(use, port, host)


def _said(workspace: Workspace, use: Use, name: str) -> Part | None:
    """What a flag, an argument in source or a variable says; None if nothing does."""
    own = use.invocation.setting(name)
    if own is not None and own.source in ("flag", "call", "file"):
        return _part(workspace, use, own, Span(use.span.path, own.range))
    for variable, (value, span) in use.environment.items():
        said = environment_settings(use.invocation.program or "", {variable: (value, span.range)}, _subcommands(use))
        for setting in said:
            if setting.name == name and variable != GIVEN:
                return _part(workspace, use, setting, span)
    return None


def _part(workspace: Workspace, use: Use, setting: Setting, span: Span) -> Part:
    variable = _variable(workspace, span) if setting.source == "flag" else None
    if variable == GIVEN and setting.name == "port":
        return Part("given")
    if not setting.value or (setting.name == "port" and not setting.value.isdigit()):
        return _UNKNOWN
    if variable is not None and variable != GIVEN:
        if variable not in use.environment:
            return _UNKNOWN
        span = use.environment[variable][1]
    if use.role == "unknown" and setting.source == "call":  # a branch of the source decides whether it runs
        return _UNKNOWN
    return Part("said", setting.value, span, setting.found)


@cache
def _reference() -> re.Pattern[str]:
    return re.compile(r"\$\{?([A-Za-z_]\w*)")


def _variable(workspace: Workspace, span: Span) -> str | None:
    """The variable that stands where a known value was put in its place."""
    found = _reference().search(_written(workspace, span.path, span.range))
    return found[1] if found is not None else None


def _written(workspace: Workspace, path: str, place: Range) -> str:
    source = workspace.source(path)
    if source is None:
        return ""
    return source.text[source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)]


def _filed(workspace: Workspace, use: Use, names: set[str]) -> dict[str, Part]:
    """What the configuration file of a server says; unknown where there is one that cannot be read."""
    silent = {"port": _UNKNOWN, "host": _UNKNOWN} if names & _FILES else {}
    if use.invocation.program in FILED:
        found = [one for name, one in filed(workspace, use).items() if name in _FILED_BINDS]
        if len(found) != 1 or found[0].times > 1:
            return silent
        return _bound(use, found[0].template, Span(found[0].path, found[0].range), found[0].found)
    if use.invocation.program != "gunicorn":
        return silent
    path = gunicorn_file(workspace, use)
    module = workspace.get(path, PythonModule) if path is not None else None
    if path is None or module is None:
        return silent
    bind = next((value for value in reversed(module.values) if value.name == "bind"), None)
    if bind is None:
        return {"port": _UNKNOWN, "host": _UNKNOWN} if "bind" in module.definitions else {}
    return _bound(use, bind.template, Span(path, bind.range), f"bind = {bind.template}")


def _bound(use: Use, template: str | None, span: Span, found: str) -> dict[str, Part]:
    """The port and the address in a text such as `0.0.0.0:${PORT:-8000}`."""
    said = _BOUND.fullmatch(template or "")
    if said is None or said["host"] == "unix":
        return {"port": _UNKNOWN, "host": _UNKNOWN}
    host = Part("said", said["host"], span, found) if "$" not in said["host"] else _UNKNOWN
    return {"port": _bound_port(use, said, span, found), "host": host}


def _bound_port(use: Use, said: re.Match[str], span: Span, found: str) -> Part:
    """The port of `bind`: itself, or what the variable says that stands in its place."""
    if said["name"] is None:
        return Part("said", said["port"], span, found)
    if said["name"] == GIVEN:
        return Part("given", said["default"] or "", span)
    value, place = use.environment.get(said["name"], (None, span))
    return Part("said", value, place, found) if value is not None and value.isdigit() else _UNKNOWN


def _subcommands(use: Use) -> tuple[str, ...]:
    return use.invocation.subcommands


def _grammar(use: Use) -> Grammar:
    program = load.lookup(use.invocation.program or "")
    return program.under(_subcommands(use)) if program is not None else Grammar()


def _takes_given(grammar: Grammar) -> bool:
    """True if the program reads PORT by itself."""
    variables = [one.name for rule in grammar.settings if rule.name in ("port", "bind") for one in rule.variables]
    return GIVEN in variables
