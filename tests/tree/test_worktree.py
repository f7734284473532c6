"""Work trees on a real disk, listed by real git."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploylint.tree.base import NotInTree, Skip, Tree
from deploylint.tree.worktree import open_worktree

posix = pytest.mark.xfail(sys.platform == "win32", reason="needs links and executable bits", strict=False)


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(root: Path, *paths: str, content: bytes = b"x\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    write(tmp_path, "a b.py", "api/Dockerfile", "ü/é.txt", "gone.py")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def test_tracked_and_untracked_files_are_listed_but_not_ignored_or_deleted_ones(repository: Path) -> None:
    write(repository, "new.py", "dist/x.js", "-w")
    write(repository, ".gitignore", content=b"dist/\n")
    (repository / "gone.py").unlink()
    tree: Tree = open_worktree(repository)
    assert tree.paths() == ("-w", ".gitignore", "a b.py", "api/Dockerfile", "new.py", "ü/é.txt")
    assert tree.read("ü/é.txt") == b"x\n"
    assert tree.size("new.py") == 2
    assert tree.notes() == ()


def test_a_tracked_file_is_listed_even_where_an_ignore_file_names_it(repository: Path) -> None:
    write(repository, "dist/app.js")
    git(repository, "add", "-f", "dist/app.js")
    write(repository, ".gitignore", content=b"dist/\n")
    assert "dist/app.js" in open_worktree(repository).paths()


def test_the_root_is_the_top_level_wherever_one_starts(repository: Path) -> None:
    for start in (repository / "api", repository / "api/Dockerfile"):
        tree = open_worktree(start)
        assert tree.root.resolve() == repository.resolve()
        assert "a b.py" in tree.paths()


def test_a_folder_that_git_ignores_is_a_tree_of_its_own(repository: Path) -> None:
    write(repository, ".gitignore", content=b"tmp/\n")
    write(repository, "tmp/inner/Procfile")
    assert open_worktree(repository / "tmp/inner").paths() == ("Procfile",)


def test_files_in_conflict_are_listed_once(repository: Path) -> None:
    git(repository, "checkout", "-qb", "other")
    write(repository, "a b.py", content=b"other\n")
    git(repository, "commit", "-qam", "two")
    git(repository, "checkout", "-q", "-")
    write(repository, "a b.py", content=b"mine\n")
    git(repository, "commit", "-qam", "three")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")
    assert open_worktree(repository).paths().count("a b.py") == 1


def test_nested_repositories_and_submodules_are_named_and_not_entered(repository: Path) -> None:
    write(repository, "nested/inner.py")
    git(repository / "nested", "init", "-q")
    git(repository, "clone", "-q", ".", "elsewhere")
    git(repository, "submodule", "--quiet", "add", "./elsewhere", "module")
    tree = open_worktree(repository)
    reason = "a submodule or nested repository"
    assert tree.notes() == tuple(Skip(path, reason) for path in ("elsewhere", "module", "nested"))
    assert not [path for path in tree.paths() if path.startswith(("nested", "module/", "elsewhere"))]


def test_a_repository_with_nothing_in_it_has_no_files(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert open_worktree(tmp_path).paths() == ()


def test_git_writes_nothing_and_runs_nothing_that_a_repository_names(repository: Path, tmp_path: Path) -> None:
    hook = tmp_path / "hook.sh"
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\n")
    hook.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(hook))
    before = (repository / ".git/index").read_bytes()
    os.utime(repository / "a b.py")
    open_worktree(repository).paths()
    assert (repository / ".git/index").read_bytes() == before
    assert not (tmp_path / "ran").exists()


@posix
def test_links_count_as_the_files_they_lead_to(repository: Path) -> None:
    (repository / "start").symlink_to("api/Dockerfile")
    (repository / "folder").symlink_to("api")
    (repository / "out").symlink_to("/etc/passwd")
    (repository / "gone").symlink_to(".venv/bin/python")
    git(repository, "add", "start")
    tree = open_worktree(repository)
    assert tree.read("start") == b"x\n"
    assert tree.folder_links() == (("folder", "api"),)
    assert [note.path for note in tree.notes()] == ["gone", "out"]
    for path in ("folder", "out", "gone"):
        with pytest.raises(NotInTree):
            tree.read(path)


@posix
def test_a_tracked_file_that_became_a_link_is_not_followed(repository: Path) -> None:
    (repository / "a b.py").unlink()
    (repository / "a b.py").symlink_to("/etc/passwd")
    tree = open_worktree(repository)
    assert tree.size("a b.py") is None
    with pytest.raises(NotInTree, match=r"a b\.py"):
        tree.read("a b.py")


@posix
def test_the_disk_says_what_may_be_executed(repository: Path) -> None:
    (repository / "api/Dockerfile").chmod(0o755)
    tree = open_worktree(repository)
    assert tree.executable("api/Dockerfile")
    assert not tree.executable("a b.py")
    assert not tree.executable("nothing")


@posix
def test_names_that_are_no_utf8_can_be_read(repository: Path) -> None:
    (repository / os.fsdecode(b"caf\xe9.py")).write_bytes(b"latin")
    tree = open_worktree(repository)
    assert tree.read("caf\udce9.py") == b"latin"


def test_what_a_tree_does_not_list_cannot_be_read(repository: Path) -> None:
    tree = open_worktree(repository)
    for path in (".git/config", "../x", "api"):
        with pytest.raises(NotInTree):
            tree.read(path)
        assert tree.size(path) is None


def test_a_plain_folder_is_walked_without_what_machines_make(tmp_path: Path) -> None:
    write(
        tmp_path,
        "app/main.py",
        "dist/a.js",
        "node_modules/x/i.js",
        ".venv/a.py",
        "a/__pycache__/b",
        "env/pyvenv.cfg",
        "env/x.py",
    )
    write(tmp_path, "other/.git/HEAD", "other/code.py", ".github/workflows/ci.yml")
    tree = open_worktree(tmp_path)
    assert tree.paths() == (".github/workflows/ci.yml", "app/main.py", "dist/a.js")
    assert tree.notes() == (Skip("other", "a submodule or nested repository"),)


@posix
def test_links_in_a_plain_folder_are_followed_as_in_a_repository(tmp_path: Path) -> None:
    write(tmp_path, "app/main.py")
    (tmp_path / "m.py").symlink_to("app/main.py")
    (tmp_path / "self").symlink_to(".")
    tree = open_worktree(tmp_path)
    assert tree.paths() == ("app/main.py", "m.py")
    assert tree.folder_links() == (("self", ""),)


def test_without_git_a_repository_is_read_as_a_folder_with_a_note(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository / "api"))
    tree = open_worktree(repository / "api")
    assert tree.root.resolve() == repository.resolve()
    assert "a b.py" in tree.paths()
    assert not [path for path in tree.paths() if path.startswith(".git/")]
    assert [note.path for note in tree.notes()] == [".git"]
    assert tree.notes()[0].reason.startswith("read as a plain folder, .gitignore not regarded: git cannot be started")


def test_a_repository_of_somebody_else_is_read_as_a_folder_with_gits_reason(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    tree = open_worktree(repository)
    assert "a b.py" in tree.paths()
    assert "dubious ownership" in tree.notes()[0].reason


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        open_worktree(tmp_path / "no/where")
