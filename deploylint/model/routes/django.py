"""The routes of a Django project: the patterns of its ROOT_URLCONF and of what they include."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.routes import RouteModule, UrlPattern
from deploylint.model.declare.django import setting
from deploylint.model.deployment import Use
from deploylint.model.place import Place
from deploylint.model.resolve import find_module, module_roots
from deploylint.model.routes.paths import Answer, ends, parts, serves, starts
from deploylint.model.workspace import Workspace

_DEEPEST = 8
# A full path, whether it is known from its root on, and why what lies below it is not known.
_Found = tuple[str, bool, str]


def answer(workspace: Workspace, use: Use, path: str) -> Answer:
    """Whether the project that a use starts serves a path."""
    root = setting(workspace, use, "ROOT_URLCONF")
    roots = module_roots(workspace, use)
    file = find_module(workspace, roots, root) if root is not None else None
    if file is None:
        return Answer("unknown", "its ROOT_URLCONF is not known")
    doubt, near = "", ""
    for full, certain, opaque in _patterns(workspace, roots, file, "", frozenset()):
        if opaque:
            doubt = doubt or (opaque if not certain or starts(full, path) else "")
        elif certain and serves(full, path):
            return Answer("served")
        elif not certain and ends(full, path):
            doubt = doubt or f"'{full}' lies below a prefix that is not known"
        if certain and not opaque and "health" in full:
            near = near or full
    doubt = doubt or _middleware(workspace, path)
    return Answer("unknown", doubt) if doubt else Answer("unserved", near=near)


def _patterns(
    workspace: Workspace, roots: tuple[Place, ...], file: str, prefix: str, seen: frozenset[str]
) -> Iterator[_Found]:
    module = workspace.get(file, RouteModule, "python_routes")
    if module is None or file in seen or len(seen) > _DEEPEST or not module.patterns:
        yield prefix, True, f"what '{file}' serves is not known"
        return
    if _joined(workspace, file) or any("i18n_patterns" in meant or "ninja" in meant for _, meant in module.names):
        yield prefix, True, f"'{file}' makes patterns in its own way"
    for pattern in module.patterns:
        yield from _one(workspace, roots, file, pattern, prefix, seen | {file})


def _one(
    workspace: Workspace, roots: tuple[Place, ...], file: str, pattern: UrlPattern, prefix: str, seen: frozenset[str]
) -> Iterator[_Found]:
    if pattern.path is None:
        yield prefix, True, f"a pattern of '{file}' is worked out"
        return
    full = prefix + pattern.path  # Django puts no slash between them
    included = find_module(workspace, roots, pattern.included) if pattern.included else None
    if pattern.opaque or (pattern.included and included is None):
        yield full, not pattern.inner, f"what '{full}' includes is not known"
    elif included is not None:
        for below, certain, opaque in _patterns(workspace, roots, included, full, seen):
            yield below, certain and not pattern.inner, opaque
    else:
        yield full, not pattern.inner, ""


def _joined(workspace: Workspace, file: str) -> bool:
    """True if patterns come from somewhere else than from a list of the module: `urlpatterns += router.urls`."""
    source = workspace.source(file)
    for line in source.text.split("\n") if source is not None else ():
        name, _, value = line.partition("=")
        said = value.strip()
        if name.strip().rstrip("+").strip() == "urlpatterns" and not said.startswith(("[", "(", "static(")):
            return True
        if ("] +" in line or ") +" in line or "urlpatterns." in line) and "static(" not in line:
            return True
    return False


def _middleware(workspace: Workspace, path: str) -> str:
    """A middleware of the project may answer a path that no pattern has."""
    last = parts(path)[-1:]
    for file in workspace.of_format("python"):
        if last and ("middleware" in file or "settings" in file):
            source = workspace.source(file)
            if source is not None and f"{last[0]}" in source.text:
                return f"'{file}' speaks of '{last[0]}'"
    return ""
