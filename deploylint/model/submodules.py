"""The folders of a repository that hold other repositories: nothing of them is known here."""

from __future__ import annotations

from deploylint.model.paths import below
from deploylint.model.workspace import Workspace


def submodule_of(workspace: Workspace, path: str) -> str | None:
    """The submodule that a path is or lies in, by `.gitmodules`, see gitmodules(5); None for one of this repository."""
    modules = workspace.remember("submodules", lambda: tuple(_read(workspace)))
    return next((one for one in modules if below(path, one) is not None), None)


def _read(workspace: Workspace) -> list[str]:
    source = workspace.source(".gitmodules")
    found = []
    for line in source.text.split("\n") if source is not None else ():
        key, equals, value = line.partition("=")
        if equals and key.strip().lower() == "path":
            found.append(value.strip().strip('"').strip("/"))
    return [path for path in found if path]
