"""Files that a production start loads, and whether they lie where it looks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deploylint.facts.files import ComposeFile
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.source import FileLoad
from deploylint.model.deployment import Declaration, Deployment, Step, Use
from deploylint.model.files import Held
from deploylint.model.filesystem import image_files, repository_files
from deploylint.model.of_file import loads
from deploylint.model.paths import absolute, base, below, join, parent
from deploylint.model.place import Place, locate
from deploylint.model.reads import surely
from deploylint.model.workspace import Workspace

_DEPLOY = ("dockerfile", "compose", "workflow", "shell", "makefile", "render", "procfile", "package_json", "yaml")
_QUIET = frozenset("cd set export echo printf exec test [ true : umask ulimit mkdir chmod chown".split())
_MOUNTS = re.compile(r"mount|volume", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Missing:
    """A file that a start surely loads and that is not there. path: where it is looked for.

    kept: the repository's file of that path where only the image lacks it. sure: nothing that we see can make it.
    """

    load: FileLoad
    span: Span
    path: str
    held: Held
    start: Declaration
    way: tuple[Step, ...]
    kept: str | None
    sure: bool


def missing(deployment: Deployment) -> Iterator[Missing]:
    """The files that surely are not where a production start loads them."""
    workspace = deployment.workspace
    owners = {one.span: one for one in deployment.declarations if one.phase == "start"}
    for module, way in deployment.started.items():
        loaded = workspace.of(module, loads)
        start = owners.get(way[0].span) if way else None
        if not loaded or start is None or start.launch is None:
            continue
        if start.platform == "script" or not surely(workspace, way, module) or _prepares(start, start.launch.use):
            continue
        for load in loaded:
            found = _sought(workspace, start.launch.use, module, load) if not load.guarded else None
            if found is not None and found[1].state == "absent" and not _made(workspace, start, found[0], load.path):
                kept = _kept(workspace, start, found[0])
                sure = not _may_make(deployment, start, module, base(load.path))
                yield Missing(load, Span(module, load.range), found[0], found[1], start, way, kept, sure)


def _sought(workspace: Workspace, use: Use, module: str, load: FileLoad) -> tuple[str, Held] | None:
    """Where a load looks and what lies there; None if that cannot be known."""
    target = use.invocation.target
    place = use.place.moved(target.directory) if target is not None and target.directory is not None else use.place
    if place.kind == "repository":
        folder = parent(module) if load.beside else place.folder
        path = join(folder, load.path) if not load.path.startswith("/") else None
        return (path, repository_files(workspace).at(path)) if path is not None else None
    if place.kind != "image" or place.image is None:
        return None
    at = in_image(workspace, place, module) if load.beside else place.folder
    if at is None:
        return None
    path = absolute(at, load.path)
    inside = load.beside or (place.folder != "/" and below(path, place.folder) is not None)
    return (path, image_files(workspace, place.image).at(path)) if inside else None


def in_image(workspace: Workspace, place: Place, module: str) -> str | None:
    """The folder of an image in which a module of the repository lies, if it lies below the working directory."""
    segments = module.split("/")
    for index in range(len(segments)):
        inner = "/".join(segments[index:])
        if module in locate(workspace, place, inner):
            return parent(absolute(place.folder, inner))
    return None


def _prepares(start: Declaration, launch: Use) -> bool:
    """True if the start does something before it serves that may make files."""
    for use in start.uses:
        name = use.invocation.program
        if use.followed or use.invocation == launch.invocation or not use.invocation.words or name in _QUIET:
            continue
        if "migrates" not in use.invocation.effects and "mention" not in use.invocation.kinds:
            return True
    return False


def _made(workspace: Workspace, start: Declaration, path: str, said: str) -> bool:
    """True if a file that builds, runs or deploys speaks of the file, or mounts something over its folder."""
    if _mentioned(workspace, base(said), workspace.of_format(*_DEPLOY)):
        return True
    for compose in workspace.of_format("compose"):
        facts = workspace.get(compose, ComposeFile)
        for volume in (text.value for one in (facts.services if facts is not None else ()) for text in one.volumes):
            destination = volume.split(":")[1 if ":" in volume else 0].rstrip("/")
            if below(path, destination) is not None or "$" in destination:
                return True
    source = workspace.source(start.span.path)
    text = source.text if source is not None else ""
    return _MOUNTS.search(text) is not None and any(part in text for part in said.split("/")[:-1] if len(part) > 1)


def _may_make(deployment: Deployment, start: Declaration, module: str, name: str) -> bool:
    """True if another module of the start speaks of the file, or a build of no image runs programs of its own."""
    if _mentioned(deployment.workspace, name, [path for path in deployment.started if path != module]):
        return True
    native = start.launch is not None and start.launch.use.place.kind == "repository"
    builds = [one for one in deployment.declarations if one.phase in ("build", "release")] if native else []
    return any("interpreter" in use.invocation.kinds for one in builds for use in one.uses)


def _mentioned(workspace: Workspace, word: str, paths: Iterable[str]) -> bool:
    """True if one of the files holds a word that stands for itself."""
    pattern = re.compile(rf"(?<![\w.-]){re.escape(word)}(?![\w-])")
    sources = (workspace.source(path) for path in paths)
    return any(one is not None and word in one.text and pattern.search(one.text) is not None for one in sources)


def _kept(workspace: Workspace, start: Declaration, path: str) -> str | None:
    """The file of the build context that has the same path below it as the missing one below the application."""
    if start.image is None or start.image.folder is None:
        return None
    inner = below(path, start.image.folder)
    found = join(start.image.context, inner) if inner else None
    return found if found is not None and (workspace.exists(found) or workspace.is_folder(found)) else None
