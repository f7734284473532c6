"""`deploylint --staged` in real repositories: what a commit answers for, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Deploylint
from tests.repository import Repository, isolate

IMAGE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install gunicorn\nCMD ["gunicorn", "shop.main:app"]\n'
SHOP = {"Dockerfile": IMAGE, "shop/__init__.py": "", "shop/main.py": "app = object()\n"}

RULES = "--select=BOOT002,SRC005,PATH001,CFG"  # the rules that come later tell other things of these files

Told = Callable[..., list[tuple[str, str, int]]]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch)
    made = Repository(tmp_path / "r")
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def told(deploylint: Deploylint) -> Told:
    """Rule, path and line of what a run reports; it must have been possible."""

    def call(*arguments: str) -> list[tuple[str, str, int]]:
        result = deploylint(*(arguments or ("--staged",)), RULES, "--format=json")
        assert result.exit_code in (0, 1), result.stderr
        findings = json.loads(result.stdout)["findings"]
        assert result.exit_code == int(any(one["level"] == "error" for one in findings))
        return [(one["rule"], one["location"]["path"], one["location"]["line"]) for one in findings]

    return call


def test_a_good_commit_passes(repository: Repository, told: Told) -> None:
    repository.commit({"README.md": "# shop\n"})
    repository.stage(SHOP)
    assert told() == []


def test_a_bad_line_is_told(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/main.py": "app = object()\nbreakpoint()\n"})
    assert told() == [("SRC005", "shop/main.py", 2)]


def test_a_first_commit_of_a_readme_alone_passes(repository: Repository, deploylint: Deploylint) -> None:
    repository.stage({"README.md": "# shop\n"})
    result = deploylint("--staged")
    assert (result.exit_code, result.output) == (0, "no findings in 0 of 1 changed files\n")


def test_a_first_commit_answers_for_all_it_holds(repository: Repository, told: Told) -> None:
    repository.stage({**SHOP, "shop/main.py": "breakpoint()\n"})
    assert told() == [("SRC005", "shop/main.py", 1)]


def test_an_empty_index_before_the_first_commit_passes(repository: Repository, told: Told) -> None:
    repository.write({"app.py": "breakpoint()\n"})
    assert told() == []


def test_the_deletion_of_the_start_module_is_told_at_the_start_command(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.git("rm", "-q", "shop/main.py")
    assert told() == [("BOOT002", "Dockerfile", 5)]


def test_a_start_module_that_was_missing_before_is_an_old_matter(repository: Repository, told: Told) -> None:
    repository.commit({"Dockerfile": IMAGE, "shop/__init__.py": ""})
    repository.stage({"shop/__init__.py": "'a shop'\n"})
    assert told() == []


def test_an_old_violation_elsewhere_does_not_block(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/old.py": "breakpoint()\n", "Procfile": "web: flask run --debug\n"})
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert told() == []


def test_an_old_violation_in_the_same_file_does_not_block_until_its_line_changes(
    repository: Repository, told: Told
) -> None:
    repository.commit({**SHOP, "shop/old.py": "def f():\n    breakpoint()\n"})
    repository.stage({"shop/old.py": "'''Old.'''\n\n\ndef f():\n    breakpoint()\n"})
    assert told() == []
    repository.stage({"shop/old.py": "def f():\n    breakpoint()  # here\n"})
    assert told() == [("SRC005", "shop/old.py", 2)]


def test_a_second_violation_beside_an_equal_one_is_told(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/old.py": "breakpoint()\n"})
    repository.stage({"shop/old.py": "breakpoint()\nx = 1\nbreakpoint()\n"})
    assert told() == [("SRC005", "shop/old.py", 3)]


def test_a_staged_debugger_that_is_gone_from_the_work_tree_is_found(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/main.py": "app = object()\nbreakpoint()\n"})
    repository.write({"shop/main.py": "app = object()\n"})
    assert told() == [("SRC005", "shop/main.py", 2)]


def test_a_clean_staged_file_with_a_dirty_work_tree_passes(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    repository.write({"shop/main.py": "app = object()\nbreakpoint()\n", "Procfile": "web: gunicorn nowhere:app\n"})
    (repository.root / "shop/__init__.py").unlink()
    assert told() == []


def test_the_work_tree_and_the_index_stay_as_they_are(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/main.py": "app = object()\nbreakpoint()\n"})
    repository.write({"shop/main.py": "app = 1\n"})
    before = repository.git("status", "--porcelain"), (repository.root / ".git/index").read_bytes()
    told()
    assert (repository.git("status", "--porcelain"), (repository.root / ".git/index").read_bytes()) == before
    assert repository.git("stash", "list") == ""


def test_the_contract_is_the_staged_one(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "deploylint.yaml": "exclude: [shop/main.py]\n"})
    repository.stage({"shop/main.py": "app = object()\nbreakpoint()\n"})
    assert told() == []
    repository.stage({"deploylint.yaml": "exclude: [docs/]\n"})
    repository.write({"deploylint.yaml": "exclude: [shop/main.py]\n"})
    assert told() == [("SRC005", "shop/main.py", 2)]


def test_a_renamed_file_brings_nothing_of_its_old_findings(repository: Repository, told: Told) -> None:
    text = "breakpoint()\n" + "".join(f"value_{n} = {n}\n" for n in range(20))
    repository.commit({**SHOP, "shop/old.py": text})
    repository.git("mv", "shop/old.py", "shop/new.py")
    assert told() == []
    repository.stage({"shop/new.py": text + "breakpoint()\n"})
    assert told() == [("SRC005", "shop/new.py", 22)]


def test_renaming_the_start_module_is_told(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.git("mv", "shop/main.py", "shop/server.py")
    assert told() == [("BOOT002", "Dockerfile", 5)]


def test_what_is_only_meant_to_be_added_is_not_judged(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.write({"Procfile": "web: gunicorn nowhere:app\n"})
    repository.git("add", "-N", "Procfile")
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert told() == []


def test_a_suppression_that_is_removed_brings_its_finding_back(repository: Repository, told: Told) -> None:
    line = "breakpoint()  # deploylint: ignore[SRC005] the debugger of the shop\n"
    repository.commit({**SHOP, "shop/tool.py": line})
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert told() == []
    repository.stage({"shop/tool.py": "breakpoint()\n"})
    assert told() == [("SRC005", "shop/tool.py", 1)]


def test_a_suppression_in_a_file_that_does_not_change_still_holds(
    repository: Repository, told: Told, deploylint: Deploylint
) -> None:
    comment = "# deploylint: ignore[BOOT002] the module is made by the build\n"
    repository.commit({**SHOP, "Dockerfile": IMAGE.replace("CMD", comment + "CMD")})
    repository.git("rm", "-q", "shop/main.py")
    assert told() == []
    assert deploylint("--staged", RULES).output == "1 suppressed in 0 of 1 changed files\n"


def test_a_suppression_that_the_change_makes_idle_is_told(repository: Repository, told: Told) -> None:
    comment = "# deploylint: ignore[BOOT002] the module is made by the build\n"
    repository.commit({"Dockerfile": IMAGE.replace("CMD", comment + "CMD"), "shop/__init__.py": ""})
    repository.stage({"shop/main.py": "app = object()\n"})
    assert told() == [("CFG003", "Dockerfile", 5)]


def test_the_index_of_a_partial_commit_is_the_one_that_is_judged(
    repository: Repository, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({**SHOP, "shop/a.py": "a = 1\n", "shop/b.py": "b = 1\n"})
    repository.stage({"shop/a.py": "breakpoint()\n", "shop/b.py": "b = 2\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.root / ".git/next-index"))
    repository.git("read-tree", "HEAD")
    repository.git("add", "shop/b.py")
    assert told() == []
    repository.git("add", "shop/a.py")
    assert told() == [("SRC005", "shop/a.py", 1)]


def test_an_index_that_is_equal_to_head_is_told_in_whole(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/old.py": "breakpoint()\n"})
    assert told() == [("SRC005", "shop/old.py", 1)]
    repository.write({"shop/old.py": "gone = True\n"})
    assert told() == [("SRC005", "shop/old.py", 1)]


def test_an_index_without_anything_to_lint_passes(repository: Repository, told: Told) -> None:
    repository.commit({"README.md": "# shop\n"})
    assert told() == []


def merging(repository: Repository, ours: dict[str, str], theirs: dict[str, str]) -> None:
    """Two branches, and a merge of them that is not committed yet."""
    repository.git("checkout", "-qb", "theirs")
    repository.commit(theirs)
    repository.git("checkout", "-q", "main")
    repository.commit(ours)
    repository.git("merge", "-q", "--no-commit", "--no-ff", "theirs")


def test_a_merge_does_not_answer_for_what_either_side_had(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    merging(repository, {"shop/a.py": "breakpoint()\n"}, {"shop/b.py": "import pdb\npdb.set_trace()\n"})
    assert told() == []


def test_a_merge_answers_for_what_neither_side_had(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    merging(repository, {"shop/a.py": "a = 1\n"}, {"shop/b.py": "b = 1\n"})
    repository.stage({"shop/b.py": "b = 1\nbreakpoint()\n"})
    assert told() == [("SRC005", "shop/b.py", 2)]


def test_a_merge_in_which_both_sides_break_the_start_together_is_told(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/server.py": "app = object()\n"})
    repository.git("checkout", "-qb", "theirs")
    repository.git("rm", "-q", "shop/server.py")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.commit({"Dockerfile": IMAGE.replace("main", "server")})
    repository.git("merge", "-q", "--no-commit", "--no-ff", "theirs")
    assert told() == [("BOOT002", "Dockerfile", 5)]


def test_a_new_way_to_an_old_edit_of_the_path_is_told(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/paths.py": "import sys\nsys.path.insert(0, 'lib')\n"})
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert told() == []
    repository.stage({"shop/main.py": "from shop import paths\napp = object()\n"})
    assert told() == [("PATH001", "shop/paths.py", 2)]


def test_a_change_of_line_ends_alone_adds_no_line(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/old.py": "x = 1\nbreakpoint()\n"})
    repository.stage({"shop/old.py": "x = 1\r\nbreakpoint()\r\n"})
    assert told() == []


def test_a_link_follows_the_file_that_is_staged(repository: Repository, told: Told) -> None:
    repository.commit({**SHOP, "shop/real.py": "x = 1\n"})
    (repository.root / "text").write_text("real.py", encoding="utf-8")
    blob = repository.git("hash-object", "-w", "text")
    repository.git("update-index", "--add", "--cacheinfo", f"120000,{blob},shop/link.py")
    repository.commit()
    repository.stage({"shop/real.py": "breakpoint()\n"})
    assert told() == [("SRC005", "shop/real.py", 1)]


def test_conflicts_in_the_index_are_one_line_and_exit_2(repository: Repository, deploylint: Deploylint) -> None:
    repository.commit(SHOP)
    repository.git("checkout", "-qb", "theirs")
    repository.commit({"shop/main.py": "app = 1\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"shop/main.py": "app = 2\n"})
    repository.git("merge", "theirs", check=False)
    result = deploylint("--staged")
    assert result.exit_code == 2
    assert result.stderr == (
        "deploylint: the index holds 'shop/main.py' in conflict; resolve it and stage the result with git add\n"
    )


def test_outside_of_a_repository_there_is_nothing_staged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deploylint: Deploylint
) -> None:
    isolate(monkeypatch)
    monkeypatch.chdir(tmp_path)
    result = deploylint("--staged")
    assert result.exit_code == 2
    assert result.stderr.startswith("deploylint: fatal: not a git repository")
    assert result.stderr.count("\n") == 1


def test_paths_narrow_the_report_even_to_files_that_are_deleted_on_disk(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/a.py": "breakpoint()\n", "shop/b.py": "breakpoint()\n"})
    (repository.root / "shop/a.py").unlink()
    assert told("--staged", "shop/a.py") == [("SRC005", "shop/a.py", 1)]


def test_it_can_be_called_from_any_folder(repository: Repository, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(SHOP)
    repository.stage({"shop/a.py": "breakpoint()\n"})
    monkeypatch.chdir(repository.root / "shop")
    assert told() == [("SRC005", "shop/a.py", 1)]


def test_what_is_staged_can_be_compared_with_another_commit(repository: Repository, told: Told) -> None:
    repository.commit(SHOP)
    repository.git("checkout", "-qb", "feature")
    repository.commit({"shop/a.py": "breakpoint()\n"})
    repository.stage({"shop/b.py": "breakpoint()\n"})
    assert told("--staged") == [("SRC005", "shop/b.py", 1)]
    assert told("--staged", "--diff=main") == [("SRC005", "shop/a.py", 1), ("SRC005", "shop/b.py", 1)]


def test_a_linked_worktree_is_judged_by_its_own_index(
    repository: Repository, told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(SHOP)
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "linked/shop/a.py").write_text("breakpoint()\n", encoding="utf-8")
    repository.git("-C", str(tmp_path / "linked"), "add", "shop/a.py")
    monkeypatch.chdir(tmp_path / "linked")
    assert told() == [("SRC005", "shop/a.py", 1)]
