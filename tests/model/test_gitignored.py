"""What git leaves out, by the ignore files of a repository."""

from __future__ import annotations

import pytest

from deploylint.model.gitignored import ignored
from tests.model.joined import opened


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        ("*.log", "logs/today.log", True),
        ("/server/", "server/settings.conf", True),
        ("/server/", "old/server/settings.conf", False),
        ("# .env\n", ".env", False),
        (".env*\n!.env.example", ".env.example", False),
        (".env*\n!.env.example", ".env.production", True),
        ("config/local.yaml", "config/local.yaml", True),
        ("config/local.yaml", "app/config/local.yaml", False),
    ],
)
def test_the_last_pattern_that_speaks_of_a_path_decides(patterns: str, path: str, expected: bool) -> None:
    assert ignored(opened({".gitignore": patterns}), path) is expected


def test_an_ignore_file_speaks_of_its_own_folder_and_over_those_above() -> None:
    workspace = opened({".gitignore": "*.conf", "deploy/.gitignore": "!kept.conf\nsecret/"})
    assert not ignored(workspace, "deploy/kept.conf")
    assert ignored(workspace, "deploy/secret/key")
    assert ignored(workspace, "kept.conf")
    assert not ignored(workspace, "secret/key")


def test_without_ignore_files_nothing_is_left_out() -> None:
    assert not ignored(opened({"a.py": ""}), "a.py")
