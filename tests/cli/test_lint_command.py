"""`deploylint [PATH...]`: what is linted, what is printed, and the exit code."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import click
import pytest
from click.testing import Result

from tests.cli.conftest import Deploylint


def rules(result: Result) -> list[str]:
    return [finding["rule"] for finding in json.loads(result.output)["findings"]]


def test_without_arguments_the_current_repository_is_linted(shop: Path, deploylint: Deploylint) -> None:
    result = deploylint()
    assert result.exit_code == 1
    assert "error DEV001 reload-in-production  Dockerfile:5:" in result.output
    assert result.output.splitlines()[-1] == "1 error, 1 note (-v shows them) in 3 of 3 files"


def test_a_path_stands_for_the_command(shop: Path, deploylint: Deploylint) -> None:
    assert deploylint(".").output == deploylint("lint", ".").output == deploylint().output


def test_options_alone_lint_too(shop: Path, deploylint: Deploylint) -> None:
    assert deploylint("-q").output == "1 error, 1 note (-v shows them) in 3 of 3 files\n"


def test_verbose_shows_notes_and_files(shop: Path, deploylint: Deploylint) -> None:
    output = deploylint("-v").output
    assert "note SRC006" in output
    assert "  dockerfile  Dockerfile" in output


@pytest.mark.parametrize(("threshold", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_an_error_fails_at_every_threshold_but_never(
    shop: Path, deploylint: Deploylint, threshold: str, code: int
) -> None:
    assert deploylint("--fail-on", threshold).exit_code == code


@pytest.mark.parametrize(("threshold", "code"), [("error", 0), ("warning", 0), ("note", 1), ("never", 0)])
def test_a_note_fails_only_at_its_own_threshold(shop: Path, deploylint: Deploylint, threshold: str, code: int) -> None:
    assert deploylint("--fail-on", threshold, "--ignore", "DEV001").exit_code == code


def test_select_and_ignore_take_lists_and_names(shop: Path, deploylint: Deploylint) -> None:
    assert rules(deploylint("--format=json", "--select", "DEV001, SRC006")) == ["DEV001", "SRC006"]
    assert rules(deploylint("--format=json", "--select=DEV001", "--select=SRC006", "--ignore=DEV")) == ["SRC006"]
    assert rules(deploylint("--format=json", "--select=todo-comment")) == ["SRC006"]


def test_a_path_narrows_the_report_and_not_the_analysis(shop: Path, deploylint: Deploylint) -> None:
    narrowed = json.loads(deploylint("--format=json", "shop").output)
    assert [finding["rule"] for finding in narrowed["findings"]] == ["SRC006"]
    assert narrowed["services"] == json.loads(deploylint("--format=json").output)["services"]
    assert rules(deploylint("--format=json", "shop/other.py")) == []
    assert rules(deploylint("--format=json", "shop/other.py", "Dockerfile")) == ["DEV001"]


def test_the_day_is_an_input_and_is_printed(shop: Path, deploylint: Deploylint) -> None:
    assert json.loads(deploylint("--format=json", "--as-of=2026-03-01").output)["as_of"] == "2026-03-01"


def test_output_goes_to_a_file_in_one_piece(shop: Path, deploylint: Deploylint) -> None:
    target = shop / "report.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    result = deploylint("--format=json", "--output", "report.json")
    assert (result.output, result.exit_code) == ("", 1)
    assert rules_of(target) == ["DEV001", "SRC006"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in shop.iterdir()) == [".git", "Dockerfile", "report.json", "shop"]


def rules_of(target: Path) -> list[str]:
    return [finding["rule"] for finding in json.loads(target.read_bytes())["findings"]]


def test_an_output_that_cannot_be_written_is_one_line(shop: Path, deploylint: Deploylint) -> None:
    result = deploylint("--output", "nowhere/report.txt")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"deploylint: cannot write '{Path('nowhere/report.txt')}': No such file or directory; choose another --output"
    ]


def test_a_report_in_a_file_has_no_colour(shop: Path, deploylint: Deploylint) -> None:
    deploylint("--output", "report.txt", "--color=always")
    assert "\x1b" not in (shop / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("environment", "option", "coloured"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"FORCE_COLOR": "1"}, "never", False),
    ],
)
def test_colour_is_for_terminals_unless_somebody_says_otherwise(
    shop: Path,
    deploylint: Deploylint,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    option: str,
    coloured: bool,
) -> None:
    plain = deploylint().output
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    output = deploylint("--color", option).output
    assert ("\x1b[" in output) is coloured
    assert click.unstyle(output) == plain


def test_machine_formats_are_never_coloured(shop: Path, deploylint: Deploylint) -> None:
    assert deploylint("--format=json", "--color=always").output == deploylint("--format=json").output


def test_sarif_is_offered_like_every_format(shop: Path, deploylint: Deploylint) -> None:
    assert json.loads(deploylint("--format=sarif").output)["version"] == "2.1.0"


def test_every_file_of_the_repository_is_read_from_any_of_its_folders(
    shop: Path, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = deploylint("--format=json").output
    assert deploylint("--format=json", str(shop)).output == whole
    monkeypatch.chdir(shop.parent)
    assert deploylint("--format=json", "shop-root").output == whole
