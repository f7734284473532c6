"""Servers that Python source starts: `uvicorn.run(...)`, `app.run(debug=True)` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.facts.source import CallSetting, ServerCall
from deploylint.read.python_literals import Values, arguments, keywords
from deploylint.read.python_names import dotted, name
from deploylint.read.python_scopes import guarded
from deploylint.read.source_scopes import text_of
from deploylint.read.source_values import Module
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class _Server:
    """program: of its data file. settings: keyword -> our name. positions: our names of the first arguments.

    development: its documentation forbids it in production.
    """

    program: str
    settings: Mapping[str, str]
    positions: tuple[str, ...] = ()
    development: bool = False


_WHERE = {"host": "host", "port": "port"}
_WERKZEUG = {**_WHERE, "debug": "debug", "use_reloader": "reload", "dev_tools_hot_reload": "reload"}
# https://flask.palletsprojects.com/en/stable/api/#flask.Flask.run: "Do not use run() in a production setting."
_FLASK = _Server("flask", _WERKZEUG, ("host", "port", "debug"), development=True)
# https://quart.palletsprojects.com/en/latest/reference/source/quart.app/: "This is best used for development only".
_QUART = _Server("quart", _WERKZEUG, ("host", "port", "debug"), development=True)
# https://sanic.dev/en/guide/running/running.html: a production server; `dev` is debug and auto_reload.
_SANIC = _Server("sanic", {**_WHERE, "debug": "debug", "auto_reload": "reload", "dev": "debug", "workers": "workers"})
# https://flask-socketio.readthedocs.io/en/latest/deployment.html: eventlet and gevent make it a production server.
_SOCKETIO = _Server("flask", _WERKZEUG, ("", "host", "port"))
_BOTTLE = _Server("bottle", {**_WHERE, "debug": "debug", "reloader": "reload"}, ("", "", "host", "port"))
_UVICORN = _Server("uvicorn", {**_WHERE, "reload": "reload", "debug": "debug", "workers": "workers"})
_HYPERCORN = _Server("hypercorn", {"use_reloader": "reload", "debug": "debug", "bind": "bind", "workers": "workers"})
_WAITRESS = _Server("waitress", {**_WHERE, "listen": "bind", "threads": "workers"})
_GRANIAN = _Server("granian", {"address": "host", "port": "port", "reload": "reload", "workers": "workers"})
_SIMPLE = _Server(
    "flask",
    {"hostname": "host", "port": "port", "use_reloader": "reload", "use_debugger": "debug"},
    ("host", "port"),
    True,
)
_FUNCTIONS: Mapping[str, _Server] = {
    "uvicorn.run": _UVICORN,
    "waitress.serve": _WAITRESS,
    "granian.Granian": _GRANIAN,
    "granian.server.Granian": _GRANIAN,
    "werkzeug.serving.run_simple": _SIMPLE,
    "werkzeug.run_simple": _SIMPLE,
    "bottle.run": _BOTTLE,
    "aiohttp.web.run_app": _Server("aiohttp", _WHERE),
    **dict.fromkeys(("hypercorn.asyncio.serve", "hypercorn.trio.serve", "hypercorn.run.run"), _HYPERCORN),
}
# The last part of a constructor's name; whose `run` it is.
_OBJECTS: Mapping[str, _Server] = {
    **dict.fromkeys(("Flask", "APIFlask", "OpenAPI", "Dash"), _FLASK),
    "Quart": _QUART,
    "Sanic": _SANIC,
    "SocketIO": _SOCKETIO,
    "Bottle": _BOTTLE,
}
_METHODS = frozenset({"run", "run_server"})
# What people call an application that another module makes.
_APPLICATION = re.compile(r"(?:\w+_)?(?:app|application|socketio)|server|web")


def servers(module: Module, found: Sequence[Found]) -> tuple[ServerCall, ...]:
    """The servers of a module in the order of the source; found: its nodes of `python_scopes.KINDS`."""
    calls = (item for item in found if item.kind == "call")
    return tuple(_call(module, item, server, found) for item in calls if (server := _server(module, item)) is not None)


def _server(module: Module, item: Found) -> _Server | None:
    function = item.node.child_by_field_name("function")
    called = dotted(function, module.names)
    if called is not None and called in _FUNCTIONS:
        return _FUNCTIONS[called]
    if function is None or function.type != "attribute":
        return None
    method, target = function.child_by_field_name("attribute"), function.child_by_field_name("object")
    if method is None or target is None or name(method) not in _METHODS:
        return None
    made = _constructed(module, item, target)
    if made is not None:
        return _OBJECTS.get(made.rpartition(".")[2])
    return _by_keywords(module, item, target)


def _constructed(module: Module, item: Found, target: Node) -> str | None:
    """The dotted name of the constructor of `app` in `app.run()`; None if it is not made here by a known one."""
    bound = module.scopes.bound(name(target), item) if target.type == "identifier" else None
    value = bound.node if isinstance(bound, Found) else target
    called = dotted(value.child_by_field_name("function"), module.names) if value.type == "call" else None
    return called if called is not None and called.rpartition(".")[2] in _OBJECTS else None


def _by_keywords(module: Module, item: Found, target: Node) -> _Server | None:
    """`app.run(debug=True)` where another function or module makes app."""
    said = keywords(item.node)
    if not {"debug", "use_reloader", "auto_reload"} & said.keys():
        return None
    if not _APPLICATION.fullmatch(text_of(target).removeprefix("self.").rpartition(".")[2]):
        return None
    packages = {one.partition(".")[0] for one in module.names.values()}
    if "auto_reload" in said or "sanic" in packages:
        return _SANIC
    return _Server("quart" if "quart" in packages else "flask", _WERKZEUG)


def _call(module: Module, item: Found, server: _Server, found: Sequence[Found]) -> ServerCall:
    settings = [*_positions(module, item, server), *_keywords(module, item, server)]
    if server is _HYPERCORN:
        settings.extend(_attributes(module, item, found))
    function = item.node.child_by_field_name("function")
    return ServerCall(
        program=server.program,
        settings=tuple(settings),
        range=module.syntax.range(function or item.node),
        found=f"{text_of(function)}()",
        symbol=symbol(item),
        runs=module.scopes.runs(item),
        guarded_main=guarded(item) or bool(symbol(item)),
        development=server.development,
    )


def _positions(module: Module, item: Found, server: _Server) -> Iterator[CallSetting]:
    for said, node in zip(server.positions, arguments(item.node), strict=False):
        if said:
            value = Values(module, item).constant(node)
            yield CallSetting(said, value, module.syntax.range(node), module.syntax.snippet(node, node))


def _keywords(module: Module, item: Found, server: _Server) -> Iterator[CallSetting]:
    for said, node in keywords(item.node).items():
        ours = server.settings.get(said)
        if ours is None:
            continue
        value = Values(module, item).constant(node.child_by_field_name("value"))
        yield CallSetting(ours, value, module.syntax.range(node), module.syntax.snippet(node, node))


def _attributes(module: Module, item: Found, found: Sequence[Found]) -> Iterator[CallSetting]:
    """`config.use_reloader = True` of the object that is handed to hypercorn."""
    handed = {name(node) for node in arguments(item.node) if node.type == "identifier"}
    for one in found:
        left = one.node.child_by_field_name("left") if one.kind == "assignment" else None
        if left is None or left.type != "attribute" or text_of(left.child_by_field_name("object")) not in handed:
            continue
        ours = _HYPERCORN.settings.get(text_of(left.child_by_field_name("attribute")))
        if ours is not None:
            value = Values(module, one).constant(one.node.child_by_field_name("right"))
            runs = module.scopes.runs(one)
            yield CallSetting(
                ours,
                value if runs == "always" else None,
                module.syntax.range(one.node),
                module.syntax.snippet(one.node, one.node),
            )
