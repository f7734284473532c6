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
    r"(<!-- example: .*? -->\n```console\n\$ deploylint \.\n)(.*?)(```\n<!-- end of example -->)", re.S
)


def test_the_example_is_what_the_tool_prints_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "stale-image"
    shutil.copytree(ROOT / "fixtures/stale-image/repo", folder)
    monkeypatch.chdir(folder)
    printed = CliRunner().invoke(main, ["--color=never", "--as-of=2026-01-01", "."]).output
    text = README.read_text(encoding="utf-8")
    if os.environ.get("DEPLOYLINT_SNAPSHOTS") == "write":
        text = EXAMPLE.sub(lambda found: found[1] + printed + found[3], text)
        README.write_text(text, encoding="utf-8", newline="\n")
    (shown,) = EXAMPLE.findall(text)
    assert shown[1] == printed


def test_the_test_command_is_the_one_that_the_checks_call() -> None:
    commands = re.findall(r"```sh\n(.+)\n```", README.read_text(encoding="utf-8"))
    assert len(commands) == 2
    called = (ROOT / ".ci/run").read_text(encoding="utf-8").replace(' >"$work/install.log"', "")
    assert commands[1] in called


@pytest.mark.parametrize(
    "page", ["README.md", "docs/index.md", "docs/output.md", "docs/configuration.md", "docs/hooks.md"]
)
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
