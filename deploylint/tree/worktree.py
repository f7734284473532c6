"""The work tree: the files on disk, as git lists them; without git a plain folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from deploylint.facts.record import dataclass
from deploylint.tree.base import NotInTree, Skip
from deploylint.tree.folder import walk
from deploylint.tree.git import GitError, Listed, listed, top_level
from deploylint.tree.links import Followed, follow

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def open_worktree(start: Path) -> WorkTree:
    """The work tree that a folder (or the folder of a file) belongs to.

    Its root is git's top level. Outside a repository, or in a folder that git ignores, it is the folder itself; where
    git is missing or refuses, the nearest folder upwards that holds `.git`, with a note. Raises NotADirectoryError.
    """
    folder = start if start.is_dir() else start.parent
    if not folder.is_dir():
        raise NotADirectoryError(str(start))
    try:
        root = top_level(folder)
        entries = listed(root)
    except GitError as error:
        return _without_git(folder, str(error))
    if _holds(entries, root, folder):
        return WorkTree(root, entries)
    return WorkTree(folder.resolve(), walk(folder))


def _without_git(folder: Path, reason: str) -> WorkTree:
    folder = folder.resolve()
    root = next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    if root is None:
        return WorkTree(folder, walk(folder))
    return WorkTree(root, walk(root), (Skip(".git", f"read as a plain folder, .gitignore not regarded: {reason}"),))


def _holds(entries: Iterable[Listed], root: Path, folder: Path) -> bool:
    """True if git lists anything in the folder: in one that it ignores, it does not."""
    inner = Path(os.path.relpath(folder.resolve(), root.resolve())).as_posix()
    return inner == "." or any(entry.path.startswith(inner + "/") for entry in entries)


@dataclass(frozen=True)
class WorkTree:
    """The files below root. entries: what was listed there; remarks: notes on the listing itself."""

    root: Path
    entries: tuple[Listed, ...]
    remarks: tuple[Skip, ...] = ()

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """Each path with its kind; files that git does not track are looked up."""
        kinds = {}
        for entry in self.entries:
            kinds[entry.path] = self._look(entry.path) if entry.kind == "unknown" else entry.kind
        return kinds

    @cached_property
    def _followed(self) -> Followed:
        links = {path: self._link(path) for path, kind in self._kinds.items() if kind == "link"}
        return follow(links, [path for path, kind in self._kinds.items() if kind == "file"]) if links else Followed()

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        files = [path for path, kind in self._kinds.items() if kind == "file"]
        return tuple(sorted([*files, *self._followed.files]))

    @cached_property
    def _executable(self) -> dict[str, bool | None]:
        return {entry.path: entry.executable for entry in self.entries}

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def read(self, path: str) -> bytes:
        if self._kinds.get(path) not in ("file", "link"):
            raise NotInTree(path)
        try:
            descriptor = os.open(self._disk(self._real(path)), os.O_RDONLY | _NO_FOLLOW)
            with os.fdopen(descriptor, "rb") as file:
                return file.read()
        except OSError as error:
            raise NotInTree(path, f"cannot be read: {error.strerror}") from error

    def size(self, path: str) -> int | None:
        status = self._status(path)
        return None if status is None else status.st_size

    def executable(self, path: str) -> bool:
        """As the disk says; where it has no such bit (Windows) as the index says, and true for untracked files."""
        if os.name != "nt":
            status = self._status(path)
            return status is not None and bool(status.st_mode & 0o111)
        return path in self._kinds and self._executable.get(self._real(path)) is not False

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._followed.folders.items())

    def file_links(self) -> tuple[tuple[str, str], ...]:
        """Links to files of the tree, each with the file it finally leads to, sorted."""
        return tuple(self._followed.files.items())

    def notes(self) -> tuple[Skip, ...]:
        nested = (
            Skip(path, "a submodule or nested repository") for path, kind in self._kinds.items() if kind == "submodule"
        )
        return (*self.remarks, *sorted((*self._followed.skipped, *nested)))

    def _real(self, path: str) -> str:
        return self._followed.files.get(path, path)

    def _status(self, path: str) -> os.stat_result | None:
        if self._kinds.get(path) not in ("file", "link"):
            return None
        try:
            status = os.lstat(self._disk(self._real(path)))
        except OSError:
            return None
        return status if stat.S_ISREG(status.st_mode) else None

    def _look(self, path: str) -> str:
        try:
            mode = os.lstat(self._disk(path)).st_mode
        except OSError:
            return "other"
        return "link" if stat.S_ISLNK(mode) else "file" if stat.S_ISREG(mode) else "other"

    def _link(self, path: str) -> str:
        """The text of a link; where links are checked out as files (core.symlinks) the text of the file."""
        disk = self._disk(path)
        try:
            text = os.fsencode(os.readlink(disk)).decode("utf-8", "surrogateescape")
        except OSError:
            try:
                with open(disk, "rb") as file:
                    text = file.read(4096).decode("utf-8", "surrogateescape")
            except OSError:
                return ""
        return text.replace("\\", "/") if os.name == "nt" else text

    def _disk(self, path: str) -> str:
        """The path as this machine's file system writes it, whatever its encoding."""
        return f"{self.root}/{os.fsdecode(path.encode('utf-8', 'surrogateescape'))}"
