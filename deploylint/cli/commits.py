"""States that only git knows: what is staged, commits, and what differs between them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from deploylint.cli.errors import CannotRun
from deploylint.cli.states import Comparison, State, States, compared
from deploylint.cli.which import Which
from deploylint.tree.blobs import BlobTree
from deploylint.tree.changes import STAGED, Change, between
from deploylint.tree.commit import Checkout, find, fork, nothing, open_checkout, open_commit, published
from deploylint.tree.git import start
from deploylint.tree.index import LISTED, open_index, staged, without
from deploylint.tree.objects import Objects
from deploylint.tree.worktree import open_worktree


def open_states(folder: Path, which: Which) -> States:
    """The states that are asked for, of the work tree that a folder lies in. Raises CannotRun, GitError."""
    ahead = Ahead(folder) if which.staged and (folder / ".git").exists() else None
    try:
        checkout = open_checkout(folder)
    finally:
        said = ahead.results() if ahead is not None else _NOTHING
    if said != _NOTHING and not checkout.root.samefile(folder):
        said = _NOTHING
    objects = Objects(checkout.root)
    if which.pushed:
        which = _pushed(checkout.root)
    if which.revision is not None and which.revision.strip("0") == "":
        return States(checkout.root, State(BlobTree({}, objects)), lenient=True)  # a push that deletes a branch
    if which.staged:
        return _staged(checkout, which.base, objects, said)
    if which.revision is None:
        return _worktree(folder, checkout.root, which.base or "HEAD", objects)
    root, commit = checkout.root, find(checkout.root, which.revision)
    tree = open_commit(root, commit, objects)
    if which.base is None:
        return States(root, _state(tree))
    changes = between(root, fork(root, which.base, commit), commit)
    return compared(root, _state(tree), (_comparison(tree, changes),))


def _pushed(root: Path) -> Which:
    """What pre-commit says of a push; for a branch that is new there, against the newest commit that a remote has."""
    old, new = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if not old or not new:  # pre-commit says neither where the whole history is new
        return Which(revision=os.environ.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD")
    known = old.strip("0") or not new.strip("0")
    return Which(base=old if known else published(root, new), revision=new)


_NOTHING = (None, None)


class Ahead:
    """What `--staged` asks in any case, asked at once in the top folder of a work tree: git can use all processors."""

    def __init__(self, folder: Path) -> None:
        self._listing, self._changes = start(LISTED, folder), start(STAGED, folder)

    def results(self) -> tuple[bytes | None, bytes | None]:
        """What git says is in the index, and how that differs from HEAD; None where it does not say."""
        listing, changes = (process.communicate()[0] for process in (self._listing, self._changes))
        return (
            listing if self._listing.returncode == 0 else None,
            changes if self._changes.returncode == 0 else None,
        )


def _staged(checkout: Checkout, base: str | None, objects: Objects, ahead: tuple[bytes | None, bytes | None]) -> States:
    """The index against HEAD, and against all parents during a merge; alone where it is equal to HEAD."""
    root, (listing, found_ahead) = checkout.root, ahead
    tree = open_index(root, objects, listing)
    if base is not None:
        bases: tuple[str, ...] = (fork(root, base, "HEAD"),)
    elif checkout.tip is not None:
        bases = (checkout.tip, *checkout.merging)
    else:
        bases = tuple(nothing(blob) for _, blob in list(tree.entries.values())[:1])
    changes = []
    for one in bases:
        tree, found = staged(root, tree, one, found_ahead if one == checkout.tip else None)
        changes.append(found)
    if base is None and not checkout.merging and not any(changes):
        return States(root, _state(tree), lenient=True)
    return compared(root, _state(tree), tuple(_comparison(tree, found) for found in changes))


def _worktree(folder: Path, root: Path, base: str, objects: Objects) -> States:
    """The files on disk, untracked ones too, against a commit."""
    tree = open_worktree(folder)
    if tree.root != root:
        raise CannotRun(f"git ignores '{folder}', so there is nothing to compare it with")
    commit = fork(root, base, "HEAD")
    before = open_commit(root, commit, objects)
    changes = between(root, commit, None, worktree=True)
    tracked = {*before.entries, *(change.path for change in changes)}
    comparison = _comparison(before, changes, before)
    new = comparison.paths.union(path for path in tree.paths() if path not in tracked)
    same = {path: blob for path, blob in before.blobs.items() if path not in new and path not in before.links}
    return compared(root, State(tree, same), (replace(comparison, paths=new),))


def _comparison(tree: BlobTree, changes: Iterable[Change], before: BlobTree | None = None) -> Comparison:
    changes = tuple(changes)
    return Comparison(
        _state(before or without(tree, changes)),
        frozenset(change.path for change in changes if change.entry is not None),
        frozenset(change.source for change in changes if change.before is not None),
        {change.source: change.path for change in changes if change.source != change.path},
    )


def _state(tree: BlobTree) -> State:
    return State(tree, tree.blobs)
