"""Layers: what single instructions and commands put into a file system, or take out of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace

from deploylint.facts.record import dataclass
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.outputs import Outputs
from deploylint.model.paths import below

FOLDER = Held("there", folder=True)
ABSENT = Held("absent")


class Layer(ABC):
    """One change."""

    __slots__ = ()

    @abstractmethod
    def at(self, path: str, earlier: Files) -> Held | None:
        """What it makes of a path, None where it leaves it alone; "maybe" adds to what was there.

        earlier: the files before it.
        """

    def names(self, folder: str) -> Iterable[str]:
        """The names that it may bring into a folder."""
        return ()

    def open(self, folder: str) -> bool:
        """Whether it may bring more into a folder than it has names for."""
        return False


def _next(path: str, folder: str) -> Iterable[str]:
    """The first segment of a path below a folder."""
    rest = below(path, folder)
    return (rest.split("/")[0],) if rest else ()


@dataclass(frozen=True, slots=True)
class Made(Layer):
    """A file or folder that is there from now on; the folders above it are too."""

    path: str
    held: Held

    def at(self, path: str, earlier: Files) -> Held | None:
        if path == self.path:
            return self.held
        return FOLDER if below(self.path, path) else None

    def names(self, folder: str) -> Iterable[str]:
        return _next(self.path, folder)


@dataclass(frozen=True, slots=True)
class Mapped(Layer):
    """What lies at source among other files lies at path from now on. folder: whether it is one, None if unknown."""

    path: str
    files: Files
    source: str
    folder: bool | None
    executable: bool | None = None

    def at(self, path: str, earlier: Files) -> Held | None:
        rest = below(path, self.path)
        if rest is None:
            return FOLDER if below(self.path, path) is not None else None
        if rest and self.folder is False:
            return None
        held = self.files.at(_inside(self.source, rest))
        if held.state == "absent":
            return None
        return replace(held, executable=self.executable) if self.executable is not None else held

    def names(self, folder: str) -> Iterable[str]:
        rest = below(folder, self.path)
        if rest is None:
            return _next(self.path, folder)
        return self.files.children(_inside(self.source, rest))[0] if self.folder is not False else ()

    def open(self, folder: str) -> bool:
        rest = below(folder, self.path)
        return rest is not None and self.folder is not False and not self.files.children(_inside(self.source, rest))[1]


def _inside(folder: str, rest: str) -> str:
    if not rest:
        return folder
    return f"{folder.rstrip('/')}/{rest}" if folder else rest


@dataclass(frozen=True, slots=True)
class Doubt(Layer):
    """Something may have been put below a folder. outputs: which names it can be. builds: that is what it is for."""

    folder: str
    reason: str
    outputs: Outputs
    builds: bool = False

    def at(self, path: str, earlier: Files) -> Held | None:
        rest = below(path, self.folder)
        return Held("maybe", reason=self.reason) if rest is not None and self.outputs.may_be(rest) else None

    def open(self, folder: str) -> bool:
        rest = below(folder, self.folder)
        return rest is not None and self.outputs.may_hold(rest)


@dataclass(frozen=True, slots=True)
class Removed(Layer):
    """What lies at a path, and below it, is gone."""

    path: str

    def at(self, path: str, earlier: Files) -> Held | None:
        return ABSENT if below(path, self.path) is not None else None


@dataclass(frozen=True, slots=True)
class Restored(Layer):
    """Below a path all is as it was in other files: what was mounted there is gone, with all that was written to it."""

    path: str
    files: Files

    def at(self, path: str, earlier: Files) -> Held | None:
        rest = below(path, self.path)
        if rest is None:
            return None
        held = self.files.at(path)
        return FOLDER if not rest and held.state == "absent" else held

    def names(self, folder: str) -> Iterable[str]:
        return _next(self.path, folder)


@dataclass(frozen=True, slots=True)
class Mode(Layer):
    """The executable bits of a path, or of all below it, are set or taken away."""

    path: str
    executable: bool
    below: bool

    def at(self, path: str, earlier: Files) -> Held | None:
        rest = below(path, self.path)
        if rest is None or (rest and not self.below):
            return None
        held = earlier.at(path)
        return replace(held, executable=self.executable) if held.state == "there" else None


@dataclass(frozen=True, slots=True)
class Perhaps(Layer):
    """Another layer that only a condition brings. What it says of a path takes the layers before it into account."""

    layer: Layer
    reason: str

    def at(self, path: str, earlier: Files) -> Held | None:
        held = self.layer.at(path, earlier)
        if held is None:
            return None
        before = earlier.at(path)
        if held.state == "maybe":
            return held if before.state == "absent" else before
        if held.state == before.state and held.source == before.source:
            return before if held.executable == before.executable else replace(before, executable=None)
        if held.state == before.state:
            return replace(before, source=None, executable=None)
        return Held("maybe", reason=self.reason if held.state == "there" else "a command may remove it")

    def names(self, folder: str) -> Iterable[str]:
        return self.layer.names(folder)

    def open(self, folder: str) -> bool:
        return True
