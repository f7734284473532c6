"""The package of a monorepo that a runner is told to work in: `pnpm --filter x`, `npm -w x`, `yarn workspace x`."""

from __future__ import annotations

from deploylint.facts.files import PackageJson
from deploylint.model.files import Files
from deploylint.model.paths import absolute, base, parent
from deploylint.model.workspace import Workspace


def package_of(workspace: Workspace, name: str) -> tuple[str, PackageJson] | None:
    """The package.json of the package that has this name, or lies in the folder of this name."""
    wanted = name.strip("./").rstrip(".")
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson)
        if package is None:
            continue
        folder = parent(path)
        if package.name == name or folder == wanted or (package.name is None and base(folder) == wanted):
            return path, package
    return None


def folder_of(files: Files, folder: str, manifest: str) -> str | None:
    """The absolute folder in which a package.json of the repository lies, as seen from a folder of its monorepo.

    The runner looks for the root upwards. None where the package is not found among the files.
    """
    while True:
        inside = absolute(folder, parent(manifest))
        if files.at(absolute(inside, "package.json")).source == manifest:
            return inside
        if folder in ("", "/"):
            return None
        folder = absolute(folder, "..")
