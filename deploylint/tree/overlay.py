"""Any tree with some files replaced or deleted: standard input, the buffers of an editor, a fix that is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from deploylint.facts.record import dataclass
from deploylint.tree.base import NotInTree, Skip, Tree


@dataclass(frozen=True)
class Overlay:
    """base, but for the files replaced (path -> bytes, new ones too) and those deleted.

    A replaced file may be executed if it may in base. Other links to a replaced file keep its old content.
    """

    base: Tree
    replaced: Mapping[str, bytes] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return tuple(sorted({*self.base.paths(), *self.replaced} - self._gone))

    @cached_property
    def _gone(self) -> frozenset[str]:
        return self.deleted - self.replaced.keys()

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def read(self, path: str) -> bytes:
        if path in self._gone:
            raise NotInTree(path)
        data = self.replaced.get(path)
        return self.base.read(path) if data is None else data

    def size(self, path: str) -> int | None:
        if path in self._gone:
            return None
        data = self.replaced.get(path)
        return self.base.size(path) if data is None else len(data)

    def executable(self, path: str) -> bool:
        return path not in self._gone and self.base.executable(path)

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        return tuple((link, end) for link, end in self.base.folder_links() if link not in self._hidden)

    def notes(self) -> tuple[Skip, ...]:
        return tuple(note for note in self.base.notes() if note.path not in self._hidden)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        return self.deleted | self.replaced.keys()
