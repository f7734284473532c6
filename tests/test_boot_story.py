"""The story of one service, commit by commit: the module is gone, then packaged nowhere, then it starts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main
from tests.repository import Repository, isolate

FIXTURES = Path(__file__).parents[1] / "fixtures"
STATES = ("stale-image", "unpackaged-image", "clean-aligned-image")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository whose three commits are the states."""
    isolate(monkeypatch)
    repository = Repository(tmp_path / "service")
    for state in STATES:
        for path in repository.root.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(FIXTURES / state / "repo", repository.root, dirs_exist_ok=True)
        repository.git("add", "--all")
        repository.commit(message=state)
    monkeypatch.chdir(repository.root)
    return repository


def errors(*arguments: str) -> set[tuple[str, str, int]]:
    """The errors of a run: rule, path, line."""
    result = CliRunner().invoke(main, ["--format", "json", "--as-of", "2026-01-01", *arguments])
    assert result.exit_code in (0, 1), result.output
    return {
        (found["rule"], found["location"]["path"], found["location"]["line"])
        for found in json.loads(result.stdout)["findings"]
        if found["level"] == "error"
    }


def line(repository: Repository, state: int, path: str, text: str) -> int:
    """The 1-based line of a state's file that holds a text."""
    held = repository.git("show", f"HEAD~{len(STATES) - 1 - state}:{path}").splitlines()
    (number,) = (number for number, one in enumerate(held, 1) if text in one)
    return number


def test_the_image_starts_a_module_that_was_removed(story: Repository) -> None:
    command = line(story, 0, "backend/Dockerfile", "CMD")
    found = errors("--rev", "HEAD~2")
    assert ("BOOT002", "backend/Dockerfile", command) in found
    assert ("BOOT001", "backend/Dockerfile", command) in found
    assert ("RND001", "render.yaml", line(story, 0, "render.yaml", "rootDirectory")) in found


def test_a_context_below_the_package_neither_installs_nor_starts_it(story: Repository) -> None:
    install = line(story, 1, "backend/Dockerfile", "pip install -e .")
    command = line(story, 1, "backend/Dockerfile", "CMD")
    found = errors("--rev", "HEAD~1")
    assert ("IMG004", "backend/Dockerfile", install) in found
    assert ("BOOT002", "backend/Dockerfile", command) in found
    assert {path for _, path, _ in found} <= {"backend/Dockerfile", "backend/Procfile"}


def test_the_commit_that_only_looks_fixed_answers_for_what_it_breaks(story: Repository) -> None:
    story.git("checkout", "--quiet", "HEAD~1")
    assert {rule for rule, _, _ in errors("--diff", "HEAD~1")} >= {"IMG004", "BOOT002"}


def test_the_state_that_works_is_told_nothing(story: Repository) -> None:
    result = CliRunner().invoke(main, ["--format", "json", "--as-of", "2026-01-01", "."])
    assert json.loads(result.stdout)["findings"] == []
    assert errors("--diff", "HEAD~1") == set()
