"""The files that a command finds, seen from one folder."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Certainty
from deploylint.model.files import Files, Held
from deploylint.model.filesystem import image_files, repository_files
from deploylint.model.filesystem.replay import replayed
from deploylint.model.paths import absolute, below, join
from deploylint.model.place import Place
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A folder among files. files: None where nothing can be said of them.

    folder: absolute in an image, a repository path elsewhere. sure: how sure it is that what is absent here is not
    there when the command runs. mount: the folder of a server in which the repository lies, "" without one; what the
    repository lacks may lie on the server.
    """

    files: Files | None
    folder: str = ""
    image: bool = False
    sure: Certainty = "likely"
    mount: str = ""

    def at(self, path: str) -> Held:
        """What lies at a path said in this folder."""
        inner = self.path(path)
        if self.files is None or "$" in path:
            return Held("maybe", reason="it is not known where the command runs")
        if inner is None:
            return Held("maybe", reason="it lies outside the repository")
        held = self.files.at(inner)
        if held.state == "absent" and self.mount:
            return Held("maybe", reason="the server may hold it")
        return held

    def path(self, said: str) -> str | None:
        """The path among the files that is said in this folder; None if it lies outside of them."""
        if self.image:
            return absolute(self.folder, said)
        if said.startswith("/"):
            return below(absolute("/", said), self.mount) if self.mount else None
        return join(self.folder, said)

    def below(self, said: str) -> Ground:
        """Another folder, said in this one."""
        inner = self.path(said)
        return Ground(None) if inner is None or self.files is None else replace(self, folder=inner)

    def names(self) -> tuple[str, ...]:
        """The names that are known to lie in the folder."""
        return self.files.children(self.folder)[0] if self.files is not None else ()

    @property
    def key(self) -> str:
        """What tells it from the other folders of the same files."""
        return f"{'image' if self.image else 'repository' if self.files is not None else 'unknown'}:{self.folder}"


def ground(workspace: Workspace, place: Place) -> Ground:
    """The files that a command finds which runs in a place."""
    if place.kind == "image" and place.image is not None:
        sure: Certainty = "certain" if place.image.certain else "likely"
        return Ground(image_files(workspace, place.image), _folder(workspace, place), image=True, sure=sure)
    if place.kind == "repository":
        return Ground(repository_files(workspace), place.folder, mount=place.mount)
    return Ground(None)


def _folder(workspace: Workspace, place: Place) -> str:
    """The folder of a place in an image; where the image's own is not known from its text, the one of the replay."""
    image = place.image
    if image is None or image.folder is not None or place.folder != "/":
        return place.folder
    return replayed(workspace, image).stage(image.chain[-1].index).folder
