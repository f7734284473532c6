"""The files that a command finds where a platform runs the repository natively, without an image of its own."""

from __future__ import annotations

from deploylint.model.files import Held
from deploylint.model.filesystem.context import RepositoryFolder
from deploylint.model.paths import below
from deploylint.model.workspace import Workspace


class NativeFiles:
    """The repository below a root folder, as Files; paths are relative to the repository's root."""

    def __init__(self, workspace: Workspace, root: str) -> None:
        self._files = RepositoryFolder(workspace, "")
        self._root = root

    def at(self, path: str) -> Held:
        if path == ".." or path.startswith(("../", "/")):
            return Held("maybe", reason="it lies outside the repository")
        if below(path, self._root) is None and below(self._root, path) is None:
            return Held("absent", reason=f"the platform keeps '{self._root}' alone")
        return self._files.at(path)

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        names, closed = self._files.children(folder)
        if below(folder, self._root) is not None:
            return names, closed
        prefix = f"{folder}/" if folder else ""
        return tuple(name for name in names if self.at(prefix + name).state == "there"), closed
