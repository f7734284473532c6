"""One state of one repository, read-only: what it holds, and the bytes of each file."""

from __future__ import annotations

from typing import Protocol

from deploylint.facts.record import dataclass

NOWHERE = "no such file"


@dataclass(frozen=True, slots=True, order=True)
class Skip:
    """A path that a tree knows of and does not offer as a file, and why, as a sentence part."""

    path: str
    reason: str


class NotInTree(KeyError):  # noqa: N818 - the tree is as it should be; the caller asked for what it does not hold
    """The tree has no such file, or it cannot be read now."""

    def __init__(self, path: str, reason: str = NOWHERE) -> None:
        super().__init__(path)
        self.path = path
        self.reason = reason


class Tree(Protocol):
    """Paths are relative to the root, `/`-separated, UTF-8 with surrogateescape, and compared case-sensitively.

    A link to a file counts as that file's content under the link's path.
    """

    def paths(self) -> tuple[str, ...]:
        """The regular files and the links to some, sorted."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises NotInTree."""
        ...

    def size(self, path: str) -> int | None:
        """The size of a file in bytes, or None if it is not there."""
        ...

    def executable(self, path: str) -> bool:
        """True if the file may be executed, or if that cannot be known here; False for what is not there."""
        ...

    def folder_links(self) -> tuple[tuple[str, str], ...]:
        """Links to folders of the tree, each with the folder it finally leads to, sorted."""
        ...

    def notes(self) -> tuple[Skip, ...]:
        """Links that lead nowhere, submodules and nested repositories, sorted."""
        ...
