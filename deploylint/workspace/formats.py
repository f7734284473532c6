"""Which format each file of a state has, and which files are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from deploylint.facts.glob import covers
from deploylint.tree.base import Tree
from deploylint.tree.classify import classify_content, needs_content
from deploylint.workspace.blobs import Blobs
from deploylint.workspace.listing import Listing
from deploylint.workspace.store import Store

_LONGEST_SCRIPT = 256_000  # bytes; a file without a suffix that is larger is no script


class Formats:
    """Finds the format of a file when it is first asked for. exclude: patterns of an ignore file, from the root.

    looked: is told each time that the content of files decides.
    """

    def __init__(
        self,
        tree: Tree,
        listing: Listing,
        blobs: Blobs,
        store: Store,
        exclude: tuple[str, ...],
        looked: Callable[[Iterable[str]], None],
    ) -> None:
        self._tree, self._listing, self._blobs, self._store = tree, listing, blobs, store
        self._exclude, self._looked = exclude, looked
        self._known: dict[str, str | None] = {}
        self._inside: set[str] = set()

    def of(self, path: str) -> str | None:
        """The format of a file of the listing; None for what is none, not recognised or excluded."""
        if path not in self._known:
            name = self._store.named(path)[0] or (self._by_content(path) if needs_content(path) else None)
            here = name is not None and self._listing.holds(path) and not self.excluded(path)
            self._known[path] = name if here else None
        elif path in self._inside:
            self._looked((path,))
        return self._known[path]

    def holding(self, name: str) -> Sequence[str]:
        """The files of a format, sorted."""
        found = self._by_format.get(name, ())
        self._looked(self._inside)
        return found

    @cached_property
    def _by_format(self) -> dict[str, list[str]]:
        by_format: dict[str, list[str]] = {}
        for path in self._listing.paths:
            name = self.of(path)
            if name is not None:
                by_format.setdefault(name, []).append(path)
        return by_format

    def excluded(self, path: str) -> bool:
        """True for what is not read: by its name, in a virtual environment, or because the contract says so."""
        return (
            self._store.named(path)[1]
            or path.startswith(self._listing.environments)
            or any(covers(pattern, path) for pattern in self._exclude)
        )

    def _by_content(self, path: str) -> str | None:
        self._inside.add(path)
        self._looked((path,))
        size = self._tree.size(path)
        if size is None or size > _LONGEST_SCRIPT or self.excluded(path):
            return None
        return classify_content(path, self._blobs.data(path) or b"")
