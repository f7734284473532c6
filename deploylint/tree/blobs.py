"""A tree whose files are git blobs: the index, a commit, or either of them before a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from deploylint.facts.digest import digest
from deploylint.facts.record import dataclass
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
    def _files(self) -> Mapping[str, Entry]:
        if {mode for mode, _ in self.entries.values()}.isdisjoint((LINK, SUBMODULE)):
            return self.entries
        return {path: entry for path, entry in self.entries.items() if entry[0] not in (LINK, SUBMODULE)}

    @cached_property
    def links(self) -> frozenset[str]:
        """The paths of all links."""
        if self._files is self.entries:
            return frozenset()
        return frozenset(path for path, (mode, _) in self.entries.items() if mode == LINK)

    @cached_property
    def names(self) -> str:
        """A digest of all paths, of what may be executed, and of where links lead."""
        said = [
            f"{mode}{blob} {path}" if mode == LINK else f"{mode} {path}" for path, (mode, blob) in self.entries.items()
        ]
        said.sort()
        return digest("\0".join(said)).hex()

    @cached_property
    def blobs(self) -> dict[str, str]:
        """The id of the content of every file; of a link, that of the file it leads to."""
        found = {path: blob for path, (_, blob) in self._files.items()}
        found.update([(link, found[end]) for link, end in self._followed.files.items()])
        return found

    @cached_property
    def _followed(self) -> Followed:
        texts = {path: self.objects.read(self.entries[path][1]) or b"" for path in self.links}
        return follow({path: text.decode("utf-8", "surrogateescape") for path, text in texts.items()}, self._files)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.blobs))

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def read(self, path: str) -> bytes:
        blob = self.blobs.get(path)
        if blob is None:
            raise NotInTree(path)
        data = self.objects.read(blob)
        if data is None:
            raise NotInTree(path, "this clone of the repository does not hold its content")
        return data

    def ahead(self, paths: Iterable[str]) -> None:
        """Have files that will be read one by one. Raises GitError."""
        self.objects.ahead(self.blobs[path] for path in paths if path in self.blobs)

    def size(self, path: str) -> int | None:
        blob = self.blobs.get(path)
        return None if blob is None else self.objects.size(blob)

    def executable(self, path: str) -> bool:
        entry = self._files.get(self._followed.files.get(path, path))
        return entry is not None and entry[0] == EXECUTABLE

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._followed.folders.items())

    def file_links(self) -> tuple[tuple[str, str], ...]:
        """Links to files of the tree, each with the file it finally leads to, sorted."""
        return tuple(self._followed.files.items())

    def notes(self) -> tuple[Skip, ...]:
        modules = (Skip(path, "a submodule") for path, (mode, _) in self.entries.items() if mode == SUBMODULE)
        return tuple(sorted((*self._followed.skipped, *modules)))
