"""Trees that no disk holds: memory, and any tree with some paths changed."""

from __future__ import annotations

import pytest

from deploylint.tree.base import NotInTree, Skip, Tree
from deploylint.tree.memory import MemoryTree
from deploylint.tree.overlay import Overlay

BASE: Tree = MemoryTree(
    {"b/run.sh": b"echo", "a": b"1"},
    executables=frozenset({"b/run.sh"}),
    links={"start": "b/run.sh", "gone": "nothing", "c": "b"},
)


def test_a_tree_in_memory_holds_its_files_and_the_links_to_them() -> None:
    assert BASE.paths() == ("a", "b/run.sh", "start")
    assert BASE.read("start") == b"echo"
    assert BASE.size("start") == 4
    assert BASE.executable("start")
    assert not BASE.executable("a")
    assert BASE.folder_links() == (("c", "b"),)
    assert BASE.notes() == (Skip("gone", "a link to 'nothing', which is not in the repository"),)


@pytest.mark.parametrize("path", ["b", "gone", "c", "A", "", "./a"])
def test_what_is_no_file_cannot_be_read(path: str) -> None:
    with pytest.raises(NotInTree) as caught:
        BASE.read(path)
    assert caught.value.path == path
    assert BASE.size(path) is None
    assert not BASE.executable(path)


def test_an_overlay_replaces_adds_and_deletes() -> None:
    tree = Overlay(BASE, replaced={"a": b"22", "new": b"n"}, deleted=frozenset({"b/run.sh"}))
    assert tree.paths() == ("a", "new", "start")
    assert (tree.read("a"), tree.size("a"), tree.read("new")) == (b"22", 2, b"n")
    assert tree.size("b/run.sh") is None
    assert not tree.executable("b/run.sh")
    assert not tree.executable("new")
    with pytest.raises(NotInTree):
        tree.read("b/run.sh")


def test_a_file_both_deleted_and_replaced_is_there() -> None:
    tree = Overlay(BASE, replaced={"b/run.sh": b"new"}, deleted=frozenset({"b/run.sh"}))
    assert tree.read("b/run.sh") == b"new"
    assert tree.executable("b/run.sh")


def test_a_replaced_link_is_a_file_of_its_own() -> None:
    tree = Overlay(BASE, replaced={"gone": b"x", "c": b"y"})
    assert tree.notes() == ()
    assert tree.folder_links() == ()
    assert tree.read("gone") == b"x"


def test_an_overlay_without_changes_is_its_base() -> None:
    tree = Overlay(BASE)
    assert tree.paths() == BASE.paths()
    assert [tree.read(path) for path in tree.paths()] == [BASE.read(path) for path in BASE.paths()]
    assert (tree.notes(), tree.folder_links()) == (BASE.notes(), BASE.folder_links())
