"""Helpers: compose files in memory, merged by their order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deploylint.model.compose.load import Model, load
from deploylint.model.compose.tree import Value, plain
from deploylint.model.compose.variables import known
from tests.model.joined import Files, opened


def model(files: Files, *paths: str, directory: str = "", **variables: str) -> Model:
    """The model of the files in this order; all of them in theirs without any."""
    workspace = opened(files)
    return load(workspace, paths or tuple(files), directory, known(workspace, directory, None, variables))


def services(found: Model) -> Mapping[str, Value]:
    section = found.root.get("services")
    return section.entries if section is not None else {}


def result(files: Files, *paths: str, directory: str = "", **variables: str) -> Any:
    """The services of the merged files as dictionaries and lists."""
    return {name: plain(one) for name, one in services(model(files, *paths, directory=directory, **variables)).items()}


def messages(found: Model) -> list[str]:
    return [problem.message for problem in found.problems]
