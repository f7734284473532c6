"""Whole repositories with what a user sees of them; DEPLOYLINT_SNAPSHOTS=write writes it anew, to read in the diff."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main

FIXTURES = Path(__file__).parents[1] / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.iterdir() if (path / "repo").is_dir())
VIEWS = {
    "expected.txt": ["-v", "--color", "never", "--as-of", "2026-01-01", "."],
    "expected-boot.txt": ["boot", "-v", "--color", "never"],
}


@pytest.fixture
def checkout(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the fixture outside of any git repository, as the current folder."""
    folder = tmp_path / "repository"
    shutil.copytree(FIXTURES / request.param / "repo", folder, symlinks=True)
    monkeypatch.chdir(folder)
    return folder


def seen(arguments: list[str]) -> str:
    """What a user sees, without the time it took."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 1), result.output
    return re.sub(r", \d+\.\d+ s$", "", result.output, flags=re.MULTILINE)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("checkout", "name"), [(name, name) for name in NAMES], indirect=["checkout"], ids=NAMES)
def test_a_fixture_shows_what_its_expectation_says(checkout: Path, name: str, view: str) -> None:
    shown = seen(VIEWS[view])
    expected = FIXTURES / name / view
    if os.environ.get("DEPLOYLINT_SNAPSHOTS") == "write":
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("checkout", [n for n in NAMES if n.startswith("clean-")], indirect=True)
def test_a_clean_fixture_has_no_finding_of_any_level(checkout: Path) -> None:
    assert '"findings":[]' in seen(["--format", "json", "."]).replace(" ", "")


def test_there_are_clean_fixtures_and_others() -> None:
    assert len([n for n in NAMES if n.startswith("clean-")]) >= 3
    assert len(NAMES) >= 8
