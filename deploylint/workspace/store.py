"""What several workspaces of one run share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.text import Text
from deploylint.tree.base import Tree
from deploylint.tree.classify import classify
from deploylint.tree.excludes import excluded
from deploylint.workspace.listing import Listing


class Recall(Protocol):
    """What earlier runs know of a question about one file: path, name of its content, question, arguments."""

    def __call__(self, path: str, name: str, question: Callable[..., object], arguments: tuple[str, ...], /) -> object:
        """The answer; UNKNOWN if it is not known."""


UNKNOWN = object()


class Store:
    """facts: name of a content and format -> what its reader says; scripts: text -> its commands.

    recall: asked before a file is read for a question about it.
    """

    def __init__(self, recall: Recall | None = None) -> None:
        self.recall = recall
        self.facts: dict[tuple[str, str], Facts | None] = {}
        self.scripts: dict[Text, Script] = {}
        self._listings: list[Listing] = []
        self._named: dict[str, tuple[str | None, bool]] = {}

    def listing(self, tree: Tree) -> Listing:
        """The paths of a tree; one object for trees with the same paths."""
        paths, links = tree.paths(), dict(tree.folder_links())
        for known in self._listings:
            if known.paths == paths and known.links == links:
                return known
        self._listings.append(Listing(paths, links))
        return self._listings[-1]

    def named(self, path: str) -> tuple[str | None, bool]:
        """The format that a path names, and whether files there are not read by default."""
        known = self._named.get(path)
        if known is None:
            known = self._named[path] = (classify(path), excluded(path))
        return known
