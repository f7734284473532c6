"""The one object of a run that remembers: what a tree holds, and what the readers say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import TypeVar

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Source
from deploylint.facts.source import Match
from deploylint.facts.text import Text
from deploylint.tree.base import Tree
from deploylint.workspace.asked import Asked
from deploylint.workspace.blobs import Blobs
from deploylint.workspace.formats import Formats
from deploylint.workspace.notes import notes
from deploylint.workspace.questions import Questions
from deploylint.workspace.readers import reader
from deploylint.workspace.store import Store

FactsT = TypeVar("FactsT", bound=Facts)


class Workspace(Asked):
    """Implements `deploylint.model.workspace.Workspace`, where the methods are described.

    queries: language -> name -> tree-sitter query. exclude: patterns of an ignore file, from the root. blobs: path ->
    a name of its content; what several workspaces of one store hold under one name is read once. focus: as in focused.
    """

    def __init__(
        self,
        tree: Tree,
        queries: Mapping[str, Mapping[str, str]] | None = None,
        exclude: Sequence[str] = (),
        *,
        blobs: Mapping[str, str] | None = None,
        store: Store | None = None,
        focus: Collection[str] | None = None,
    ) -> None:
        super().__init__(tree, store or Store(), blobs, focus)
        self._queries = queries or {}
        self._exclude = tuple(exclude)
        self._blobs = Blobs(tree)
        self._facts: dict[tuple[str, str], Facts | None] = {}
        self._matches: dict[str, tuple[Match, ...]] = {}

    def executable(self, path: str) -> bool:
        path = self._known(path)
        self._asked.modes.add(path)
        return self._tree.executable(path)

    @cached_property
    def _formats(self) -> Formats:
        return Formats(self._tree, self._listing, self._blobs, self._store, self._exclude, self._looked)

    def _looked(self, paths: Iterable[str]) -> None:
        self._asked.contents.update(paths)

    def format(self, path: str) -> str | None:
        path = self._known(path)
        self._asked.places.add(path)
        return self._formats.of(path)

    def of_format(self, *names: str) -> tuple[str, ...]:
        self._asked.formats.update(names)
        if len(names) == 1:
            return tuple(self._formats.holding(names[0]))
        return tuple(sorted(path for name in set(names) for path in self._formats.holding(name)))

    def facts(self, path: str, format_name: str | None = None) -> Facts | None:
        path = self._known(path)
        name = format_name or self.format(path)
        if name is None:
            return None
        self._asked.contents.add(path)
        key = (path, name)
        if key not in self._facts:
            self._facts[key] = self._read(path, name)
        return self._facts[key]

    def _read(self, path: str, name: str) -> Facts | None:
        read = reader(name)
        if read is None or not self._listing.exists(path) or self._formats.excluded(path):
            return None
        known = self._store.facts
        key = (self._names.get(path, ""), name)
        if key in known:
            return known[key]
        source = None if self._blobs.too_large(path, name) else self._blobs.source(path)
        facts = None if source is None else read(source)
        if key[0]:
            known[key] = facts
        return facts

    def get(self, path: str, kind: type[FactsT], format_name: str | None = None) -> FactsT | None:
        found = self.facts(path, format_name)
        return found if isinstance(found, kind) else None

    def matches(self, path: str) -> tuple[Match, ...]:
        path = self._known(path)
        self._asked.contents.add(path)
        if path not in self._matches:
            self._matches[path] = self._query(path)
        return self._matches[path]

    def _query(self, path: str) -> tuple[Match, ...]:
        name = self.format(path) or ""
        language = "bash" if name == "shell" else name
        queries = self._queries.get(language)
        source = self._blobs.source(path) if queries else None
        if not queries or source is None:
            return ()
        from deploylint.read.queries import matches

        return tuple(matches(source, language, queries))

    def script(self, text: Text) -> Script:
        scripts = self._store.scripts
        if text not in scripts:
            from deploylint.read.shell import script

            scripts[text] = script(text)
        return scripts[text]

    def holding(
        self, needles: tuple[bytes, ...], formats: tuple[str, ...] = (), everywhere: bool = False
    ) -> tuple[str, ...]:
        key = (needles, formats)
        if everywhere:
            return self._asked.answered(key, self._everywhere)
        self._asked.searches += 1
        if key not in self._asked.held:
            self._asked.held[key] = tuple(path for path in self._searched(formats) if self._holds(path, needles))
        return self._asked.held[key]

    def _everywhere(self, needles: tuple[bytes, ...], formats: tuple[str, ...]) -> tuple[str, ...]:
        searched = [path for name in formats for path in self._formats.holding(name)]
        self._asked.searched.update(searched)
        self._blobs.ahead(searched)
        return tuple(sorted(path for path in searched if self._holds(path, needles)))

    def ahead(self, paths: Iterable[str]) -> None:
        self._blobs.ahead(paths)

    def holds(self, path: str, needles: tuple[bytes, ...]) -> bool:
        path = self._known(path)
        self._asked.contents.add(path)
        data = self._blobs.searchable(path)
        return any(needle in data for needle in needles)

    def _searched(self, formats: tuple[str, ...]) -> Sequence[str]:
        if self._focus is not None:
            named = ((path, self.format(path)) for path in sorted(self._focus))
            return [path for path, name in named if name is not None and (not formats or name in formats)]
        return self.of_format(*formats) if formats else [path for path in self.paths() if self.format(path)]

    def focused(self, paths: Collection[str]) -> Workspace:
        """The same state, but `holding` and `files` speak of these paths alone: of others nothing is asked."""
        other = copy(self)
        other._focus = frozenset(paths)
        other._asked = Questions()
        return other

    def _holds(self, path: str, needles: tuple[bytes, ...]) -> bool:
        data = self._blobs.searchable(path)
        return any(needle in data for needle in needles) and not self._blobs.reason(path, self._formats.of(path))

    def source(self, path: str) -> Source | None:
        path = self._known(path)
        self._asked.contents.add(path)
        return self._blobs.source(path)

    def agrees(self, other: Workspace, asked: Questions | None = None) -> bool:
        """True if what this workspace was asked has the same answers in another one of its store.

        asked: an earlier account of it; None: all so far.
        """
        asked = asked or self._asked
        return (
            self._listing is other._listing
            and all(self._tree.executable(path) == other._tree.executable(path) for path in asked.modes)
            and all(self._same(path, other) for path in asked.contents | asked.searched if self._listing.exists(path))
            and all(
                self._same(path, other) or other.of(path, question, *arguments) == answer
                for (path, question, arguments), answer in asked.aspects.items()
            )
            and all(other.holding(*question) == found for question, found in asked.held.items())
        )

    def whole(self) -> bool:
        """True if the content of every file that was asked for could be read, whatever it is."""
        return not self._blobs.lost

    def _same(self, path: str, other: Workspace) -> bool:
        name = self._names.get(path)
        return name is not None and name == other._names.get(path)

    def line(self, path: str, number: int) -> str:
        source = self.source(path)
        return source.line(number) if source is not None and 1 <= number <= len(source.starts) else ""

    def files(self) -> tuple[FileNote, ...]:
        self._asked.notes = True
        found = notes(self._listing.paths, self._tree, self._formats, self._blobs, self._focus)
        return tuple(sorted(found, key=lambda note: note.path))
