"""What lies at a path where a command runs: three answers, because builds make files that no repository holds."""

from __future__ import annotations

from typing import Literal, Protocol

from deploylint.facts.record import dataclass

State = Literal["there", "maybe", "absent"]


@dataclass(frozen=True, slots=True)
class Held:
    """What lies at one path.

    state: there: it surely does; absent: nothing can have put it there; maybe: reason says why that cannot be known.
    source: the repository path whose bytes lie there, None where a build, a package or a base image makes them.
    folder: whether it is a folder, None where that is not known. executable: whether its mode lets it be executed,
    None where that is not known.
    """

    state: State
    source: str | None = None
    reason: str = ""
    folder: bool | None = None
    executable: bool | None = None


class Files(Protocol):
    """The files that a command finds: those of an image at the end of a stage, or of the repository."""

    def at(self, path: str) -> Held:
        """What lies at a path: absolute in an image, relative to the root in a repository."""
        ...

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        """The names that are known to lie in a folder, sorted, and whether these are surely all of them."""
        ...
