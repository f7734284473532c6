"""Which files and folders there are: questions about paths, answered without reading any file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from deploylint.facts.glob import literal_name, literal_start, select
from deploylint.facts.record import dataclass

ENVIRONMENT_MARK = "/pyvenv.cfg"  # lies at the top of every Python virtual environment, whatever its name


def above(path: str) -> Iterator[str]:
    """The folders that a path lies in, the innermost first, without the root."""
    at = path.rfind("/")
    while at > 0:
        path = path[:at]
        yield path
        at = path.rfind("/")


@dataclass(frozen=True)
class Listing:
    """paths: all files, sorted; links: links to folders, each with the folder it leads to."""

    paths: tuple[str, ...]
    links: Mapping[str, str]

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(self.paths)

    @cached_property
    def environments(self) -> tuple[str, ...]:
        """The folders of virtual environments, each with a `/` at its end."""
        return tuple(p[: -len(ENVIRONMENT_MARK) + 1] for p in self.paths if p.endswith(ENVIRONMENT_MARK))

    @cached_property
    def _children(self) -> dict[str, set[str]]:
        """Each folder with the names of what lies in it."""
        children: dict[str, set[str]] = {"": set()}
        for path in (*self.paths, *self.links):
            folder, _, name = path.rpartition("/")
            while True:
                known = children.get(folder)
                if known is not None:
                    known.add(name)
                    break
                children[folder] = {name}
                folder, _, name = folder.rpartition("/")
        return children

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """The paths of files and folders by their last segment, sorted."""
        by_name: dict[str, list[str]] = {}
        for path in self._everything:
            by_name.setdefault(path[path.rfind("/") + 1 :], []).append(path)
        return by_name

    @cached_property
    def _everything(self) -> tuple[str, ...]:
        folders = {*self._children, *self.links} - {""}
        return tuple(sorted({*self.paths, *folders}))

    def real(self, path: str) -> str:
        """The path without links to folders on its way."""
        for link, end in self.links.items():
            if path == link or path.startswith(link + "/"):
                return self.real((end + path[len(link) :]).lstrip("/"))  # ends hold no links: this one is used up
        return path

    def holds(self, path: str) -> bool:
        """True for a file under its own path."""
        return path in self._files

    def exists(self, path: str) -> bool:
        return path in self._files or (bool(self.links) and self.real(path) in self._files)

    def is_folder(self, path: str) -> bool:
        return self.real(path) in self._children

    def children(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(self._children.get(self.real(folder), ())))

    @cached_property
    def _globs(self) -> dict[tuple[str, bool], tuple[str, ...]]:
        return {}

    def glob(self, pattern: str, folders: bool) -> tuple[str, ...]:
        """Linked folders are named as such, but what lies in them has one path only."""
        key = (pattern, folders)
        if key not in self._globs:
            self._globs[key] = self._find(pattern, folders)
        return self._globs[key]

    def _find(self, pattern: str, folders: bool) -> tuple[str, ...]:
        start = literal_start(pattern)
        name = literal_name(pattern)
        everything = self._everything if folders else self.paths
        candidates: Sequence[str]
        if name is not None:
            candidates = self._by_name.get(name, ())
        else:
            first = bisect_left(everything, start)
            last = bisect_left(everything, start + "\U0010ffff") if start else len(everything)
            candidates = everything[first:last]
        found = select(pattern, candidates)
        return found if folders or name is None else tuple(path for path in found if path in self._files)
