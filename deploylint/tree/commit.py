"""Commits: finding them by name, and their trees."""

from __future__ import annotations

import os
from pathlib import Path

from deploylint.facts.record import dataclass
from deploylint.tree.blobs import BlobTree
from deploylint.tree.git import GitError, run, start
from deploylint.tree.objects import Objects

_EMPTY = {  # by the length of ids: the id of the tree without files, which git knows in every repository
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_DEPTH = "this clone is shallow: fetch the whole history (fetch-depth: 0 in CI, or git fetch --unshallow)"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A work tree as git knows it.

    tip: the commit that is checked out, None before the first one. merging: the commits that a merge which is under way
    brings in.
    """

    root: Path
    tip: str | None
    merging: tuple[str, ...]


def open_checkout(folder: Path) -> Checkout:
    """The work tree that a folder lies in. Raises GitError."""
    process = start(("rev-parse", "--show-toplevel", "--git-path", "MERGE_HEAD", "HEAD^{commit}"), folder)
    output, errors = process.communicate()
    lines = os.fsdecode(output).splitlines()
    if len(lines) < 3:
        raise GitError(errors.decode("utf-8", "replace").partition("\n")[0] or "git rev-parse failed")
    merge = folder / lines[1]
    merging = tuple(merge.read_text("ascii").split()) if merge.is_file() else ()
    return Checkout(Path(lines[0]), None if process.returncode else lines[2], merging)


def find(root: Path, revision: str) -> str:
    """The id of the commit that a revision (branch, tag, `HEAD~2`, id) names. Raises GitError."""
    found = _ask(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", given=revision)
    if found is None:
        why = f"; {_DEPTH}" if _shallow(root) else "; fetch it first, or name another"
        raise GitError(f"there is no commit '{revision}' here{why}")
    return found


def fork(root: Path, base: str, head: str) -> str:
    """The id of the commit at which head left base: what `git diff base...head` compares with. Raises GitError."""
    found = _ask(root, "merge-base", find(root, base), find(root, head))
    if found is None:
        why = _DEPTH if _shallow(root) else "name a commit of the same history"
        raise GitError(f"'{base}' and '{head}' have no commit in common; {why}")
    return found


def published(root: Path, head: str) -> str | None:
    """The newest commit below head that a remote has already, None if all of its history is new. Raises GitError."""
    output = run(("rev-list", "--boundary", find(root, head), "--not", "--remotes"), root).decode("ascii")
    return next((line[1:] for line in output.split() if line.startswith("-")), None)


def nothing(blob: str) -> str:
    """The tree without files, for repositories whose ids are as long as this one."""
    return _EMPTY[len(blob)]


def open_commit(root: Path, commit: str, objects: Objects) -> BlobTree:
    """The files of a commit or tree. Raises GitError."""
    entries = {}
    for record in (
        run(("ls-tree", "-r", "-z", "--full-tree", commit), root).decode("utf-8", "surrogateescape").split("\0")[:-1]
    ):
        head, _, path = record.partition("\t")
        mode, _, blob = head.split(" ")
        entries[path] = (mode, blob)
    return BlobTree(entries, objects)


def _ask(root: Path, *arguments: str, given: str = "") -> str | None:
    """The id that a command prints; None if it fails, or if what was given is an option rather than a revision."""
    if given.startswith("-") or "\0" in given:
        return None
    try:
        lines = run(arguments, root).decode("ascii").split()
    except GitError:
        return None
    return lines[0] if lines else None


def _shallow(root: Path) -> bool:
    return run(("rev-parse", "--is-shallow-repository"), root).strip() == b"true"
