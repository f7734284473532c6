"""Files without which a command that production runs cannot work, such as the configuration of a migrator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Deployment, Use
from deploylint.model.files import Files
from deploylint.model.filesystem import image_files, repository_files
from deploylint.model.paths import absolute, join
from deploylint.model.place import Place
from deploylint.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Need:
    """What a program reads from its working directory. subcommands: for which of its commands, all if empty.

    files: any one of these is enough, unless one of the options names another.
    """

    program: str
    subcommands: tuple[str, ...]
    options: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A command whose files are all absent. file: as it is said or expected; path: where; kept: it is in git."""

    use: Use
    file: str
    path: str
    kept: str | None


def unmet(deployment: Deployment, needs: Sequence[Need]) -> Iterator[Unmet]:
    """The commands of production starts and releases that surely lack what they read."""
    for use in deployment.uses:
        need = next((need for need in needs if _is(use, need)), None)
        if need is None or use.remote or use.role != "production" or use.phase not in ("start", "release"):
            continue
        if use.platform == "script":
            continue  # nobody knows from which folder it is called
        directory = use.invocation.directory
        place = use.place.moved(directory) if directory is not None else use.place
        files = _said(use, need)
        found = [_absent(deployment.workspace, place, file) for file in files or ()]
        if found and files and all(path is not None for path in found):
            yield Unmet(use, files[0], found[0] or files[0], _kept(deployment.workspace, place, files[0]))


def _is(use: Use, need: Need) -> bool:
    said = " ".join(use.invocation.subcommands)
    named = not need.subcommands or any(said == one or said.startswith(f"{one} ") for one in need.subcommands)
    return use.invocation.program == need.program and named


def _said(use: Use, need: Need) -> tuple[str, ...] | None:
    """The files any of which is enough; None where a variable names it."""
    option = use.invocation.option(*need.options)
    if option is None:
        return need.files
    value = option.value.value if option.value is not None else None
    return (value,) if value is not None and not value.startswith("/") else None


def _absent(workspace: Workspace, place: Place, file: str) -> str | None:
    """Where a file surely is not; None if it may be there."""
    files: Files
    if place.kind == "image" and place.image is not None and place.folder not in ("", "/"):
        path: str | None = absolute(place.folder, file)
        files = image_files(workspace, place.image)
    elif place.kind == "repository":
        path = join(place.folder, file)
        files = repository_files(workspace)
    else:
        return None
    return path if path is not None and files.at(path).state == "absent" else None


def _kept(workspace: Workspace, place: Place, file: str) -> str | None:
    if place.image is None:
        return None
    found = join(place.image.context, file)
    return found if found is not None and workspace.exists(found) else None
