"""Blobs that were asked for ahead are the same as those asked for one by one."""

from __future__ import annotations

from pathlib import Path

from deploylint.tree.commit import open_commit
from deploylint.tree.objects import Objects
from tests.repository import Repository


def test_blobs_had_ahead_are_those_asked_for_one_by_one(tmp_path: Path) -> None:
    made = Repository(tmp_path / "r")
    made.commit({f"data/{n}.txt": f"{n}\n" * (n * 997) for n in range(130)})
    tree = open_commit(made.root, "HEAD", Objects(made.root))
    other = open_commit(made.root, "HEAD", Objects(made.root))
    tree.ahead(("nowhere", *tree.paths(), "data/1.txt"))
    assert [tree.size(path) for path in tree.paths()] == [other.size(path) for path in other.paths()]
    assert [tree.read(path) for path in tree.paths()] == [other.read(path) for path in other.paths()]
    assert [tree.read(path) for path in tree.paths()] == [other.read(path) for path in other.paths()]


def test_a_blob_that_is_not_there_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    made = Repository(tmp_path / "r")
    made.commit({"a": "one\n", "b": "two\n"})
    objects = Objects(made.root)
    first, second = open_commit(made.root, "HEAD", objects).blobs.values()
    objects.ahead((first, "0" * len(first), second))
    assert (objects.read(first), objects.read("0" * len(first)), objects.read(second)) == (b"one\n", None, b"two\n")
