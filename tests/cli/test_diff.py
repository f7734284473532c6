"""`--diff`, `--rev` and `--pushed` in real repositories."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Deploylint
from tests.repository import Repository, isolate

CLEAN = {"Procfile": "web: gunicorn shop:app\n", "requirements.txt": "gunicorn\n", "shop.py": "app = object()\n"}
BAD = "breakpoint()\n"
RULES = "--select=BOOT002,SRC005,SRC006"  # the rules that come later tell other things of these files


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A branch `feature`, checked out, that left `main`; both have a commit of their own since."""
    isolate(monkeypatch)
    for name in ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "PRE_COMMIT_LOCAL_BRANCH"):
        monkeypatch.delenv(name, raising=False)
    made = Repository(tmp_path / "r")
    monkeypatch.chdir(made.root)
    made.commit({**CLEAN, "old.py": BAD})
    made.git("checkout", "-qb", "feature")
    made.commit({"feature.py": BAD})
    made.git("checkout", "-q", "main")
    made.commit({"main.py": BAD, "old.py": "old = 1\n"})
    made.git("checkout", "-q", "feature")
    return made


def paths(deploylint: Deploylint, *arguments: str) -> list[str]:
    """The files that a run reports on."""
    result = deploylint(*arguments, RULES, "--format=json")
    assert result.exit_code in (0, 1), result.stderr
    return [one["location"]["path"] for one in json.loads(result.stdout)["findings"]]


def test_a_branch_answers_for_what_it_brought_since_it_left_its_base(
    repository: Repository, deploylint: Deploylint
) -> None:
    assert paths(deploylint, "--diff=main") == ["feature.py"]
    assert paths(deploylint, "--diff=main", "--rev=feature") == ["feature.py"]
    assert paths(deploylint, "--diff=HEAD") == []


def test_what_is_not_committed_counts_on_disk_and_not_for_a_commit(
    repository: Repository, deploylint: Deploylint
) -> None:
    repository.write({"untracked.py": BAD, "feature.py": "feature = 1\n", "shop.py": "app = object()\n" + BAD})
    assert paths(deploylint, "--diff=main") == ["shop.py", "untracked.py"]
    assert paths(deploylint, "--diff=main", "--rev=HEAD") == ["feature.py"]


def test_a_file_that_is_deleted_on_disk_breaks_the_start(repository: Repository, deploylint: Deploylint) -> None:
    (repository.root / "shop.py").unlink()
    assert paths(deploylint, "--diff=HEAD") == ["Procfile"]


def test_the_counts_are_those_of_the_changed_files(repository: Repository, deploylint: Deploylint) -> None:
    repository.write({"notes.md": "notes\n"})
    assert "1 error in 1 of 2 changed files" in deploylint("--diff=main", RULES).output


def test_without_a_difference_nothing_is_told(repository: Repository, deploylint: Deploylint) -> None:
    result = deploylint("--diff=feature")
    assert (result.exit_code, result.output) == (0, "no findings in 0 of 0 changed files\n")


def test_a_commit_is_linted_without_checking_it_out(repository: Repository, deploylint: Deploylint) -> None:
    repository.write({"untracked.py": BAD})
    assert paths(deploylint, "--rev=main") == ["main.py"]
    assert paths(deploylint, "--rev=main~1") == ["old.py"]
    assert repository.git("branch", "--show-current") == "feature"


def test_a_commit_without_anything_to_lint_cannot_be_linted(repository: Repository, deploylint: Deploylint) -> None:
    repository.git("checkout", "-q", "--orphan", "docs")
    repository.git("rm", "-rqf", ".")
    repository.commit({"README.md": "# shop\n"})
    result = deploylint("--rev=docs")
    assert result.exit_code == 2
    assert "none of its 1 files is of a known format" in result.stderr


def test_a_contract_holds_for_both_sides_of_a_change(repository: Repository, deploylint: Deploylint) -> None:
    repository.commit({"deploylint.yaml": "rules: {SRC006: error}\n", "shop.py": "app = object()  # TODO\n"})
    assert paths(deploylint, "--diff=HEAD~1") == ["shop.py"]
    repository.commit({"deploylint.yaml": "exclude: [shop.py]\n"})
    assert paths(deploylint, "--diff=HEAD~2") == []


