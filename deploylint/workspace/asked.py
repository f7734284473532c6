"""Questions that are answered once: what was drawn from a state, and what is said of one of its files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar, cast

from deploylint.tree.base import Tree
from deploylint.workspace.named import Named
from deploylint.workspace.questions import Questions
from deploylint.workspace.store import UNKNOWN, Store

AnswerT = TypeVar("AnswerT")


class Asked(Named):
    """The part of a workspace that remembers answers. names, focus: as in Workspace."""

    def __init__(
        self, tree: Tree, store: Store, names: Mapping[str, str] | None, focus: Collection[str] | None
    ) -> None:
        super().__init__(tree, store)
        self._names = names or {}
        self._focus = None if focus is None else frozenset(focus)
        self._answers: dict[str, object] = {}

    def remember(self, name: str, compute: Callable[[], AnswerT]) -> AnswerT:
        if name not in self._answers:
            self._answers[name] = compute()
        return cast(AnswerT, self._answers[name])

    def of(self, path: str, question: Callable[..., AnswerT], *arguments: str) -> AnswerT:
        path = self._known(path)
        key = (path, question, arguments)
        if key not in self._asked.aspects:
            answer = self._recalled(path, question, arguments)
            self._asked.aspects[key] = self._asked_of(path, question, arguments) if answer is UNKNOWN else answer
        return cast(AnswerT, self._asked.aspects[key])

    def _recalled(self, path: str, question: Callable[..., object], arguments: tuple[str, ...]) -> object:
        """What an earlier run knows; of a file that the change alters it knows nothing."""
        recall, name = self._store.recall, self._names.get(path)
        if recall is None or name is None or self._focus is None or path in self._focus:
            return UNKNOWN
        return recall(path, name, question, arguments)

    def _asked_of(self, path: str, question: Callable[..., AnswerT], arguments: tuple[str, ...]) -> AnswerT:
        outer, self._asked = self._asked, Questions()
        try:
            answer = question(self, path, *arguments)
        finally:
            inner, self._asked = self._asked, outer
        if not inner.only_of(path):
            outer.add(inner)
        return answer

    def asked(self) -> Questions:
        """What this workspace was asked so far; those that `focused` gives keep their own account."""
        return self._asked

    def _known(self, path: str) -> str:
        """The path under which the tree knows a file."""
        return self._listing.real(path) if self._listing.links else path
