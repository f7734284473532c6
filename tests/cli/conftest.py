"""A small repository with one error and one note, and the command line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploylint.cli.main import main

FILES = {
    "Dockerfile": "FROM python:3.12-slim\nCOPY shop /app/shop\nUSER nobody\nWORKDIR /app\n"
    'CMD ["uvicorn", "shop.main:app", "--reload"]\n',
    "shop/main.py": "app = object()  # TODO replace\n",
    "shop/other.py": "value = 1\n",
}

collect_ignore = ["test_terminal.py", "test_fix_links.py"] if os.name == "nt" else []

Deploylint = Callable[..., Result]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository, with git's own folder in it, which is the current folder."""
    root = tmp_path / "shop-root"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    monkeypatch.chdir(root)
    for name in ("NO_COLOR", "FORCE_COLOR", "DEPLOYLINT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return root


@pytest.fixture
def deploylint() -> Deploylint:
    """Calls the command line with these arguments on the day 2026-01-01."""

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, prog_name="deploylint")

    return call
