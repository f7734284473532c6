"""Whether what a platform starts serves a path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from deploylint.facts.routes import RouteModule
from deploylint.model.closure import started
from deploylint.model.declare.django import setting
from deploylint.model.deployment import Declaration, Launch
from deploylint.model.place import locate
from deploylint.model.routes import django as django_routes
from deploylint.model.routes import next as next_routes
from deploylint.model.routes.ecmascript import ScriptRoutes
from deploylint.model.routes.paths import Answer
from deploylint.model.routes.python import PythonRoutes
from deploylint.model.workspace import Workspace

_SCRIPTS = ("javascript", "typescript", "tsx")


def served(workspace: Workspace, declaration: Declaration, path: str) -> Answer:
    """Whether the source that a start declaration reaches serves a path by GET, with its query left out."""
    launch = declaration.launch
    if launch is None or launch.use.remote:
        return Answer("unknown", "what it starts is not known")
    if any(option.name in ("--root-path", "--url-prefix", "--prefix") for option in launch.use.invocation.options):
        return Answer("unknown", "its command line moves paths")
    asked = path.partition("?")[0]
    if launch.program == "next" and launch.use.invocation.subcommands[:1] == ("start",):
        return _next(workspace, launch, asked)
    file = launch.resolution.path
    if launch.resolution.state != "found" or file is None:
        return Answer("unknown", "its source is not known")
    if setting(workspace, launch.use, "ROOT_URLCONF") is not None:
        return django_routes.answer(workspace, launch.use, asked)
    key = f"routes of {declaration.span} {launch.use.platform} {file}"
    return workspace.remember(key, lambda: _reached(workspace, declaration, file))(asked)


def _reached(workspace: Workspace, declaration: Declaration, file: str) -> Callable[[str], Answer]:
    """The answers of all files that a start reaches."""
    kind = workspace.format(file)
    formats = _SCRIPTS if kind in _SCRIPTS else ("python",)
    found = {}
    for path in started(workspace, (replace(declaration, role="production"),)):
        name = workspace.format(path)
        module = workspace.get(path, RouteModule, f"{name}_routes") if name in formats else None
        if module is not None:
            found[path] = module
    if kind == "python":
        return PythonRoutes(found).answer
    if kind in _SCRIPTS:
        return ScriptRoutes(found).answer
    return lambda path: Answer("unknown", "its source is not known")


def _next(workspace: Workspace, launch: Launch, path: str) -> Answer:
    place = launch.use.place
    folders = (place.folder,) if place.kind == "repository" else locate(workspace, place, ".")
    for folder in folders:
        found = next_routes.answer(workspace, folder, path)
        if found.state != "unknown" or found.reason != "it has no folder of routes":
            return found
    return Answer("unknown", "its source is not known")
