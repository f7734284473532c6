"""Calls of yarn, pnpm and bun that are neither a script of the package nor a program of its dependencies."""

from __future__ import annotations

from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range
from deploylint.model.deployment import Use
from deploylint.model.packages import has_script, manifest
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret

_MANAGERS = frozenset({"yarn", "pnpm", "bun"})


def unknown_program(workspace: Workspace, use: Use) -> tuple[str, str, Range] | None:
    """The name that is called, the package.json that lacks it, and where it is named; None if something may bring it.

    A name with a colon is never a program; another one is none if no dependency is named like it.
    """
    command = use.invocation.command
    if use.invocation.known or not any(word.raw in _MANAGERS for word in command.words):
        return None
    called = interpret(command, workspace.script)
    target = called.target
    if called.fallback is None or target is None or target.value is None or target.optional:
        return None
    found = manifest(workspace, use.place, target)
    if found is None or found[1].problems or found[1].script(target.value) is not None:
        return None
    path, package = found
    if target.workspace is None and has_script(workspace, target.value):
        return None
    if ":" not in target.value and (_is_path(target.value) or _is_named(workspace, package, target.value)):
        return None
    return target.value, path, target.range


def _is_path(name: str) -> bool:
    return "/" in name or "." in name


def _is_named(workspace: Workspace, package: PackageJson, name: str) -> bool:
    """True if a dependency of the package or of the root is named like a program."""
    root = workspace.get("package.json", PackageJson)
    packages = (package, root) if root is not None else (package,)
    names = [dependency for one in packages for dependency, _ in (*one.dependencies, *one.development)]
    return not names or any(name.lower() in dependency.lower() for dependency in names)
