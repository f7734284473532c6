"""Which files and folders a state holds, with account of what was asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from deploylint.facts.glob import escape
from deploylint.tree.base import Tree
from deploylint.workspace.listing import Listing, above
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
        self._asked.children.add(folder)
        return self._listing.children(folder)

    def ending(self, endings: tuple[str, ...]) -> tuple[str, ...]:
        self._asked.patterns.update((f"**/*{escape(one)}", False) for one in endings)
        return tuple(path for path in self._listing.paths if path.endswith(endings))

    def glob(self, pattern: str, folders: bool = False) -> tuple[str, ...]:
        self._asked.patterns.add((pattern, folders))
        return self._listing.glob(pattern, folders)


def regrouped(asked: Questions, moved: Iterable[str], before: Named, after: Named) -> bool:
    """True if folders that were asked for come, go or hold other names where these files come or go."""
    around = {folder for path in moved for folder in ("", *above(path))}
    return any(before.is_folder(one) != after.is_folder(one) for one in around & asked.folders) or any(
        before.children(one) != after.children(one) for one in around & asked.children
    )
