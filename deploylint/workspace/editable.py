"""The files of a workspace as those see them who want to change them: bytes, encodings, syntax trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deploylint.facts.base import Facts
from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.facts.source import Match
from deploylint.read.decode import NotText, encoding
from deploylint.read.syntax import Syntax, parse
from deploylint.tree.base import NotInTree, Tree
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

_LANGUAGES = frozenset({"python", "javascript", "typescript", "tsx"})


@dataclass(frozen=True, slots=True)
class EditableFiles:
    """Implements `deploylint.fix.files.Files`. tree: what the workspace was made of."""

    workspace: Workspace
    tree: Tree

    def content(self, path: str) -> bytes | None:
        try:
            return self.tree.read(path)
        except NotInTree:
            return None

    def encoding(self, path: str) -> tuple[bytes, str] | None:
        data = self.content(path)
        try:
            return None if data is None else encoding(data)
        except NotText:
            return None

    def source(self, path: str) -> Source | None:
        return self.workspace.source(path)

    def format(self, path: str) -> str | None:
        return self.workspace.format(path)

    def facts(self, path: str) -> Facts | None:
        return self.workspace.facts(path)

    def matches(self, path: str) -> tuple[Match, ...]:
        return self.workspace.matches(path)

    def syntax(self, path: str) -> Syntax | None:
        language = self.workspace.format(path)
        source = self.workspace.source(path)
        return None if language not in _LANGUAGES or source is None else parse(source, language)


def rereading(queries: Mapping[str, Mapping[str, str]]) -> Callable[[str, bytes], EditableFiles]:
    """What reads bytes as a file of a path, as a workspace with these queries would."""

    def again(path: str, data: bytes) -> EditableFiles:
        tree = MemoryTree({path: data})
        return EditableFiles(Workspace(tree, queries), tree)

    return again
