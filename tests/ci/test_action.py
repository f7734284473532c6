"""The action, run as GitHub's runner runs it: its steps in bash, in a real checkout of a real pull request."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
BASH = shutil.which("bash") or "bash"
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("action")]

GOOD = 'FROM python:3.12-slim\nCOPY . .\nUSER nobody\nCMD ["gunicorn", "shop:app"]\n'
BAD = GOOD.replace("gunicorn", "uvicorn").replace('app"', 'app", "--reload"')
SHADOW = "import pathlib\npathlib.Path(__file__).with_name('was-run').touch()\n"


def steps() -> dict[str, dict[str, Any]]:
    """The steps of action.yml by id."""
    action = YAML(typ="safe", pure=True).load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return {step["id"]: step for step in action["runs"]["steps"]}


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    command = ("git", *identity, "-c", "protocol.file.allow=always", *arguments)
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, files: dict[str, str]) -> str:
    for path, text in files.items():
        (folder / path).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "a commit")
    return git(folder, "rev-parse", "HEAD")


def run(step: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A step as `shell: bash` starts it, with what its `env` would be after the runner filled it in."""
    found = steps()[step]
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))}
    own = {name: environment.pop(name, "") for name in found["env"]}
    script = folder.parent / f"{step}.sh"
    script.write_text(found["run"], encoding="utf-8")
    command = (BASH, "--noprofile", "--norc", "-eo", "pipefail", str(script))
    return subprocess.run(
        command, cwd=folder, env=known | own | environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def temp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """RUNNER_TEMP after the step that installs, which is run in a repository that brings modules of the same names."""
    folder = tmp_path_factory.mktemp("runner")
    hostile = folder / "hostile"
    hostile.mkdir()
    for name in ("venv.py", "pip.py", "click.py", "json.py", "sitecustomize.py"):
        (hostile / name).write_text(SHADOW, encoding="utf-8")
    done = run("install", hostile, RUNNER_TEMP=str(folder), GITHUB_ACTION_PATH=str(ROOT), PYTHON=sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (hostile / "was-run").exists()
    return folder


class Pull:
    """A pull request that main has moved on from, and what `actions/checkout` lays out of it."""

    def __init__(self, folder: Path, temp: Path, change: dict[str, str], depth: int) -> None:
        origin = folder / "origin"
        origin.mkdir()
        git(origin, "init", "--quiet", "--initial-branch=main")
        old = {"shop.py": "app = 1\n", "Dockerfile": GOOD, "old.py": "breakpoint()\n", "json.py": SHADOW}
        self.base = commit(origin, old)
        git(origin, "checkout", "--quiet", "-b", "topic")
        self.head = commit(origin, change)
        git(origin, "checkout", "--quiet", "main")
        commit(origin, {"other.py": "breakpoint()\n"})
        git(origin, "checkout", "--quiet", "--detach")
        git(origin, "merge", "--quiet", "--no-ff", "--message", "merge", "topic")
        git(origin, "update-ref", "refs/pull/1/merge", "HEAD")
        self.checkout = folder / "checkout"
        self.checkout.mkdir()
        git(self.checkout, "init", "--quiet")
        far = () if not depth else (f"--depth={depth}",)
        git(self.checkout, "fetch", "--quiet", *far, f"file://{origin}", "refs/pull/1/merge")
        git(self.checkout, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        self.temp = temp

    def lint(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """The step that lints, as in a workflow on pull requests."""
        pull = {"PULL_BASE": self.base, "PULL_HEAD": self.head, "FAIL_ON": "error"}
        return run("lint", self.checkout, RUNNER_TEMP=str(self.temp), **pull | environment)


def obeyed(output: str) -> list[str]:
    """The commands that the runner obeys: none between `::stop-commands::X` and `::X::`."""
    found, stopped = [], ""
    for line in output.splitlines():
        line = line.strip()
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif line.startswith("::"):
            found.append(line)
    assert not stopped
    return found


@pytest.mark.parametrize("depth", [2, 0])
def test_a_pull_request_is_judged_by_what_it_brings(tmp_path: Path, temp: Path, depth: int) -> None:
    pull = Pull(tmp_path, temp, {"Dockerfile": BAD}, depth)
    done = pull.lint()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error DEV001 reload-in-production  Dockerfile:4:" in done.stdout
    (shown,) = obeyed(done.stdout)
    assert shown.startswith("::error title=DEV001 reload-in-production,file=Dockerfile,line=4,")
    assert not (pull.checkout / "was-run").exists()


def test_a_pull_request_that_brings_nothing_passes(tmp_path: Path, temp: Path) -> None:
    done = Pull(tmp_path, temp, {"README.md": "# Shop\n"}, 2).lint()
    assert (done.returncode, obeyed(done.stdout)) == (0, []), done.stdout + done.stderr


def test_a_checkout_without_the_base_says_what_to_fetch(tmp_path: Path, temp: Path) -> None:
    done = Pull(tmp_path, temp, {"Dockerfile": BAD}, 1).lint()
    assert done.returncode == 2
    assert "fetch-depth" in done.stderr


def test_a_push_reports_the_whole_repository(tmp_path: Path, temp: Path) -> None:
    pull = Pull(tmp_path, temp, {"Dockerfile": BAD}, 2)
    done = pull.lint(PULL_BASE="", PULL_HEAD="")
    assert done.returncode == 1
    assert {found[1] for shown in obeyed(done.stdout) if (found := re.search("file=([^,]*)", shown))} == {
        "Dockerfile",
        "old.py",
        "other.py",
    }


def test_inputs_choose_the_base_the_level_the_contract_and_the_file_for_sarif(tmp_path: Path, temp: Path) -> None:
    pull = Pull(tmp_path, temp, {"Dockerfile": BAD, "strict $(touch pwned).yaml": "ignore: [DEV001]\n"}, 0)
    done = pull.lint(BASE="HEAD^2", FAIL_ON="never", SARIF="out `touch pwned`.sarif")
    assert done.returncode == 0, done.stderr
    assert "other.py" in done.stdout
    log = json.loads((pull.checkout / "out `touch pwned`.sarif").read_text(encoding="utf-8"))
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["SRC005"]
    assert pull.lint(CONFIG="strict $(touch pwned).yaml").returncode == 0
    assert pull.lint(CONFIG="none.yaml").returncode == 2
    assert not (pull.checkout / "pwned").exists()


def test_sarif_is_written_where_the_step_fails(tmp_path: Path, temp: Path) -> None:
    pull = Pull(tmp_path, temp, {"Dockerfile": BAD}, 2)
    assert pull.lint(SARIF="out.sarif").returncode == 1
    assert "DEV001" in (pull.checkout / "out.sarif").read_text(encoding="utf-8")


def test_no_file_name_is_a_command_to_the_runner(tmp_path: Path, temp: Path) -> None:
    names = ("::error ::forged.py", "a\n::set-output name=x::y\n.py", "::stop-commands::x\n.py")
    done = Pull(tmp_path, temp, dict.fromkeys(names, "breakpoint()\n"), 2).lint()
    assert done.returncode == 1
    shown = obeyed(done.stdout)
    assert len(shown) == len(names)
    assert all(one.startswith("::error title=SRC005 debugger-statement,file=") for one in shown)


def test_no_expression_stands_in_a_script_and_actions_are_pinned() -> None:
    for step in steps().values():
        assert "${{" not in step.get("run", "")
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) if "uses" in step else step["shell"] == "bash"
