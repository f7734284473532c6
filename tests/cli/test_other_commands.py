"""`boot`, `explain`, `rules`, and the help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploylint.check.load import shipped
from tests.cli.conftest import Deploylint


def test_help_names_the_options_of_lint_and_all_commands(deploylint: Deploylint) -> None:
    output = deploylint("--help").output
    for word in ("--format", "--fail-on", "--as-of", "--version", "boot", "explain", "rules", "Exit codes"):
        assert word in output
    assert deploylint("-h").output == output


def test_boot_shows_the_winner(shop: Path, deploylint: Deploylint) -> None:
    output = deploylint("boot").output
    assert "uvicorn shop.main:app --reload" in output
    assert "Dockerfile:5  CMD" in output


def test_boot_shows_what_runs_before_a_start_and_no_service_that_starts_nothing(
    shop: Path, deploylint: Deploylint
) -> None:
    (shop / "Procfile").write_text("release: python migrate.py\nweb: gunicorn shop.main:app\n", encoding="utf-8")
    output = deploylint("boot").output
    assert "    before     Procfile:1  release  python migrate.py\n" in output
    services = json.loads(deploylint("boot", "--format=json").output)["services"]
    assert all(row["winner"] for service in services for row in service["platforms"])


def test_boot_without_a_file_that_starts_something_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deploylint: Deploylint
) -> None:
    monkeypatch.chdir(tmp_path)
    assert deploylint("boot").exit_code == 2
    (tmp_path / "values.yaml").write_text("a: 1\n", encoding="utf-8")
    result = deploylint("boot")
    assert (result.exit_code, result.output) == (0, "No service found: nothing in the recognised files starts one.\n")


def test_boot_as_json_is_the_services_part_of_the_report(shop: Path, deploylint: Deploylint) -> None:
    services = json.loads(deploylint("--format=json").output)["services"]
    assert json.loads(deploylint("boot", "--format=json").output)["services"] == services


def test_boot_of_one_service_leaves_out_the_others(shop: Path, deploylint: Deploylint) -> None:
    (name,) = [service["id"] for service in json.loads(deploylint("boot", "--format=json").output)["services"]]
    assert deploylint("boot", name).output == deploylint("boot").output
    result = deploylint("boot", "nothing")
    assert result.exit_code == 2
    assert result.stderr == f"deploylint: no service 'nothing'; there are: {name}\n"
    result = deploylint("boot", ".")
    assert result.exit_code == 2
    assert result.stderr.endswith("those of that folder's repository: deploylint boot -C .\n")


def test_boot_of_another_folder(shop: Path, deploylint: Deploylint) -> None:
    assert deploylint("boot", "-C", "shop").output == deploylint("boot").output


def test_rules_lists_every_rule_with_its_level(deploylint: Deploylint) -> None:
    lines = deploylint("rules").output.splitlines()
    assert [line.split()[0] for line in lines] == [rule.id for rule in shipped()]
    assert all(len(line) <= 120 for line in lines)


def test_rules_can_be_filtered(deploylint: Deploylint) -> None:
    chosen = json.loads(deploylint("rules", "--family=source", "--level=error", "--format=json").output)["rules"]
    assert {rule["family"] for rule in chosen} == {"source"}
    assert {rule["level"] for rule in chosen} == {"error"}
    everywhere = json.loads(deploylint("rules", "--preset=all", "--format=json").output)["rules"]
    assert [rule["id"] for rule in everywhere] == [rule.id for rule in shipped() if "all" in rule.presets]


def test_an_unknown_family_is_refused(deploylint: Deploylint) -> None:
    assert deploylint("rules", "--family=sourc").stderr == "deploylint: no family 'sourc'; did you mean 'source'?\n"


def test_explain_prints_levels_prose_and_examples(deploylint: Deploylint) -> None:
    output = deploylint("explain", "DEV001").output
    assert output.startswith("DEV001 reload-in-production\n")
    assert "\nBad: " in output
    assert "\nGood: " in output
    assert "  error | " in output
    assert deploylint("explain", "dev001").output == deploylint("explain", "reload-in-production").output == output


def test_explain_as_json_has_the_examples_as_data(deploylint: Deploylint) -> None:
    document = json.loads(deploylint("explain", "DEV001", "--format=json").output)
    assert document["id"] == "DEV001"
    assert {example["kind"] for example in document["examples"]} >= {"bad", "good"}


def test_explain_of_an_unknown_rule_suggests_one(deploylint: Deploylint) -> None:
    result = deploylint("explain", "reload-in-prod")
    assert result.exit_code == 2
    assert result.stderr == "deploylint: no rule 'reload-in-prod'; did you mean 'reload-in-production'?\n"
