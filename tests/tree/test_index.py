"""What is staged, read from the index of real repositories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deploylint.tree.base import NotInTree, Skip
from deploylint.tree.blobs import BlobTree
from deploylint.tree.changes import Change
from deploylint.tree.commit import find, nothing, open_checkout, open_commit
from deploylint.tree.git import GitError
from deploylint.tree.index import open_index, staged, without
from deploylint.tree.objects import LARGEST, Objects
from tests.repository import Repository, isolate


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch)


@pytest.fixture(params=["sha1", "sha256"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "r", f"--object-format={request.param}")
    made.commit({"a b.py": "a\n", "api/Dockerfile": "FROM x\n", "ü/é.txt": "u\n", "empty/__init__.py": ""})
    return made


def index(repository: Repository) -> BlobTree:
    return open_index(repository.root, Objects(repository.root))


def against_head(repository: Repository) -> tuple[BlobTree, tuple[Change, ...]]:
    checkout = open_checkout(repository.root)
    assert checkout.tip is not None
    return staged(repository.root, index(repository), checkout.tip)


def test_the_index_is_read_and_not_the_work_tree(repository: Repository) -> None:
    repository.stage({"a b.py": "staged\n", "new.py": "new\n"})
    repository.write({"a b.py": "later\n", "untracked.py": "x\n"})
    (repository.root / "new.py").unlink()
    tree = index(repository)
    assert tree.paths() == ("a b.py", "api/Dockerfile", "empty/__init__.py", "new.py", "ü/é.txt")
    assert (tree.read("a b.py"), tree.read("new.py"), tree.size("new.py")) == (b"staged\n", b"new\n", 4)
    assert tree.notes() == ()


def test_blobs_are_what_is_read_whatever_a_checkout_makes_of_them(repository: Repository) -> None:
    repository.stage({".gitattributes": "* text=auto eol=crlf\n"})
    repository.stage({"crlf.py": "x = 1\r\n"})
    assert index(repository).read("crlf.py") == b"x = 1\n"


def test_what_the_index_does_not_hold_cannot_be_read(repository: Repository) -> None:
    repository.git("rm", "-q", "--cached", "a b.py")
    tree = index(repository)
    for path in ("a b.py", "api", "../x"):
        assert tree.size(path) is None
        with pytest.raises(NotInTree):
            tree.read(path)


def test_what_is_only_meant_to_be_added_is_not_staged(repository: Repository) -> None:
    repository.write({"meant.py": "breakpoint()\n"})
    repository.git("add", "-N", "meant.py")
    tree, changes = against_head(repository)
    assert "meant.py" not in tree.paths()
    assert changes == ()


def test_a_new_empty_file_is_staged_beside_one_that_is_only_meant(repository: Repository) -> None:
    repository.stage({"package/__init__.py": ""})
    repository.write({"meant.py": "x\n"})
    repository.git("add", "-N", "meant.py")
    tree, changes = against_head(repository)
    assert [change.path for change in changes] == ["package/__init__.py"]
    assert "package/__init__.py" in tree.paths()
    assert "meant.py" not in tree.paths()


def test_an_empty_file_that_was_taken_out_and_is_only_meant_to_come_back_is_gone(repository: Repository) -> None:
    repository.git("rm", "-q", "--cached", "empty/__init__.py")
    repository.git("add", "-N", "empty/__init__.py")
    tree, changes = against_head(repository)
    assert [(change.path, change.entry) for change in changes] == [("empty/__init__.py", None)]
    assert "empty/__init__.py" not in tree.paths()


@pytest.mark.parametrize("named", ["relative", "absolute"])
def test_the_same_holds_of_an_index_that_the_environment_names(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/other" if named == "relative" else str(repository.root / ".git/other"))
    repository.git("read-tree", "HEAD")
    repository.git("rm", "-q", "--cached", "empty/__init__.py")
    repository.git("add", "-N", "empty/__init__.py")
    repository.stage({"filled/__init__.py": ""})
    tree, changes = against_head(repository)
    assert {change.path for change in changes} | {change.source for change in changes} == {
        "empty/__init__.py",
        "filled/__init__.py",
    }
    assert "empty/__init__.py" not in tree.paths()


def test_empty_files_that_nobody_touched_are_no_changes_in_an_index_with_flags(repository: Repository) -> None:
    repository.git("update-index", "--index-version=4")
    tree, changes = against_head(repository)
    assert changes == ()
    assert "empty/__init__.py" in tree.paths()


def test_before_the_first_commit_everything_staged_is_new(tmp_path: Path) -> None:
    for name in ("sha1", "sha256"):
        repository = Repository(tmp_path / name, f"--object-format={name}")
        repository.stage({"a.py": "x\n", "b/__init__.py": ""})
        assert open_checkout(repository.root).tip is None
        tree = index(repository)
        tree, changes = staged(repository.root, tree, nothing(tree.entries["a.py"][1]))
        assert [change.path for change in changes] == ["a.py", "b/__init__.py"]
        assert without(tree, changes).paths() == ()


def test_the_tree_without_its_changes_is_the_one_before_them(repository: Repository) -> None:
    before = open_commit(repository.root, find(repository.root, "HEAD"), Objects(repository.root))
    repository.git("mv", "api/Dockerfile", "Dockerfile")
    repository.git("rm", "-q", "ü/é.txt")
    repository.git("update-index", "--chmod=+x", "a b.py")
    repository.stage({"new.py": "new\n", "empty/__init__.py": "full\n"})
    tree, changes = against_head(repository)
    assert {change.source: change.path for change in changes if change.source != change.path} == {
        "api/Dockerfile": "Dockerfile"
    }
    assert tree.executable("a b.py")
    assert dict(without(tree, changes).entries) == dict(before.entries)
    assert without(tree, changes).read("api/Dockerfile") == b"FROM x\n"


def test_conflicts_are_one_clear_error(repository: Repository) -> None:
    repository.git("checkout", "-qb", "other")
    repository.commit({"a b.py": "theirs\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"a b.py": "ours\n"})
    repository.git("merge", "other", check=False)
    with pytest.raises(GitError, match=r"'a b\.py' in conflict; resolve it and stage the result"):
        index(repository)


def test_a_merge_that_is_under_way_names_its_commits(repository: Repository) -> None:
    repository.git("checkout", "-qb", "other")
    other = repository.commit({"b.py": "b\n"})
    repository.git("checkout", "-q", "main")
    assert open_checkout(repository.root).merging == ()
    repository.commit({"c.py": "c\n"})
    repository.git("merge", "-q", "--no-commit", "--no-ff", "other")
    (repository.root / "api").mkdir(exist_ok=True)
    assert open_checkout(repository.root / "api").merging == (other,)


def test_another_index_is_read_where_git_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage({"a b.py": "staged\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.root / ".git/other-index"))
    repository.git("read-tree", "HEAD")
    repository.stage({"only.py": "x\n"})
    tree = index(repository)
    assert (tree.read("a b.py"), tree.read("only.py")) == (b"a\n", b"x\n")


def test_a_linked_worktree_has_an_index_of_its_own(repository: Repository, tmp_path: Path) -> None:
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "linked")
    linked = Repository.__new__(Repository)
    linked.root = tmp_path / "linked"
    linked.stage({"a b.py": "linked\n"})
    checkout = open_checkout(tmp_path / "linked/api")
    assert checkout.root.resolve() == (tmp_path / "linked").resolve()
    assert (index(linked).read("a b.py"), index(repository).read("a b.py")) == (b"linked\n", b"a\n")


def test_submodules_are_named_and_not_entered(repository: Repository) -> None:
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{find(repository.root, 'HEAD')},module")
    tree = index(repository)
    assert tree.notes() == (Skip("module", "a submodule"),)
    assert "module" not in tree.paths()


def test_links_are_followed_within_the_index(repository: Repository) -> None:
    for link, end in (("start", "api/Dockerfile"), ("folder", "api"), ("out", "/etc/passwd"), ("gone", "nothing")):
        blob = repository.git("hash-object", "-w", "--path=x", write_text(repository.root.parent / "text", end))
        repository.git("update-index", "--add", "--cacheinfo", f"120000,{blob},{link}")
    tree = index(repository)
    assert tree.read("start") == b"FROM x\n"
    assert tree.blobs["start"] == tree.blobs["api/Dockerfile"]
    assert tree.folder_links() == (("folder", "api"),)
    assert [note.path for note in tree.notes()] == ["gone", "out"]


def write_text(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_blob_that_is_too_large_has_a_size_alone(repository: Repository) -> None:
    repository.stage({"large": "x" * (LARGEST + 1), "small": "y"})
    tree = index(repository)
    assert tree.size("large") == LARGEST + 1
    with pytest.raises(NotInTree):
        tree.read("large")
    assert tree.read("small") == b"y"


def test_a_blob_that_the_clone_does_not_hold_cannot_be_read(repository: Repository) -> None:
    missing = "1" * len(find(repository.root, "HEAD"))
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{missing},lost.py")
    tree = index(repository)
    assert tree.size("lost.py") is None
    with pytest.raises(NotInTree) as raised:
        tree.read("lost.py")
    assert raised.value.reason == "this clone of the repository does not hold its content"
    assert tree.read("a b.py") == b"a\n"


@pytest.mark.xfail(os.name == "nt", reason="no such names there", strict=False)
def test_names_that_are_no_utf8_can_be_read(repository: Repository) -> None:
    blob = find_blob(repository, "a b.py")
    name = os.fsdecode(b"caf\xe9.py")
    repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    assert index(repository).read("caf\udce9.py") == b"a\n"


def find_blob(repository: Repository, path: str) -> str:
    return repository.git("rev-parse", f":{path}")
