"""What goes wrong is one line that says how to mend it, and exit 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploylint.cli import plan
from tests.cli.conftest import Deploylint


def line(deploylint: Deploylint, *arguments: str) -> str:
    """The only line on standard error of a call that could not run."""
    result = deploylint(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    (only,) = result.stderr.splitlines()
    return only


def test_a_path_that_is_not_there(shop: Path, deploylint: Deploylint) -> None:
    assert line(deploylint, "src") == "deploylint: no file, folder or command 'src'"


def test_a_command_that_is_misspelt(shop: Path, deploylint: Deploylint) -> None:
    assert line(deploylint, "bot") == "deploylint: no file, folder or command 'bot'; did you mean 'boot'?"


def test_a_command_behind_options(shop: Path, deploylint: Deploylint) -> None:
    expected = "deploylint: no file, folder or command 'boot'; a command stands first: deploylint boot ..."
    assert line(deploylint, "-v", "boot") == expected


def test_a_path_that_is_named_like_a_command_can_be_linted(shop: Path, deploylint: Deploylint) -> None:
    (shop / "boot").mkdir()
    (shop / "boot/start.py").write_text("x = 1  # TODO\n", encoding="utf-8")
    assert "boot/start.py:1:" in deploylint("./boot", "-v").output


def test_an_option_that_does_not_exist(shop: Path, deploylint: Deploylint) -> None:
    assert "--formt" in line(deploylint, "--formt", "json")


def test_a_day_that_is_none(shop: Path, deploylint: Deploylint) -> None:
    assert "'2026-02-30' is no day; write YYYY-MM-DD" in line(deploylint, "--as-of", "2026-02-30")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_rule_that_does_not_exist(shop: Path, deploylint: Deploylint, option: str) -> None:
    assert line(deploylint, option, "DEV01x").endswith("no rule 'DEV01x'; did you mean 'DEV001'?")


def test_a_folder_without_anything_to_lint(shop: Path, deploylint: Deploylint) -> None:
    empty = shop.parent / "empty"
    empty.mkdir()
    assert line(deploylint, str(empty)).endswith("it holds no files")
    (empty / "notes.md").write_text("hello", encoding="utf-8")
    assert line(deploylint, str(empty)).endswith("none of its 1 files is of a known format")


def test_paths_of_two_repositories(shop: Path, deploylint: Deploylint) -> None:
    message = line(deploylint, "shop", str(shop.parent))
    assert message.startswith(f"deploylint: '{shop.parent}' does not lie in ")
    assert message.endswith("lint one repository at a time")


def test_a_contract_with_an_unknown_key(shop: Path, deploylint: Deploylint) -> None:
    (shop / "deploylint.yaml").write_text("extend: [render-boot]\n", encoding="utf-8")
    message = line(deploylint)
    assert message == "deploylint: deploylint.yaml:1:1: unknown key 'extend'; did you mean 'extends'?"


def test_a_contract_given_by_hand(shop: Path, deploylint: Deploylint, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("ignore: [DEV001]\n", encoding="utf-8")
    assert deploylint("--config", str(other)).exit_code == 0
    other.write_text("ignore: [DEV01x]\n", encoding="utf-8")
    assert "other.yaml:1:10: " in line(deploylint, "--config", str(other))
    assert "cannot read" in line(deploylint, "--config", "nowhere.yaml")


def test_a_frozen_rule_cannot_be_silenced(shop: Path, deploylint: Deploylint) -> None:
    contract = shop / "deploylint.yaml"
    contract.write_text("frozen: [DEV001]\n", encoding="utf-8")
    frozen = "deploylint: deploylint.yaml:1:10: DEV001 is frozen here; nothing may turn it off"
    assert line(deploylint, "--ignore", "DEV001") == frozen
    assert line(deploylint, "--select", "SRC006") == frozen
    contract.write_text("frozen: [DEV001]\nrules: {DEV001: warning}\n", encoding="utf-8")
    assert line(deploylint).endswith("DEV001 is frozen here; nothing may lower its level")
    suppression = "suppressions: [{rule: DEV001, path: Dockerfile, reason: local}]\n"
    contract.write_text(f"frozen: [DEV001]\n{suppression}", encoding="utf-8")
    assert line(deploylint).endswith("DEV001 is frozen; nothing may suppress it")


def test_what_a_contract_suppresses_is_counted(shop: Path, deploylint: Deploylint) -> None:
    suppression = "suppressions: [{rule: DEV001, path: Dockerfile, reason: local only}]\n"
    (shop / "deploylint.yaml").write_text(suppression, encoding="utf-8")
    result = deploylint("-q")
    assert result.exit_code == 0
    assert "1 suppressed" in result.output


def test_an_error_of_ours_is_no_traceback(shop: Path, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("lost\n\x1b[31mthe thread")

    monkeypatch.setattr(plan, "join", broken)
    message = line(deploylint)
    assert message.startswith("deploylint: internal error (RuntimeError: lost \\x1b[31mthe thread); please report it")
    monkeypatch.setenv("DEPLOYLINT_DEBUG", "1")
    assert "Traceback (most recent call last)" in deploylint().stderr


@pytest.mark.parametrize("command", [("boot",), ()])
def test_a_name_that_is_no_text_is_escaped(shop: Path, deploylint: Deploylint, command: tuple[str, ...]) -> None:
    name = "\x1b[2J.yaml"
    Path(os.fsdecode(name)).write_text("a: [\n", encoding="utf-8")
    assert "\x1b" not in deploylint(*command, "-v").output
