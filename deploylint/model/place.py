"""Where a command runs: a folder of the repository or of an image, and which files it finds there."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Literal

from deploylint.facts.record import dataclass
from deploylint.model.copies import ABSENT
from deploylint.model.images import Image
from deploylint.model.paths import absolute, base, below, join, parent
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """A working directory. kind repository: folder is a repository path; image: an absolute path in the image.

    unknown: nothing can be said of files.
    """

    kind: Literal["repository", "image", "unknown"]
    folder: str = ""
    image: Image | None = None

    def moved(self, directory: str | None) -> Place:
        """The place after `cd directory`; None is a dynamic directory."""
        if self.kind == "unknown" or directory is None:
            return Place("unknown") if directory is None else self
        if directory.startswith(("~", "-")) or "$" in directory:
            return Place("unknown")
        if self.kind == "image":
            return replace(self, folder=absolute(self.folder, directory))
        if directory.startswith("/"):
            return Place("unknown")
        folder = join(self.folder, directory)
        return Place("unknown") if folder is None else replace(self, folder=folder)


UNKNOWN = Place("unknown")


def locate(workspace: Workspace, place: Place, path: str) -> tuple[str, ...]:
    """The repository files or folders that a path said in a place means, existing ones only, the likeliest first."""
    if place.kind == "unknown" or "$" in path:
        return ()
    if place.kind == "repository":
        found = join(place.folder, path) if not path.startswith("/") else None
        return (found,) if found is not None and _there(workspace, found) else ()
    assert place.image is not None
    return _in_image(workspace, place.image, place.image.chain[-1].index, absolute(place.folder, path), frozenset())


def _there(workspace: Workspace, path: str) -> bool:
    return workspace.exists(path) or workspace.is_folder(path)


def _in_image(
    workspace: Workspace, image: Image, index: int, path: str, seen: frozenset[tuple[int, str]]
) -> tuple[str, ...]:
    """The repository paths that lie at an image path at the end of a stage; later copies lie over earlier ones."""
    if (index, path) in seen:
        return ()
    seen |= {(index, path)}
    found: list[str] = []
    for copied in reversed(image.copies[index]):
        for source in copied.sources:
            for inner in _through(workspace, copied.destination, copied.into, source, path, copied.stage is None):
                if copied.stage is None:
                    if _there(workspace, inner):
                        found.append(inner)
                elif copied.stage != ABSENT:
                    found += _in_image(workspace, image, copied.stage, inner, seen)
    for position, stage in enumerate(image.chain):
        if stage.index == index and position > 0:
            found += _in_image(workspace, image, image.chain[position - 1].index, path, seen)
    return tuple(dict.fromkeys(found))


def _through(workspace: Workspace, destination: str, into: bool, source: str, path: str, local: bool) -> list[str]:
    """The source paths that a copy of source to destination brings to path."""
    rest = below(path, destination)
    if rest is None:
        return []
    if not local and any(c in source for c in "*?["):
        return [absolute(parent(source), base(path))] if fnmatchcase(base(path), base(source)) else []
    is_file = workspace.exists(source) if local else "." in base(source) and not source.endswith("/")
    if is_file:
        return [source] if rest == (base(source) if into else "") or (rest == base(source) and into) else []
    if local:
        inner = join(source, rest)
        return [inner] if inner is not None else []
    return [absolute(source, rest)]


_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


def on_path(workspace: Workspace, place: Place, name: str) -> tuple[str, ...]:
    """The repository files that an image finds through PATH under a name without a folder."""
    if place.kind != "image" or "/" in name:
        return ()
    return tuple(found for folder in _PATH for found in locate(workspace, place, f"{folder}/{name}"))