def test_a_rule_of_scope_changed_has_its_level_on_new_lines_alone(
    repository: Repository, deploylint: Deploylint
) -> None:
    silent = "try:\n    app()\nexcept Exception:\n    pass\n"
    repository.commit({"silent.py": silent})

    def levels(*arguments: str) -> list[tuple[str, int, str]]:
        found = json.loads(deploylint("--select=SRC001", "--format=json", *arguments).stdout)["findings"]
        return [(one["location"]["path"], one["location"]["line"], one["level"]) for one in found]

    assert levels() == [("silent.py", 3, "note")]
    assert levels("--diff=HEAD~1") == [("silent.py", 3, "error")]
    repository.commit({"silent.py": silent + silent})
    assert levels("--diff=HEAD~1") == [("silent.py", 7, "error")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--staged", "--rev=main"), "--staged and --rev exclude each other: both say what is linted"),
        (("--staged", "--pushed"), "--staged and --pushed exclude each other: both say what is linted"),
        (("--diff=main", "--pushed"), "--diff and --pushed exclude each other: both say what is linted"),
        (("--diff=nowhere",), "there is no commit 'nowhere' here; fetch it first, or name another"),
        (("--rev=--all",), "there is no commit '--all' here; fetch it first, or name another"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(
    repository: Repository, deploylint: Deploylint, arguments: tuple[str, ...], message: str
) -> None:
    result = deploylint(*arguments)
    assert (result.exit_code, result.stderr) == (2, f"deploylint: {message}\n")


def test_a_shallow_clone_is_told_how_deep_to_fetch(
    repository: Repository, deploylint: Deploylint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("clone", "-q", "--depth=1", repository.root.as_uri(), str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    result = deploylint("--diff=origin/main")
    assert result.exit_code == 2
    assert "fetch-depth: 0" in result.stderr
    assert result.stderr.count("\n") == 1


def push(monkeypatch: pytest.MonkeyPatch, **refs: str) -> None:
    """What pre-commit sets in its pre-push hook."""
    for name, value in refs.items():
        monkeypatch.setenv(f"PRE_COMMIT_{name}", value)


def test_a_push_is_judged_by_the_commits_that_it_brings(
    repository: Repository, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write({"shop.py": BAD})
    push(monkeypatch, FROM_REF=repository.git("rev-parse", "HEAD~1"), TO_REF=repository.git("rev-parse", "HEAD"))
    assert paths(deploylint, "--pushed") == ["feature.py"]
    assert paths(deploylint, "--pushed", "old.py") == []


def test_a_push_of_a_new_branch_brings_what_no_remote_has(
    repository: Repository, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    push(monkeypatch, FROM_REF="0" * 40, TO_REF=repository.git("rev-parse", "HEAD"))
    assert paths(deploylint, "--pushed") == ["feature.py", "old.py"]
    repository.git("clone", "-q", "--bare", "--branch=main", ".", str(tmp_path / "remote.git"))
    repository.git("push", "-q", "--delete", str(tmp_path / "remote.git"), "feature")
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.git("fetch", "-q", "origin")
    assert paths(deploylint, "--pushed") == ["feature.py"]


def test_a_push_that_deletes_a_branch_brings_nothing(
    repository: Repository, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(monkeypatch, FROM_REF=repository.git("rev-parse", "HEAD"), TO_REF="0" * 40)
    assert paths(deploylint, "--pushed") == []


def test_a_push_of_a_whole_history_is_judged_in_whole(
    repository: Repository, deploylint: Deploylint, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert paths(deploylint, "--pushed") == ["feature.py", "old.py"]
    push(monkeypatch, LOCAL_BRANCH="refs/heads/main")
    assert paths(deploylint, "--pushed") == ["main.py"]


def test_nothing_that_a_repository_names_is_run(repository: Repository, deploylint: Deploylint, tmp_path: Path) -> None:
    hook = tmp_path / "hook.sh"
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", encoding="utf-8")
    hook.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "diff.odd.textconv", "filter.odd.clean", "filter.odd.smudge"):
        repository.git("config", setting, str(hook))
    repository.write({".gitattributes": "*.py diff=odd filter=odd\n", "feature.py": BAD * 2})
    os.utime(repository.root / "shop.py")
    paths(deploylint, "--diff=main")
    paths(deploylint, "--staged")
    assert not (tmp_path / "ran").exists()
