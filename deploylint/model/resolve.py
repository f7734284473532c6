"""Targets of commands: which file of the repository they are where the command runs, or why that cannot be known."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.model.deployment import Resolution, Use
from deploylint.model.place import Place
from deploylint.model.targets import roots
from deploylint.model.targets.files import resolve_file
from deploylint.model.targets.ground import ground
from deploylint.model.targets.node import resolve_node_file
from deploylint.model.targets.paths import unknown
from deploylint.model.targets.python import resolve_module, resolve_python_file
from deploylint.model.targets.scripts import resolve_package_script
from deploylint.model.workspace import Workspace

_MOVING = ("gunicorn", "granian", "celery", "uwsgi")
FOLDER = "/"  # the lacking name where the folder itself is not there


def resolve(workspace: Workspace, use: Use) -> Resolution:
    """The file that the target of a use names, where the command runs.

    `missing` is said only where surely nothing lies at any path that the program looks at, and nothing that is
    installed is likely to bring it; the certainty says how sure that is.
    """
    target = use.invocation.target
    if target is None:
        return unknown("the command names no target")
    if target.value is None or "$" in target.value:
        return unknown("the target is dynamic")
    folder = _folder(workspace, use)
    if folder is not None:
        return folder
    if target.kind == "python-attribute" and ("/" in target.value or target.value.endswith(".py")):
        return resolve_python_file(workspace, use, target.value)
    if target.kind in ("python-attribute", "python-module"):
        return resolve_module(workspace, use, target, target.value)
    if target.kind == "package-script":
        return resolve_package_script(workspace, use, target, target.value)
    if target.kind == "python-file":
        return resolve_python_file(workspace, use, target.value)
    if target.kind == "node-file":
        return resolve_node_file(workspace, use, target.value)
    if target.kind == "file":
        return resolve_file(workspace, use, target.value)
    return unknown("a program of the image or the system")


def _folder(workspace: Workspace, use: Use) -> Resolution | None:
    """What is said where the folder that a program moves to is surely not there."""
    place = roots.working_place(workspace, use)
    if place == use.place or use.invocation.program not in _MOVING:
        return None
    held = ground(workspace, place).at(".")
    if held.state != "absent" and held.folder is not False:
        return None
    here = ground(workspace, use.place)
    return Resolution("missing", reason=f"there is no folder '{place.folder}'", certainty=here.sure, lacking=FOLDER)


def module_roots(workspace: Workspace, use: Use) -> tuple[Place, ...]:
    """The folders in which Python looks for first-party modules, in the order of sys.path."""
    return roots.module_roots(workspace, use)


def find_module(workspace: Workspace, places: Iterable[Place], module: str) -> str | None:
    """The file of a dotted module below one of some folders; None for namespace packages and what is not there."""
    if not all(part.isidentifier() for part in module.split(".")):
        return None
    return roots.finder_of(workspace, tuple(places)).find(module).path
