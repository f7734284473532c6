"""Files that differ between commits, and lines that differ between texts."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.tree import changes
from deploylint.tree.changes import added_lines, between
from deploylint.tree.commit import find, fork, open_checkout, open_commit, published
from deploylint.tree.git import GitError
from deploylint.tree.objects import Objects
from tests.repository import Repository, isolate

lines = st.lists(st.sampled_from(["a", "b", "c", "", "d = 1"]), max_size=12)


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "r")


@given(lines, lines)
def test_a_text_without_its_added_lines_lies_within_the_one_before(before: list[str], after: list[str]) -> None:
    added = added_lines(before, after)
    assert added <= set(range(1, len(after) + 1))
    kept = iter(before)
    assert all(line in kept for number, line in enumerate(after, 1) if number not in added)


@given(lines, lines)
def test_large_texts_are_compared_by_their_lines_alone(before: list[str], after: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changes, "_MOST_WORK", -1)
        added = added_lines(before, after)
    kept = Counter(line for number, line in enumerate(after, 1) if number not in added)
    assert kept <= Counter(before)
    assert all(Counter(after)[after[number - 1]] > Counter(before)[after[number - 1]] for number in added)


@given(lines)
def test_the_same_text_has_no_added_line_and_a_new_one_nothing_else(text: list[str]) -> None:
    assert added_lines(text, text) == frozenset()
    assert added_lines([], text) == frozenset(range(1, len(text) + 1))
    assert added_lines(text, []) == frozenset()


def test_a_file_of_many_lines_that_is_all_new_takes_no_time() -> None:
    before, after = [f"old {n % 7}" for n in range(50_000)], [f"new {n % 5}" for n in range(50_000)]
    assert len(added_lines(["x", *before, "y"], ["x", *after, "y"])) == 50_000


def test_added_deleted_changed_and_renamed_files_are_told_apart(repository: Repository) -> None:
    text = "".join(f"line {n}\n" for n in range(20))
    base = repository.commit({"old name.py": text, "gone.py": "gone\n", "same.py": "same\n", "changed.py": "1\n"})
    repository.git("mv", "old name.py", "new\tname.py")
    repository.git("rm", "-q", "gone.py")
    head = repository.commit({"changed.py": "2\n", "new.py": "new\n", "new\tname.py": text + "more\n"})
    found = {change.path: change for change in between(repository.root, base, head)}
    assert {path: change.source for path, change in found.items() if change.source != path} == {
        "new\tname.py": "old name.py"
    }
    assert sorted(found) == ["changed.py", "gone.py", "new\tname.py", "new.py"]
    assert [path for path, change in found.items() if change.before is None] == ["new.py"]
    assert [path for path, change in found.items() if change.entry is None] == ["gone.py"]


def test_the_configuration_of_a_user_changes_nothing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"line {n}\n" for n in range(20))
    base = repository.commit({"a.py": text, ".gitattributes": "*.py diff=odd\n"})
    repository.git("mv", "a.py", "b.py")
    head = repository.commit()
    plain = between(repository.root, base, head)
    for setting in ("diff.renames=false", "diff.noprefix=true", "diff.odd.command=false", "color.ui=always"):
        repository.git("config", *setting.split("=", 1))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert between(repository.root, base, head) == plain
    assert [change.source for change in plain] == ["a.py"]


def test_a_commit_is_found_by_every_name_git_knows(repository: Repository) -> None:
    first = repository.commit({"a.py": "1\n"})
    repository.git("tag", "v1")
    second = repository.commit({"a.py": "2\n"})
    assert find(repository.root, "v1") == find(repository.root, "HEAD~1") == find(repository.root, first[:10]) == first
    assert open_checkout(repository.root).tip == find(repository.root, "main") == second
    tree = open_commit(repository.root, first, Objects(repository.root))
    assert (tree.paths(), tree.read("a.py")) == (("a.py",), b"1\n")


@pytest.mark.parametrize("revision", ["nowhere", "--all", "-h", "HEAD\0", "HEAD:a.py", ""])
def test_what_names_no_commit_is_an_error(repository: Repository, revision: str) -> None:
    repository.commit({"a.py": "1\n"})
    with pytest.raises(GitError, match="there is no commit"):
        find(repository.root, revision)


def test_the_base_of_a_branch_is_where_it_was_left(repository: Repository) -> None:
    start = repository.commit({"a.py": "1\n"})
    repository.git("checkout", "-qb", "feature")
    repository.commit({"b.py": "1\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"c.py": "1\n"})
    assert fork(repository.root, "main", "feature") == start


def test_histories_without_a_common_commit_are_an_error(repository: Repository) -> None:
    repository.commit({"a.py": "1\n"})
    repository.git("checkout", "-q", "--orphan", "other")
    repository.commit({"b.py": "1\n"})
    with pytest.raises(
        GitError, match="'main' and 'other' have no commit in common; name a commit of the same history"
    ):
        fork(repository.root, "main", "other")


def test_a_shallow_clone_is_told_how_deep_to_fetch(repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.py": "1\n"})
    repository.git("branch", "old")
    repository.commit({"a.py": "2\n"})
    repository.git("clone", "-q", "--depth=1", repository.root.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(GitError, match=r"no commit 'old' here; this clone is shallow: .*fetch-depth: 0"):
        find(tmp_path / "shallow", "old")
    subprocess.run(["git", "fetch", "-q", "--depth=1", "origin", "old:old"], cwd=tmp_path / "shallow", check=True)
    with pytest.raises(GitError, match=r"no commit in common; this clone is shallow: .*fetch-depth: 0"):
        fork(tmp_path / "shallow", "old", "HEAD")


def test_what_is_published_is_what_a_remote_has(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit({"a.py": "1\n"})
    assert published(repository.root, "HEAD") is None
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "remote.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.git("fetch", "-q", "origin")
    repository.commit({"a.py": "2\n"})
    assert published(repository.root, "HEAD") == first


def test_outside_of_a_repository_git_says_so(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository"):
        open_checkout(tmp_path)
