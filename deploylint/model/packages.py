"""Package scripts: which ones a call of npm, pnpm, yarn or bun runs, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Word
from deploylint.facts.files import PackageJson, PackageScript
from deploylint.facts.record import dataclass
from deploylint.model.filesystem import image_files
from deploylint.model.paths import absolute, parent
from deploylint.model.place import UNKNOWN, Place, locate
from deploylint.model.selection import folder_of, package_of
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation, Target


@dataclass(frozen=True, slots=True)
class PackageCall:
    """A script that a package manager runs: the package.json it stands in, the place it runs in, extra arguments."""

    script: PackageScript
    path: str
    place: Place
    arguments: tuple[Word, ...] = ()


def manifest(workspace: Workspace, place: Place, target: Target) -> tuple[str, PackageJson] | None:
    """The package.json that a call in a place means; None if that cannot be known or there is none."""
    if target.workspace is not None:
        return package_of(workspace, target.workspace)
    if target.directory is not None:
        place = place.moved(target.directory)
    if place.kind == "unknown" and target.value is not None:
        return _only_manifest(workspace, target.value)
    for path in locate(workspace, place, "package.json"):
        package = workspace.get(path, PackageJson)
        if package is not None:
            return path, package
    if target.value is not None and _may_hold_one(workspace, place):
        return _only_manifest(workspace, target.value)
    return None


def selected(workspace: Workspace, place: Place, name: str) -> Place:
    """The folder of the package that a runner is told to run a command in; unknown if that cannot be told.

    place: where the runner itself is called, in the root of the packages or below it.
    """
    found = package_of(workspace, name)
    if found is None or place.kind == "unknown":
        return UNKNOWN
    if place.kind == "repository":
        return replace(place, folder=parent(found[0]))
    if place.image is None:
        return UNKNOWN
    folder = folder_of(image_files(workspace, place.image), place.folder, found[0])
    return UNKNOWN if folder is None else replace(place, folder=folder)


def _may_hold_one(workspace: Workspace, place: Place) -> bool:
    """True for a folder of an image to which a build may have brought a package.json: the output of a framework."""
    if place.kind != "image" or place.image is None:
        return False
    return image_files(workspace, place.image).at(absolute(place.folder, "package.json")).state == "maybe"


def _only_manifest(workspace: Workspace, script: str) -> tuple[str, PackageJson] | None:
    """The only package.json that has a script, for a call in an unknown folder or among unknown files."""
    found = []
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson)
        if package is not None and package.script(script) is not None:
            found.append((path, package))
    return found[0] if len(found) == 1 else None


def has_script(workspace: Workspace, name: str) -> bool:
    """True if some package.json of the repository has a script of this name."""
    packages = (workspace.get(path, PackageJson) for path in workspace.of_format("package_json"))
    return any(package is not None and package.script(name) is not None for package in packages)


def called_scripts(workspace: Workspace, place: Place, invocation: Invocation) -> tuple[PackageCall, ...]:
    """The scripts that run, in order: pre, the script, post. Empty if the call cannot be followed.

    npm, pnpm, bun and Yarn 1 run pre and post scripts, Yarn Berry does not (docs: lifecycle-scripts).
    """
    target = invocation.target
    if target is None or target.value is None:
        return ()
    found = manifest(workspace, place, target)
    if found is None:
        return ()
    path, package = found
    names = [target.value]
    if invocation.program != "yarn" or not _is_berry(workspace, path):
        names = [f"pre{target.value}", target.value, f"post{target.value}"]
    inside = place if target.directory is None else place.moved(target.directory)
    if target.workspace is not None:
        inside = Place("repository", parent(path))
    arguments = tuple(_extra_arguments(invocation, target))
    calls = []
    for name in names:
        script = package.script(name)
        if script is not None:
            calls.append(PackageCall(script, path, inside, arguments if name == target.value else ()))
    return tuple(calls) if package.script(target.value) is not None else ()


def _extra_arguments(invocation: Invocation, target: Target) -> Iterator[Word]:
    """What the runner hands to the script: pnpm, yarn and bun all that follows its name, npm only what is no option.

    After `--` every runner hands on everything; a task runner nothing else.
    """
    after = [word for word in invocation.words if word.range > target.range]
    raws = [word.raw for word in after]
    split = raws.index("--") if "--" in raws else len(after)
    before: list[Word] = []
    if invocation.program in ("pnpm", "yarn", "bun"):
        before = after[:split]
    elif invocation.program == "npm":
        before = [word for word in after[:split] if not word.raw.startswith("-")]
    yield from before
    yield from after[split + 1 :]


def _is_berry(workspace: Workspace, path: str) -> bool:
    folder = parent(path)
    while True:
        if workspace.exists((folder + "/" if folder else "") + ".yarnrc.yml"):
            return True
        if not folder:
            return False
        folder = parent(folder)
