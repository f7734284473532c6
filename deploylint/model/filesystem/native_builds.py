"""The commands with which a platform builds the repository natively, each with the files that it finds."""

from __future__ import annotations

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Declaration
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.commands import Ran, Shell
from deploylint.model.filesystem.native import NativeFiles
from deploylint.model.filesystem.stack import Layers
from deploylint.model.paths import absolute, below, join
from deploylint.model.workspace import Workspace

CLONE = "/clone"  # where the repository lies for the replay
_KEEPS_ROOT_ALONE = frozenset({"render"})  # render.com/docs/monorepo-support: files outside of rootDir are not there


@dataclass(frozen=True, slots=True, eq=False)
class Cloned:
    """Files of a repository under an absolute folder of a machine of which nothing else is known."""

    files: Files
    folder: str

    def at(self, path: str) -> Held:
        inner = below(path, self.folder)
        if inner is not None:
            return self.files.at(inner)
        if below(self.folder, path) is not None:
            return Held("there", folder=True)
        return Held("maybe", reason="it lies outside the repository")

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        inner = below(folder, self.folder)
        return self.files.children(inner) if inner is not None else ((), False)


def build_commands(workspace: Workspace, declaration: Declaration) -> tuple[Ran, ...]:
    """The commands of a native build, each with the files that it finds; none where its folder is not known.

    Their paths begin with CLONE.
    """
    folder = _first_folder(declaration)
    if folder is None:
        return ()
    root = folder if declaration.platform in _KEEPS_ROOT_ALONE else ""
    layers = Layers(Cloned(NativeFiles(workspace, root), CLONE))
    shell = Shell(workspace, layers, declaration.span.path, declaration.uses[0].environment)
    return tuple(shell.run(declaration.script, absolute(CLONE, folder), None))


def _first_folder(declaration: Declaration) -> str | None:
    """The repository folder in which a build starts: that of its first command, before any `cd` that leads there."""
    first = declaration.uses[0] if declaration.uses else None
    if first is None or first.place.kind != "repository" or first.invocation.directory is not None:
        return None
    entered = ""
    for command in declaration.script.commands:
        if command.name != "cd":
            break
        said = command.words[1].value if len(command.words) == 2 else None
        moved = join(entered, said) if said is not None and not said.startswith("/") else None
        if moved is None:
            return None
        entered = moved
    folder = first.place.folder
    if not entered:
        return folder
    if folder == entered:
        return ""
    return folder.removesuffix(f"/{entered}") if folder.endswith(f"/{entered}") else None
