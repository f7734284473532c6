"""Keys of findings: unique in a run, and without any line."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main

FIXTURES = Path(__file__).parents[1] / "fixtures"
CORPUS = os.environ.get("DEPLOYLINT_CORPUS")  # a folder of checkouts, for a run over real repositories
REPOSITORIES = [
    *sorted(path / "repo" for path in FIXTURES.iterdir() if (path / "repo").is_dir()),
    *(sorted(path for path in Path(CORPUS).iterdir() if path.is_dir()) if CORPUS else ()),
]


def keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of all findings on a folder, in the order of the report."""
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["--format", "json", "."])
    assert result.exit_code in (0, 1), result.output
    return [finding["key"] for finding in json.loads(result.stdout)["findings"]]


def shift(file: Path) -> None:
    """Put a blank line at the top of a text; a `#!` line and a byte order mark stay first."""
    data = file.read_bytes()
    if b"\0" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    end = data.find(b"\n") + 1 if data.startswith(b"#!") else 3 if data.startswith(b"\xef\xbb\xbf") else 0
    file.write_bytes(data[:end] + b"\n" + data[end:])


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_keys_are_unique_and_a_blank_line_on_top_changes_none(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "repository"
    shutil.copytree(repository, copy, symlinks=True)
    before = keys(copy, monkeypatch)
    assert len(set(before)) == len(before)
    for file in sorted(copy.rglob("*")):
        if file.is_file() and not file.is_symlink():
            shift(file)
    assert sorted(keys(copy, monkeypatch)) == sorted(before)
