"""What a workspace was asked: where the answers are the same in another state, so is all that was drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deploylint.facts.glob import select
from deploylint.tree.classify import classify, needs_content
from deploylint.workspace.listing import above

ENVIRONMENT_MARK = "/pyvenv.cfg"  # lies at the top of every Python virtual environment, whatever its name
Search = tuple[tuple[bytes, ...], tuple[str, ...]]  # any of these bytes, in files of these formats


class Questions:
    """contents: files whose content or mode was asked for, whether they are there or not.

    places, folders, patterns, formats: what was asked about names alone; everything: so was the whole listing.
    held: which files of the focus hold which bytes, with the answers; searches: how often that was asked. found: which
    files of all do, with the answers; searched: those that were looked into. notes: so was what became of every file.
    """

    __slots__ = (
        "contents", "everything", "folders", "formats", "found", "held", "notes", "patterns", "places", "searched",
        "searches",
    )  # fmt: skip

    def __init__(self) -> None:
        self.contents: set[str] = set()
        self.places: set[str] = set()
        self.folders: set[str] = set()
        self.patterns: set[tuple[str, bool]] = set()
        self.formats: set[str] = set()
        self.held: dict[Search, tuple[str, ...]] = {}
        self.found: dict[Search, tuple[str, ...]] = {}
        self.searched: set[str] = set()
        self.everything = False
        self.searches = 0
        self.notes = False

    def answered(
        self, search: Search, find: Callable[[tuple[bytes, ...], tuple[str, ...]], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Which of all files hold what is searched for."""
        if search not in self.found:
            self.found[search] = find(*search)
        return self.found[search]

    def also(self, other: Questions) -> Questions:
        """These and the others, as they are now."""
        both = Questions()
        for one in (self, other):
            both.contents |= one.contents
            both.places |= one.places
            both.folders |= one.folders
            both.patterns |= one.patterns
            both.formats |= one.formats
            both.held |= one.held
            both.found |= one.found
            both.searched |= one.searched
            both.everything |= one.everything
            both.notes |= one.notes
            both.searches += one.searches
        return both

    def concerned(self, paths: Iterable[str]) -> bool:
        """True if an answer about names may be another one where one of these files comes or goes.

        Of a tree without links.
        """
        return any(
            self.everything
            or path.endswith(ENVIRONMENT_MARK)
            or path in self.places
            or path in self.contents
            or needs_content(path)
            or classify(path) in self.formats
            or any(folder in self.folders for folder in ("", *above(path)))
            or any(select(pattern, (path, *above(path)) if folders else (path,)) for pattern, folders in self.patterns)
            for path in paths
        )
