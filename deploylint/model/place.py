"""Where a command runs: a folder of the repository or of an image, and which files it finds there."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from deploylint.facts.record import dataclass
from deploylint.model.filesystem import image_files
from deploylint.model.images import Image
from deploylint.model.paths import absolute, below, join
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """A working directory. kind repository: folder is a repository path; image: an absolute path in the image.

    unknown: nothing can be said of files. mount: the folder of a server in which the repository lies, "" if none is
    known: what stands at absolute paths below it is the repository's. under: the image of a container in which the
    folder of the repository is mounted; scripts at absolute paths are the image's.
    """

    kind: Literal["repository", "image", "unknown"]
    folder: str = ""
    image: Image | None = None
    mount: str = ""
    under: Image | None = None

    def moved(self, directory: str | None) -> Place:
        """The place after `cd directory`; None is a dynamic directory."""
        if self.kind == "unknown" or directory is None:
            return Place("unknown") if directory is None else self
        if directory.startswith(("~", "-")) or "$" in directory:
            return Place("unknown")
        if self.kind == "image":
            return replace(self, folder=absolute(self.folder, directory))
        if directory.startswith("/"):
            inner = self.mounted(directory)
            return Place("unknown") if inner is None else replace(self, folder=inner)
        folder = join(self.folder, directory)
        return Place("unknown") if folder is None else replace(self, folder=folder)

    def mounted(self, path: str) -> str | None:
        """The repository path of an absolute path of the server; None if it lies elsewhere."""
        return below(absolute("/", path), self.mount) if self.mount else None


UNKNOWN = Place("unknown")


def locate(workspace: Workspace, place: Place, path: str) -> tuple[str, ...]:
    """The repository files or folders that a path said in a place means, existing ones only, the likeliest first."""
    if place.kind == "unknown" or "$" in path:
        return ()
    if place.kind == "repository" and path.startswith("/") and place.under is not None:
        place = Place("image", "/", place.under)
    if place.kind == "repository":
        found = join(place.folder, path) if not path.startswith("/") else place.mounted(path)
        return (found,) if found is not None and _there(workspace, found) else ()
    assert place.image is not None
    held = image_files(workspace, place.image).at(absolute(place.folder, path))
    return (held.source,) if held.source is not None else ()


def _there(workspace: Workspace, path: str) -> bool:
    return workspace.exists(path) or workspace.is_folder(path)


_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")


def on_path(workspace: Workspace, place: Place, name: str) -> tuple[str, ...]:
    """The repository files that an image finds through PATH under a name without a folder."""
    if place.kind != "image" or "/" in name:
        return ()
    return tuple(found for folder in _PATH for found in locate(workspace, place, f"{folder}/{name}"))
