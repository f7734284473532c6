"""The build context: the files of a repository folder that a build gets, by its ignore file."""

from __future__ import annotations

from deploylint.facts.files import IgnorePattern
from deploylint.model.files import Held
from deploylint.model.filesystem.outputs import BUILD_FOLDERS, INSTALLED_FOLDERS
from deploylint.model.filesystem.produced import produced
from deploylint.model.gitignored import ignored
from deploylint.model.ignore import excluded
from deploylint.model.paths import base, below, join
from deploylint.model.submodules import submodule_of
from deploylint.model.workspace import Workspace


class RepositoryFolder:
    """The files below a folder of the repository, as Files; paths are relative to it, "" is the folder itself.

    patterns: of the ignore file that leaves out some of them, which `ignores` is the path of.
    """

    def __init__(
        self, workspace: Workspace, folder: str, patterns: tuple[IgnorePattern, ...] = (), ignores: str = ""
    ) -> None:
        self._workspace = workspace
        self.folder = folder
        self.patterns = patterns
        self.ignores = ignores

    def at(self, path: str) -> Held:
        path = path.strip("/")
        inner = join(self.folder, path) if path else self.folder
        if inner is None:
            return Held("absent", reason="it lies outside the repository")
        is_file = self._workspace.exists(inner)
        if is_file or self._workspace.is_folder(inner):
            if path and self._left_out(path, is_file):
                return Held("absent", reason=f"'{self.ignores}' leaves it out")
            executable = self._workspace.executable(inner) if is_file else None
            return Held("there", source=inner, folder=not is_file, executable=executable)
        if excluded(self.patterns, path):
            return Held("absent", reason=f"'{self.ignores}' leaves it out")
        reason = unseen(self._workspace, inner)
        return Held("maybe", reason=reason) if reason else Held("absent")

    def unseen_match(self, pattern: str) -> str:
        """Why something may match a pattern that nothing of the repository matches; "" if nothing speaks for it."""
        plain = pattern.replace("**/", "").replace("*", "").replace("?", "").strip("/")
        inner = join(self.folder, plain) if plain else None
        return unseen(self._workspace, inner) if inner else ""

    def _left_out(self, path: str, is_file: bool) -> bool:
        if not self.patterns or not excluded(self.patterns, path):
            return False
        if is_file or not any(pattern.negated for pattern in self.patterns):
            return True
        return not self._holds_any(path)

    def _holds_any(self, folder: str) -> bool:
        """True if a later line of the ignore file brings back something in an excluded folder."""
        inner = join(self.folder, folder) or ""
        paths = (below(path, self.folder) for path in self._workspace.glob(f"{inner}/**"))
        return any(path is not None and not excluded(self.patterns, path) for path in paths)

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        """The names of what the repository holds in a folder; a checkout may have ignored files beside them."""
        inner = join(self.folder, folder.strip("/")) if folder.strip("/") else self.folder
        if inner is None:
            return (), True
        prefix = folder.strip("/") + "/" if folder.strip("/") else ""
        names = self._workspace.children(inner)
        if self.patterns:
            names = tuple(name for name in names if self.at(prefix + name).state == "there")
        return names, not unseen(self._workspace, inner)


def unseen(workspace: Workspace, path: str) -> str:
    """Why a path that the repository does not hold may exist where it is built; "" if nothing speaks for it."""
    submodule = submodule_of(workspace, path)
    if submodule is not None:
        return f"the submodule '{submodule}' may hold it"
    segments = path.split("/")
    if INSTALLED_FOLDERS & set(segments):
        return "a package manager may have made it before the build"
    if workspace.is_folder(path) or workspace.exists(path):
        return ""
    if ignored(workspace, path):
        return "git ignores it, so something may make it before the build"
    if BUILD_FOLDERS & set(segments) or base(path).endswith((".jar", ".war", ".whl", ".tgz")):
        return "a build may make it before the image is built"
    return produced(workspace, path)
