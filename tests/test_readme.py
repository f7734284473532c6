"""What README.md and docs/ show is what the tool prints and takes; the commands are those that .ci/run calls."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploylint.cli.main import main

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
EXAMPLE = re.compile(
    r"(<!-- example: made by tests/test_readme.py from fixtures/(.*?) -->\n"
    r"```console\n\$ deploylint (.*)\n)([\s\S]*?)(```\n<!-- end of example -->)"
)
PAGES = ("README.md", "docs/boot.md")


def printed(fixture: str, arguments: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the tool prints in a copy of a fixture."""
    if not folder.exists():
        shutil.copytree(ROOT / "fixtures" / fixture / "repo", folder)
    monkeypatch.chdir(folder)
    words = arguments.split()
    options = ["--color=never", *([] if words[0] == "boot" else ["--as-of=2026-01-01"])]
    return (
        CliRunner().invoke(main, [words[0], *options, *words[1:]] if words[0] == "boot" else [*options, *words]).output
    )


@pytest.mark.parametrize("page", PAGES)
def test_an_example_is_what_the_tool_prints_today(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    def today(found: re.Match[str]) -> str:
        return found[1] + printed(found[2], found[3], tmp_path / found[2], monkeypatch) + found[5]

    current, examples = EXAMPLE.subn(today, text)
    assert examples >= 1
    if os.environ.get("DEPLOYLINT_SNAPSHOTS") == "write":
        (ROOT / page).write_text(current, encoding="utf-8", newline="\n")
        text = current
    assert text == current


def test_the_test_command_is_the_one_that_the_checks_call() -> None:
    commands = re.findall(r"```sh\n(.+)\n```", README.read_text(encoding="utf-8"))
    assert len(commands) == 2
    called = (ROOT / ".ci/run").read_text(encoding="utf-8").replace(' >"$work/install.log"', "")
    assert commands[1] in called


@pytest.mark.parametrize("page", [*PAGES, "docs/index.md", "docs/output.md", "docs/configuration.md", "docs/hooks.md"])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_contract_of_the_documentation_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    (contract,) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    (tmp_path / "deploylint.yaml").write_text(contract, encoding="utf-8")
    (tmp_path / "Procfile").write_text("web: gunicorn app:app\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["-q", "--fail-on=never"])
    assert (result.exit_code, result.stderr) == (0, "")
