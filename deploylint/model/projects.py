"""The Python projects of a repository, whichever of their files describes them: pyproject.toml, setup.cfg, setup.py."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.files import PythonProject
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

# What makes a setup.py worth a reader.
_SCRIPTS = (b"console_scripts",)
_FOLDERS = (b"package_dir", b"find_packages(", b"find_namespace_packages(")
_OURS = ("scripts", "entry-points")


def scripted(workspace: Workspace) -> Iterator[tuple[str, PythonProject]]:
    """The files that may name console scripts which an installation of their project makes, with what they say."""
    for path in workspace.of_format("pyproject"):
        project = workspace.get(path, PythonProject)
        if project is not None:
            yield path, project
    for path in workspace.of_format("setup_cfg"):
        yield from _of_setuptools(workspace, path, "setup_cfg")
    for path in workspace.ending(("setup.py",)):
        if base(path) == "setup.py" and workspace.holds(path, _SCRIPTS):
            yield from _of_setuptools(workspace, path, "setup_py")


def _of_setuptools(workspace: Workspace, path: str, format_name: str) -> Iterator[tuple[str, PythonProject]]:
    """A file of setuptools, unless a pyproject.toml beside it puts another in its place.

    With a table `project` that does not call scripts dynamic, setuptools leaves out those said elsewhere
    (setuptools.pypa.io/en/latest/userguide/pyproject_config.html, "dynamic metadata").
    """
    found = workspace.get(path, PythonProject, format_name)
    beside = workspace.get(join(parent(path), "pyproject.toml") or "", PythonProject)
    if found is not None and (beside is None or _leaves_scripts(beside)):
        yield path, found


def _leaves_scripts(project: PythonProject) -> bool:
    backend = project.root.string("build-system", "build-backend")
    if backend is not None and "setuptools" not in backend.value:
        return False
    if project.root.get("project") is None:
        return True
    dynamic = project.root.get("project", "dynamic")
    return dynamic is not None and any(item.value in _OURS for item in dynamic.items)


def package_folders(workspace: Workspace, project: str) -> tuple[str, ...]:
    """The folders, said in that of a project, in which one of its files says that its packages lie."""
    at = [join(project, name) or "" for name in ("pyproject.toml", "setup.cfg", "setup.py")]
    found = [workspace.get(at[0], PythonProject), workspace.get(at[1], PythonProject)]
    if workspace.exists(at[2]) and workspace.holds(at[2], _FOLDERS):
        found.append(workspace.get(at[2], PythonProject, "setup_py"))
    return tuple(dict.fromkeys(folder for facts in found if facts is not None for folder in facts.package_folders))
