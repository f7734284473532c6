"""The law of the layers, read from the source: who may import whom, and how long files and functions may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "deploylint"
NAME = "deploylint"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
LONGEST_FILE = 250
LONGEST_FUNCTION = 40

# Each layer with the others that it may import. `version` is a constant, which everybody may read.
LAW = {
    "facts": set(),
    "tree": {"facts"},
    "read": {"facts"},
    "workspace": {"facts", "tree", "read"},
    "platforms": {"facts"},
    "programs": {"facts"},
    "model": {"facts", "platforms", "programs", "config"},
    "check": {"facts", "model", "platforms", "programs", "config"},
    "config": {"facts"},
    "report": {"facts", "check"},
    "fix": {"facts", "check"},
    "testing": {"facts", "tree", "workspace", "model", "config", "check", "fix"},
}
FREE = {"cli", "__main__"}  # may import all
SHARED = {"version"}


def layer(path: Path) -> str:
    """The folder of the package that a module lies in, or its own name at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST, package: str) -> Iterator[tuple[str, int]]:
    """The full name and line of everything of ours that a module imports, lazily or not, and by import_module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *([base] if base else [])])
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, (ast.Constant, ast.JoinedStr)):
            first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.startswith(f"{NAME}."):
                yield first.value, node.lineno


def crossings(source: str, path: Path) -> list[str]:
    """The imports of a module that the law forbids."""
    own = layer(path)
    if own in FREE:
        return []
    package = ".".join([NAME, *path.relative_to(PACKAGE).parts[:-1]])
    known = {each.name.removesuffix(".py") for each in PACKAGE.iterdir()} | set(LAW)
    wrong = set()
    for name, line in imported(ast.parse(source), package):
        parts = name.split(".")
        other = parts[1] if parts[0] == NAME and len(parts) > 1 else ""
        if other in known - SHARED - {own} and other not in LAW.get(own, set()):
            wrong.add(f"line {line}: {own} must not import {other}")
    return sorted(wrong)


def functions(source: str) -> Iterator[tuple[str, int]]:
    """The name and the number of lines of every function, decorators not counted."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_there_is_something_to_judge() -> None:
    assert len(MODULES) > 20
    assert {layer(path) for path in MODULES} >= {"facts", "tree", "workspace", "config"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_keeps_the_law(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert crossings(source, path) == []
    lines_of_file = len(source.splitlines())
    assert lines_of_file < LONGEST_FILE
    assert [(name, lines) for name, lines in functions(source) if lines >= LONGEST_FUNCTION] == []


def test_every_folder_of_the_package_is_under_the_law() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders <= set(LAW) | FREE


@pytest.mark.parametrize("source", [
    "import deploylint.cli.main",
    "from deploylint.model import workspace",
    "from deploylint import report",
    "from ..check import finding",
    "from .. import model",
    "def lazy():\n    from deploylint.workspace.workspace import Workspace",
    "if TYPE_CHECKING:\n    from deploylint.config.schema import Contract",
    "import_module('deploylint.tree.base')",
    "import_module(f'deploylint.tree.{name}')",
])  # fmt: skip
def test_every_way_to_import_is_seen(source: str) -> None:
    assert len(crossings(source, PACKAGE / "read" / "yaml.py")) == 1


@pytest.mark.parametrize("source", [
    "from deploylint.facts.place import Range",
    "from .decode import decode",
    "from . import decode",
    "from deploylint.version import VERSION",
    "import tree_sitter",
    "'deploylint.yaml'",
])  # fmt: skip
def test_what_the_law_allows_is_allowed(source: str) -> None:
    assert crossings(source, PACKAGE / "read" / "yaml.py") == []
