"""The distributions that a repository declares: what an import may come from that is no first-party file."""

from __future__ import annotations

import re

from deploylint.facts.files import PythonProject
from deploylint.model.workspace import Workspace

_NAME = re.compile(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)")


def declared_distributions(workspace: Workspace) -> frozenset[str]:
    """The names in requirements and project files, lower case with `-` (PEP 503), of the whole repository."""
    return workspace.remember("declared distributions", lambda: _declared(workspace))


def _declared(workspace: Workspace) -> frozenset[str]:
    found: set[str] = set()
    for path in workspace.of_format("pyproject", "setup_cfg"):
        project = workspace.get(path, PythonProject)
        if project is not None:
            found.update(normalised(name) for name in project.dependencies)
    for pattern in (
        "**/*requirements*.txt",
        "**/requirements/*.txt",
        "**/Pipfile",
        "**/setup.py",
        "**/*requirements*.in",
    ):
        for path in workspace.glob(pattern):
            source = workspace.source(path)
            if source is not None:
                found.update(_names(source.text))
    return frozenset(found)


def _names(text: str) -> set[str]:
    names = set()
    for line in text.split("\n"):
        match = _NAME.match(line.lstrip("'\" "))
        if match:
            names.add(normalised(match[1]))
    return names


def normalised(name: str) -> str:
    """A distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
