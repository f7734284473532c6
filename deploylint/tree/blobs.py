"""A tree whose files are git blobs: the index, a commit, or either of them before a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from deploylint.tree.base import NotInTree, Skip
from deploylint.tree.links import Followed, follow
from deploylint.tree.objects import Objects

EXECUTABLE, LINK, SUBMODULE = "100755", "120000", "160000"

Entry = tuple[str, str]  # the mode as git writes it, and the id of the blob


@dataclass(frozen=True)
class BlobTree:
    """entries: path -> mode and blob of everything git lists, submodules included."""

    entries: Mapping[str, Entry]
    objects: Objects

    @cached_property
    def _files(self) -> dict[str, Entry]:
        return {path: entry for path, entry in self.entries.items() if entry[0] not in (LINK, SUBMODULE)}

    @cached_property
    def _followed(self) -> Followed:
        links = {path: blob for path, (mode, blob) in self.entries.items() if mode == LINK}
        return follow({path: self._text(blob) for path, blob in links.items()}, self._files)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted((*self._files, *self._followed.files)))

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def read(self, path: str) -> bytes:
        blob = self.blob(path)
        if blob is None:
            raise NotInTree(path)
        data = self.objects.read(blob)
        if data is None:
            raise NotInTree(path, "this clone of the repository does not hold its content")
        return data

    def size(self, path: str) -> int | None:
        blob = self.blob(path)
        return None if blob is None else self.objects.size(blob)

    def blob(self, path: str) -> str | None:
        """The id of a file's content, or None if there is no such file."""
        entry = self._files.get(self._followed.files.get(path, path))
        return None if entry is None else entry[1]

    def executable(self, path: str) -> bool:
        entry = self._files.get(self._followed.files.get(path, path))
        return entry is not None and entry[0] == EXECUTABLE

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._followed.folders.items())

    def notes(self) -> tuple[Skip, ...]:
        modules = (Skip(path, "a submodule") for path, (mode, _) in self.entries.items() if mode == SUBMODULE)
        return tuple(sorted((*self._followed.skipped, *modules)))

    def _text(self, blob: str) -> str:
        """The text of a link."""
        return (self.objects.read(blob) or b"").decode("utf-8", "surrogateescape")
