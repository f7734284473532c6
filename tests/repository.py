"""A real git repository for tests, untouched by the configuration of this machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_OWN = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_AUTHOR_DATE")
_SETTINGS = ("user.name=a", "user.email=a@b.c", "commit.gpgsign=false", "protocol.file.allow=always")


def isolate(monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration and no variable of this machine's git."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in _OWN:
        monkeypatch.delenv(name, raising=False)


class Repository:
    """A folder with a repository of its own."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)
        for setting in _SETTINGS:
            self.git("config", *setting.split("=", 1))

    def git(self, *arguments: str, check: bool = True) -> str:
        """Run git; its standard output without the last line end."""
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, check=False, capture_output=True, text=True, encoding="utf-8"
        )
        assert not check or done.returncode == 0, f"git {arguments}:\n{done.stdout}\n{done.stderr}"
        return done.stdout.removesuffix("\n")

    def write(self, files: dict[str, str]) -> None:
        """Write files, with the folders they lie in."""
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())

    def stage(self, files: dict[str, str]) -> None:
        """Write files and stage them."""
        self.write(files)
        self.git("add", "--force", "--", *files)

    def commit(self, files: dict[str, str] | None = None, message: str = "change") -> str:
        """Stage files, commit what is staged; the id of the commit."""
        if files:
            self.stage(files)
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")
