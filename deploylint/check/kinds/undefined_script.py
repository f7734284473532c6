"""Package scripts, Makefile targets and scripts of the repository that commands name and nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from deploylint.check.fallback import unknown_program
from deploylint.check.finding import Hit
from deploylint.check.health import health_uses
from deploylint.check.steps import Steps
from deploylint.check.way import blamed
from deploylint.facts.commands import Word
from deploylint.facts.files import Makefile
from deploylint.facts.place import Range
from deploylint.model.deployment import Deployment, Use
from deploylint.model.filesystem import image_commands
from deploylint.model.paths import absolute, base, join, parent
from deploylint.model.place import Place
from deploylint.model.resolve import resolve
from deploylint.model.workspace import Workspace

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")  # the order in which GNU make looks for them
_FILES = ("python-file", "node-file", "file")
_SOURCING = ("source", ".")
_TESTS = ("[", "test", "[[")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each command whose script or target nothing of the repository can be."""
    steps = Steps(deployment.workspace)
    before: Use | None = None
    for use in (*deployment.uses, *health_uses(deployment)):
        found = None if use.followed or use.invocation.remote else _missing(deployment.workspace, steps, use, before)
        if found is not None:
            yield _hit(use, *found)
        before = use


def _missing(workspace: Workspace, steps: Steps, use: Use, before: Use | None) -> tuple[str, str, str, Range] | None:
    """The message, what is missing, where it was looked for, and where it is named."""
    invocation = use.invocation
    if invocation.program == "make":
        return _make(workspace, use)
    target = invocation.target
    if not _is_asked(use):
        return None
    unknown = unknown_program(workspace, use)
    if unknown is not None:
        return "script", *unknown
    if target is None or target.value is None:
        return None
    if target.kind == "package-script":
        resolution = resolve(workspace, use)
        if resolution.state != "missing" or resolution.path is None:
            return None
        return "script", target.value, resolution.path, target.range
    if target.kind not in _FILES or invocation.program in _SOURCING or _is_tried(use, before):
        return None
    if not _is_known(workspace, use.place) or resolve(workspace, use).state != "missing" or steps.may_make(use):
        return None
    if use.phase == "build" and _may_find(workspace, use, target.value):
        return None
    if not use.via and _is_below(workspace, use, target.value):
        return None
    return "file", target.value, _shown(use.place), target.range


def _is_asked(use: Use) -> bool:
    """False where the text itself allows for the script not to be there."""
    command = use.invocation.command
    return command.condition not in ("branch", "failure") and command.loss != "rescue" and not command.tested


def _is_tried(use: Use, before: Use | None) -> bool:
    """True for `[ -f x.sh ] && ./x.sh`."""
    return (
        use.invocation.command.condition == "success"
        and before is not None
        and before.span.path == use.span.path
        and before.invocation.program in _TESTS
    )


def _is_known(workspace: Workspace, place: Place) -> bool:
    return place.kind == "image" or (place.kind == "repository" and workspace.is_folder(place.folder))


def _may_find(workspace: Workspace, use: Use, path: str) -> bool:
    """True unless a RUN of an image surely lacks the file when it comes to the command: later ones may remove it."""
    image = use.place.image
    if image is None:
        return False
    for stage in image.needed:
        for ran in image_commands(workspace, image, stage.index):
            if ran.path == use.span.path and ran.invocation.command.range == use.invocation.command.range:
                return ran.folder is None or ran.files.at(absolute(ran.folder, path)).state != "absent"
    return True


def _is_below(workspace: Workspace, use: Use, path: str) -> bool:
    """True if a script that nobody calls finds the file where it is called from a folder above its own."""
    folder = use.place.folder
    if use.place.kind != "repository" or folder != parent(use.span.path):
        return False
    while folder:
        folder = parent(folder)
        found = join(folder, path)
        if found is not None and workspace.exists(found):
            return True
    return False


def _shown(place: Place) -> str:
    if place.kind == "image" and place.image is not None:
        return f"the image of {place.image.path}"
    return f"{place.folder}/" if place.folder else "the repository"


def _make(workspace: Workspace, use: Use) -> tuple[str, str, str, Range] | None:
    """The first target of a call of make that its Makefile has no rule for."""
    path = _makefile(workspace, use)
    makefile = workspace.get(path, Makefile, "makefile") if path is not None else None
    if path is None or makefile is None or makefile.open:
        return None
    known = {target.name for target in makefile.targets}
    for word in _asked(use.invocation.arguments):
        name = word.value
        if name is not None and name not in known and not _is_file(workspace, use.place.folder, name):
            return "target", name, path, word.range
    return None


def _makefile(workspace: Workspace, use: Use) -> str | None:
    """The Makefile that a call reads; None if it is not in the repository."""
    if use.place.kind != "repository":
        return None
    named = use.invocation.option("-f", "--file", "--makefile")
    if named is not None:
        value = named.value.value if named.value is not None else None
        path = join(use.place.folder, value) if value is not None and not value.startswith("/") else None
        return path if path is not None and workspace.exists(path) else None
    paths = (join(use.place.folder, name) for name in _MAKEFILES)
    return next((path for path in paths if path is not None and workspace.exists(path)), None)


def _asked(arguments: Sequence[Word]) -> Iterator[Word]:
    """The words that are targets: neither dynamic nor assignments of variables."""
    for word in arguments:
        if word.value is not None and "=" not in word.value and not word.value.startswith("-"):
            yield word


def _is_file(workspace: Workspace, folder: str, name: str) -> bool:
    """True if make finds a file or folder of this name, or may make one by a built-in rule."""
    path = join(folder, name)
    return path is None or "." in base(name) or "/" in name or workspace.exists(path) or workspace.is_folder(path)


def _hit(use: Use, message: str, missing: str, place: str, where: Range) -> Hit:
    span, related = blamed(use, where)
    called = use.phase not in ("other",)
    return Hit(
        span=span,
        subject=(use.owner, missing),
        message=message if called else f"{message}-uncalled",
        values=(("missing", missing), ("place", place), ("owner", use.owner)),
        role=use.role,
        certainty="certain" if message != "file" else "likely",
        service=use.service,
        platform=use.platform,
        related=related,
    )
