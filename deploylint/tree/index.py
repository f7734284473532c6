"""What is staged: the git index (or the one that GIT_INDEX_FILE names), without a look at the work tree."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from deploylint.tree.blobs import BlobTree, Entry
from deploylint.tree.changes import Change, between, listed
from deploylint.tree.git import GitError, run
from deploylint.tree.objects import Objects

_EMPTY = {  # by the length of ids: the id of the empty blob
    40: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    64: "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
}


LISTED = ("ls-files", "--stage", "-z")


def open_index(root: Path, objects: Objects, listing: bytes | None = None) -> BlobTree:
    """The staged files. listing: what git has said to LISTED. Raises GitError, also if a merge left conflicts."""
    output = run(LISTED, root) if listing is None else listing
    records = output.decode("utf-8", "surrogateescape").split("\0")[:-1]
    entries: dict[str, Entry] = {}
    tab = records[0].index("\t") if records else 0  # `mode id stage`, all as long as in the first one
    for record in records:
        if record[tab - 1] != "0":
            path = record[tab + 1 :]
            raise GitError(f"the index holds '{path}' in conflict; resolve it and stage the result with git add")
        entries[record[tab + 1 :]] = (record[:6], record[7 : tab - 2])
    return BlobTree(entries, objects)


def staged(root: Path, tree: BlobTree, base: str, found: bytes | None = None) -> tuple[BlobTree, tuple[Change, ...]]:
    """The index without what is only meant to be added (`git add -N`), and how it differs from a commit or tree.

    Such entries look like empty files: git is asked once more only if an empty file seems to be new, or if one that
    the commit has, too, may be such an entry, which means that the file was taken out. found: what git has said to
    STAGED, where the commit is HEAD. Raises GitError.
    """
    changes = between(root, base, None) if found is None else listed(found)
    empty = {change.path for change in changes if change.entry is not None and _is_empty(change.entry)}
    if not empty and not _may_intend(root, tree):
        return tree, changes
    changes = between(root, base, None, intended=False)
    real = {change.path for change in changes if change.entry is not None}
    meant = (empty | {change.source for change in changes}) - real
    kept = {path: entry for path, entry in tree.entries.items() if path not in meant}
    return replace(tree, entries=kept), changes


def _may_intend(root: Path, tree: BlobTree) -> bool:
    """True unless the index surely holds nothing that is only meant to be added.

    Git writes an index of version 3 only where an entry has such a flag, or the one of sparse checkouts; version 4,
    which has to be asked for, always has room for them (git-scm.com/docs/index-format).
    """
    if not any(_is_empty(entry) for entry in tree.entries.values()):
        return False
    named = os.environ.get("GIT_INDEX_FILE")
    try:
        with (root / named if named else root / ".git" / "index").open("rb") as file:
            return file.read(8) != b"DIRC\0\0\0\2"
    except OSError:
        return True  # a linked work tree


def _is_empty(entry: Entry) -> bool:
    return entry[1] == _EMPTY[len(entry[1])]


def without(tree: BlobTree, changes: Iterable[Change]) -> BlobTree:
    """The tree as it was before these changes."""
    changes = tuple(changes)
    entries = dict(tree.entries)
    for change in changes:
        entries.pop(change.path, None)
    for change in changes:
        if change.before is not None:
            entries[change.source] = change.before
    return replace(tree, entries=entries)
