"""What a workspace was asked: where the answers are the same in another state, so is all that was drawn from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deploylint.facts.glob import select
from deploylint.tree.classify import classify, needs_content
from deploylint.workspace.listing import ENVIRONMENT_MARK, above

Aspect = tuple[str, Callable[..., object], tuple[str, ...]]  # a path, what is asked of it, and the arguments
Search = tuple[tuple[bytes, ...], tuple[str, ...]]  # any of these bytes, in files of these formats


class Questions:
    """contents: files whose content was asked for, modes: whose mode was, whether they are there or not.

    places, folders, children, patterns, formats: what was asked about names alone; everything: so was the whole
    listing. aspects: what was asked of the content of one file by a question, and the answers.
    held: which files of the focus hold which bytes, with the answers; searches: how often that was asked. found: which
    files of all do, with the answers; searched: those that were looked into. notes: so was what became of every file.
    """

    __slots__ = (
        "aspects", "children", "contents", "everything", "folders", "formats", "found", "held", "modes", "notes",
        "patterns", "places", "searched", "searches",
    )  # fmt: skip

    def __init__(self) -> None:
        self.contents: set[str] = set()
        self.modes: set[str] = set()
        self.aspects: dict[Aspect, object] = {}
        self.places: set[str] = set()
        self.folders: set[str] = set()
        self.children: set[str] = set()
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
        both.add(self)
        both.add(other)
        return both

    def add(self, other: Questions) -> None:
        """Count the others among these."""
        self.contents |= other.contents
        self.modes |= other.modes
        self.aspects |= other.aspects
        self.places |= other.places
        self.folders |= other.folders
        self.children |= other.children
        self.patterns |= other.patterns
        self.formats |= other.formats
        self.held |= other.held
        self.found |= other.found
        self.searched |= other.searched
        self.everything |= other.everything
        self.notes |= other.notes
        self.searches += other.searches

    def only_of(self, path: str) -> bool:
        """True if nothing was asked but for the content of this file."""
        names = self.places | self.folders | self.children | self.contents | self.modes
        return names <= {path} and not (self.patterns or self.formats or self.found or self.everything or self.searches)

    def concerned(self, paths: Iterable[str]) -> bool:
        """True if an answer about names may be another one where one of these files comes or goes.

        Of a tree without links; folders are left to those who can compare them.
        """
        return any(
            self.everything
            or path.endswith(ENVIRONMENT_MARK)
            or path in self.places
            or path in self.contents
            or path in self.modes
            or needs_content(path)
            or classify(path) in self.formats
            or any(select(pattern, (path, *above(path)) if folders else (path,)) for pattern, folders in self.patterns)
            for path in paths
        )
