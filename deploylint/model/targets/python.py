"""Targets of Python programs: modules, with or without an attribute, and files."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.source import PythonModule
from deploylint.model.deployment import Resolution, Use
from deploylint.model.targets.attributes import may_have
from deploylint.model.targets.ground import Ground, ground
from deploylint.model.targets.installed import bare, brought, project_file
from deploylint.model.targets.modules import Module
from deploylint.model.targets.paths import missing_file, unknown
from deploylint.model.targets.roots import finder, working_place
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Target

_BY_PATH = ("flask", "quart")  # a path without its suffix is the module of that file


def resolve_module(workspace: Workspace, use: Use, target: Target, name: str) -> Resolution:
    """The file of a module that Python imports or, with `-m`, runs."""
    if not all(part.isidentifier() for part in name.split(".")):
        return unknown(f"'{name}' is no module name")
    python_path = finder(workspace, use)
    runs = target.kind == "python-module"
    found = python_path.main(name) if runs else python_path.find(name)
    if found.state == "missing" and use.invocation.program == "celery" and "." in name and target.attribute is None:
        above = python_path.find(name.rpartition(".")[0])  # `celery -A package.module.app`
        found = above if _holds(workspace, above, name.rpartition(".")[2]) else found
    if found.state == "found":
        return _found(workspace, use, found)
    if found.state == "unknown" and found.perhaps:
        found = Module("missing", found.name, None, (), "likely", f"there is no '{found.name}'", found.name)
    if found.state == "unknown":
        return unknown(found.reason)
    top = found.name.partition(".")[0]
    if target.project is not None and found.lacking == top:
        return unknown(f"a package that is installed with the project may bring '{top}'")
    if found.lacking == top or not python_path.find(top).regular:
        reason = brought(workspace, use.place, name)
        if reason:
            return replace(unknown(reason), installed=project_file(workspace, name))
        if not bare(use.place.image):
            found = replace(found, certainty="likely")
    return Resolution("missing", reason=found.reason, certainty=found.certainty, lacking=found.lacking)


def _holds(workspace: Workspace, module: Module, name: str) -> bool:
    """True for a module, and for a package that may have an attribute of this name, not only such a submodule."""
    if module.state != "found" or module.path is None:
        return False
    facts = workspace.get(module.path, PythonModule) if module.package else None
    return facts is None or may_have(facts, name)


def _found(workspace: Workspace, use: Use, found: Module) -> Resolution:
    if found.path is None and found.regular:
        return unknown(f"'{found.name}' is made by the build")
    if found.path is not None:
        return Resolution("found", found.path, certainty=found.certainty)
    if use.invocation.program == "python" and not (use.invocation.target and use.invocation.target.attribute):
        return unknown(f"'{found.name}' is a namespace package")
    reason = f"'{found.name}' is a folder without '__init__.py', so it has nothing of its own"
    certainty = found.certainty if bare(use.place.image) else "likely"
    if brought(workspace, use.place, found.name):
        return unknown(reason)
    return Resolution("missing", reason=reason, certainty=certainty, lacking=f"{found.name}.__init__")


def resolve_python_file(workspace: Workspace, use: Use, path: str) -> Resolution:
    """The file that Python runs, or that a server imports by its path; a folder's `__main__.py`."""
    here = ground(workspace, working_place(workspace, use))
    names = [path]
    if use.invocation.program in _BY_PATH and not path.endswith(".py"):
        names += [f"{path}.py", f"{path}/__init__.py"]
    for name in names:
        held = here.at(name)
        if held.state == "maybe":
            return unknown(held.reason)
        if held.state == "there" and held.folder is True and name == path:
            inner = _in_folder(here, path, "server" in use.invocation.kinds)
            if inner is not None:
                return inner
        elif held.state == "there":
            made = Resolution("unknown", reason="a build step makes it", certainty="unknown")
            return Resolution("found", held.source) if held.source is not None else made
    return missing_file(workspace, use, here, path)


def _in_folder(here: Ground, path: str, imported: bool) -> Resolution | None:
    held = here.at(f"{path}/{'__init__' if imported else '__main__'}.py")
    if held.state == "there" and held.source is not None:
        return Resolution("found", held.source)
    return unknown(held.reason) if held.state == "maybe" else None
