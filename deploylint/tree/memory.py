"""A tree in memory: the examples of rules, and tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from deploylint.facts.record import dataclass
from deploylint.tree.base import NotInTree, Skip
from deploylint.tree.links import Followed, follow


@dataclass(frozen=True)
class MemoryTree:
    """files: path -> bytes; executables: those of them that may be executed; links: path -> text of the link."""

    files: Mapping[str, bytes]
    executables: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _followed(self) -> Followed:
        return follow(self.links, self.files)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted({*self.files, *self._followed.files}))

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def read(self, path: str) -> bytes:
        data = self.files.get(self._real(path))
        if data is None:
            raise NotInTree(path)
        return data

    def size(self, path: str) -> int | None:
        data = self.files.get(self._real(path))
        return None if data is None else len(data)

    def executable(self, path: str) -> bool:
        return self._real(path) in self.executables

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._followed.folders.items())

    def file_links(self) -> tuple[tuple[str, str], ...]:
        """Links to files of the tree, each with the file it finally leads to, sorted."""
        return tuple(self._followed.files.items())

    def notes(self) -> tuple[Skip, ...]:
        return self._followed.skipped

    def _real(self, path: str) -> str:
        return self._followed.files.get(path, path)
