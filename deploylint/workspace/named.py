"""Which files and folders a state holds, with account of what was asked."""

from __future__ import annotations

from functools import cached_property

from deploylint.tree.base import Tree
from deploylint.workspace.listing import Listing
from deploylint.workspace.questions import Questions
from deploylint.workspace.store import Store


class Named:
    """The part of a workspace that is answered without reading any file."""

    def __init__(self, tree: Tree, store: Store) -> None:
        self._tree = tree
        self._store = store
        self._asked = Questions()

    @cached_property
    def _listing(self) -> Listing:
        return self._store.listing(self._tree)

    def paths(self) -> tuple[str, ...]:
        self._asked.everything = True
        return self._listing.paths

    def exists(self, path: str) -> bool:
        self._asked.places.add(path)
        return self._listing.exists(path)

    def is_folder(self, path: str) -> bool:
        self._asked.folders.add(path)
        return self._listing.is_folder(path)

    def children(self, folder: str) -> tuple[str, ...]:
        self._asked.folders.add(folder)
        return self._listing.children(folder)

    def glob(self, pattern: str, folders: bool = False) -> tuple[str, ...]:
        self._asked.patterns.add((pattern, folders))
        return self._listing.glob(pattern, folders)
