"""What a contract says of single files and findings, seen through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Deploylint = Callable[..., Result]

PACKAGE = """{
  "scripts": {
    "start": "node server.js",
    "db:reset": "prisma migrate reset --force",
    "deploy": "npm run db:reset",
    "deploy:all": "prisma migrate reset"
  }
}
"""
SERVED = (
    'FROM python:3.12-slim\nCOPY . .\nUSER app\nCMD ["flask", "--app", "shop.main", "run", "--reload", "--debug"]\n'
)


def found(result: Result) -> list[tuple[str, str, str]]:
    """Rule, level and path of each finding."""
    assert result.exit_code in (0, 1), result.output
    return [(one["rule"], one["level"], one["location"]["path"]) for one in json.loads(result.output)["findings"]]


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def test_an_override_sets_levels_in_its_files_alone(shop: Path, deploylint: Deploylint) -> None:
    debugger = {"legacy/a.py": "breakpoint()\n", "shop/b.py": "breakpoint()\n", "tools/c.py": "breakpoint()\n"}
    contract = "overrides:\n- {paths: [legacy/], rules: {SRC005: note}}\n- {paths: ['tools/*.py'], ignore: [SRC]}\n"
    write(shop, {**debugger, "deploylint.yaml": contract})
    result = deploylint("--format=json", "--select=SRC005")
    assert found(result) == [("SRC005", "note", "legacy/a.py"), ("SRC005", "error", "shop/b.py")]
    write(shop, {"deploylint.yaml": contract.replace("SRC005: note", "SRC005: {level: warning}")})
    assert deploylint("--select=SRC005", "legacy").exit_code == 0
    assert deploylint("--select=SRC005", "--fail-on=warning", "legacy").exit_code == 1


def test_a_rule_can_run_in_some_files_alone(shop: Path, deploylint: Deploylint) -> None:
    write(shop, {"a.py": "breakpoint()\n", "src/a.py": "breakpoint()\n"})
    write(shop, {"deploylint.yaml": "ignore: [all]\noverrides: [{paths: [src/], rules: {SRC005: warning}}]\n"})
    assert found(deploylint("--format=json")) == [("SRC005", "warning", "src/a.py")]


@pytest.mark.parametrize(
    ("said", "line"),
    [("{paths: [shop/], rules: {DEV001: note}}", "3:36"), ("{paths: [shop/], ignore: [DEV]}", "3:20")],
)
def test_no_override_lowers_a_frozen_rule(shop: Path, deploylint: Deploylint, said: str, line: str) -> None:
    write(shop, {"deploylint.yaml": f"frozen: [DEV001]\noverrides:\n- {said}\n"})
    result = deploylint()
    assert result.exit_code == 2
    assert f"deploylint.yaml:{line}: DEV001 is frozen; nothing may lower its level, in no file" in result.output


def test_an_override_may_raise_a_frozen_rule(shop: Path, deploylint: Deploylint) -> None:
    write(shop, {"deploylint.yaml": "frozen: [DEV001]\noverrides: [{paths: [shop/], rules: {DEV001: error}}]\n"})
    assert deploylint().exit_code == 1


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("overrides: [{rules: {DEV001: note}}]", "'overrides.0' lacks 'paths'"),
        ("overrides: [{paths: [a], rules: {DEV01: note}}]", "no rule 'DEV01'; did you mean 'DEV001'?"),
        ("overrides: [{paths: [a], rules: {DEV001: {options: {}}}}]", "unknown key 'options' in 'overrides.0.rules"),
        ("roles: [{path: a, role: live}]", "'roles.0.role' knows 'development', 'production', 'test', not 'live'"),
    ],
)
def test_what_cannot_be_followed_is_said_with_its_place(
    shop: Path, deploylint: Deploylint, said: str, complaint: str
) -> None:
    write(shop, {"deploylint.yaml": said + "\n"})
    result = deploylint()
    assert result.exit_code == 2
    assert "deploylint.yaml:1:" in result.output
    assert complaint in result.output


def test_a_role_of_the_contract_decides_what_a_file_is_judged_as(shop: Path, deploylint: Deploylint) -> None:
    assert ("DEV001", "error", "Dockerfile") in found(deploylint("--format=json"))
    write(shop, {"deploylint.yaml": "roles: [{path: Dockerfile, role: development, reason: built on laptops}]\n"})
    assert not [one for one in found(deploylint("--format=json")) if one[0] == "DEV001"]
    assert "development: the contract says so of 'Dockerfile': built on laptops" in deploylint("boot", "-v").output
    compose = "services:\n  api:\n    image: shop\n    command: uvicorn shop.main:app --reload\n"
    write(shop, {"deploylint.yaml": "roles: [{path: compose.yaml, role: production}]\n", "compose.yaml": compose})
    assert ("DEV001", "error", "compose.yaml") in found(deploylint("--format=json"))


def test_a_finding_that_another_subsumes_is_told_as_part_of_it(shop: Path, deploylint: Deploylint) -> None:
    write(shop, {"Dockerfile": SERVED})
    result = deploylint("--format=json", "--select=DEV")
    assert found(result) == [("DEV003", "error", "Dockerfile")]
    assert json.loads(result.output)["findings"][0]["also"] == ["DEV001", "DEV002"]
    assert "also DEV001, DEV002" in deploylint("--select=DEV", "-v").output
    sarif = json.loads(deploylint("--format=sarif", "--select=DEV").output)["runs"][0]["results"]
    assert [one["properties"]["also"] for one in sarif] == [["DEV001", "DEV002"]]


def test_without_the_one_that_subsumes_them_they_stand_for_themselves(shop: Path, deploylint: Deploylint) -> None:
    write(shop, {"Dockerfile": SERVED})
    alone = [("DEV001", "error", "Dockerfile"), ("DEV002", "error", "Dockerfile")]
    assert sorted(found(deploylint("--format=json", "--select=DEV001,DEV002"))) == alone
    write(shop, {"deploylint.yaml": "overrides: [{paths: [Dockerfile], ignore: [DEV003]}]\n"})
    assert sorted(found(deploylint("--format=json", "--select=DEV"))) == alone


def test_what_suppresses_a_finding_suppresses_what_it_subsumes(shop: Path, deploylint: Deploylint) -> None:
    said = SERVED.replace("CMD", "# deploylint: ignore[DEV003] a tool for us alone\nCMD")
    write(shop, {"Dockerfile": said})
    assert found(deploylint("--format=json", "--select=DEV,CFG")) == []


def suppressing(at: str) -> str:
    return f"suppressions:\n- {{rule: DB001, path: package.json, at: '{at}', reason: a test database}}\n"


@pytest.mark.parametrize(
    ("at", "lines"),
    [
        ("scripts.db:reset", [6]),
        ("scripts.deploy:all", [4]),
        ("scripts.db:reset/prisma migrate reset/default", [6]),
        ("DB001:package.json:scripts.db:reset/prisma migrate reset/default", [6]),
    ],
)
def test_a_suppression_of_the_contract_names_findings_by_what_they_stand_in(
    shop: Path, deploylint: Deploylint, at: str, lines: list[int]
) -> None:
    write(shop, {"package.json": PACKAGE, "deploylint.yaml": suppressing(at)})
    result = json.loads(deploylint("--format=json", "--select=DB001,CFG").output)
    assert [one["location"]["line"] for one in result["findings"]] == lines
    assert result["summary"]["suppressed"] == 1


@pytest.mark.parametrize("at", ["scripts.deploy", "scripts.db", "prisma migrate reset", "DB001"])
def test_a_suppression_that_names_no_finding_is_told_at_its_place(shop: Path, deploylint: Deploylint, at: str) -> None:
    write(shop, {"package.json": PACKAGE, "deploylint.yaml": suppressing(at)})
    rules = [(rule, path) for rule, _, path in found(deploylint("--format=json", "--select=DB001,CFG"))]
    assert sorted(rules) == [("CFG003", "deploylint.yaml"), ("DB001", "package.json"), ("DB001", "package.json")]


def test_lines_above_do_not_part_a_suppression_from_its_finding(shop: Path, deploylint: Deploylint) -> None:
    write(shop, {"package.json": "\n\n" + PACKAGE, "deploylint.yaml": suppressing("scripts.db:reset")})
    assert found(deploylint("--format=json", "--select=DB001,CFG")) == [("DB001", "error", "package.json")]
