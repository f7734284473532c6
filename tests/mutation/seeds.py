"""Small repositories as people write them, without an error: what mutants are made of where no checkouts are."""

from __future__ import annotations

from textwrap import dedent

from tests.mutation.seeds_node import NODE
from tests.mutation.seeds_python import PYTHON


def _plain(files: dict[str, str]) -> dict[str, str]:
    """Texts without the indentation that the file they are written in needs."""
    return {path: dedent(text.removeprefix("\n")).removesuffix("    ") for path, text in files.items()}


REPOSITORIES = {name: _plain(files) for name, files in {**PYTHON, **NODE}.items()}
