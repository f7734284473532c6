"""Start and release commands that name what is not there where they run."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Certainty, Hit, Related
from deploylint.check.unread import held_back
from deploylint.check.way import blamed
from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Declaration, Deployment, Resolution, Use
from deploylint.model.paths import base
from deploylint.model.resolve import FOLDER, resolve
from deploylint.model.targets.near import near
from deploylint.model.targets.roots import working_place
from deploylint.model.targets.runnable import fault, mended_before

_MESSAGES = {"python-attribute": "module", "python-module": "module", "package-script": "script"}


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each command on the way of a start or release whose target is missing, or cannot be executed."""
    for declaration in deployment.declarations:
        if declaration.phase in ("start", "release"):
            for index, use in enumerate(declaration.uses):
                if use.invocation.target is not None and not use.invocation.remote and not _may_fail(use):
                    yield from _judged(deployment, declaration, use, index)


def _may_fail(use: Use) -> bool:
    """True for `python migrate.py || echo skipped`: the text allows for the target not to be there."""
    command = use.invocation.command
    return command.loss == "rescue" or command.tested


def resolved(deployment: Deployment, declaration: Declaration, use: Use) -> Resolution:
    """What the target of a use of a declaration is, as it was found when the declaration was followed."""
    start = declaration.launch
    if start is not None and start.use.span == use.span and start.use.invocation == use.invocation:
        return start.resolution
    return resolve(deployment.workspace, use)


def _judged(deployment: Deployment, declaration: Declaration, use: Use, index: int) -> Iterator[Hit]:
    if not use.followed:
        resolution = resolved(deployment, declaration, use)
        if resolution.state == "missing":
            yield _missing(deployment, declaration, use, resolution)
            return
    found = fault(deployment.workspace, use)
    if found is not None and not mended_before(found, use, _before(deployment, declaration, index)):
        yield _hit(declaration, use, found.message, found.certainty, near=found.path)


def _before(deployment: Deployment, declaration: Declaration, index: int) -> Iterator[Use]:
    """What ran where a use runs: the commands before it, and what its platform builds with."""
    yield from declaration.uses[:index]
    for one in deployment.declarations:
        if one.phase == "build" and one.platform == declaration.platform:
            yield from one.uses


def _missing(deployment: Deployment, declaration: Declaration, use: Use, resolution: Resolution) -> Hit:
    target = use.invocation.target
    assert target is not None
    message = _MESSAGES.get(target.kind, "file")
    similar = near(deployment.workspace, use)
    lacking = resolution.lacking.removesuffix(".__init__")
    if target.project is not None:
        message, similar = "console", None
    elif lacking == FOLDER:
        message, lacking = "folder", working_place(deployment.workspace, use).folder
    elif resolution.lacking.endswith(".__init__"):
        message = "namespace"
    elif resolution.lacking.endswith(".__main__") and resolution.lacking != target.value:
        message = "main"
    elif message == "script" and resolution.path is None:
        message = "no-package"
    elif message != "script" and similar is not None:
        message += "-near" if similar.suggestion else "-elsewhere"
        if message == "module-near" and _named_whole(similar.path, target.value or ""):
            message = "module-inside"
    suggestion = similar.suggestion if similar is not None else ""
    return _hit(
        declaration,
        use,
        message,
        resolution.certainty,
        near=similar.path if similar is not None and message.endswith(("-near", "-elsewhere", "-inside")) else "",
        suggestion=suggestion + (f":{target.attribute}" if suggestion and target.attribute else ""),
        lacking=lacking,
        package=resolution.path or (use.span.path if target.project is not None else ""),
    )


def _named_whole(path: str, module: str) -> bool:
    """True if the repository has the module under its whole name: the command looks inside its first package."""
    tail = module.replace(".", "/")
    inside = (f"/{tail}/__init__.py", f"/{tail}/__main__.py", *([f"/{tail}.py"] if "/" in tail else []))
    return f"/{path}".endswith(inside)


def _hit(
    declaration: Declaration,
    use: Use,
    message: str,
    certainty: str,
    *,
    near: str = "",
    suggestion: str = "",
    lacking: str = "",
    package: str = "",
) -> Hit:
    target = use.invocation.target
    assert target is not None
    span, related = blamed(use, target.range)
    if near:
        related = (*related, Related(Span(near, FIRST), "the file that may be meant"))
    hit = Hit(
        span=span,
        subject=(use.owner if use.via and span.path == use.span.path else declaration.label, target.value or ""),
        message=message,
        values=(
            ("target", target.value or ""),
            ("place", where(use)),
            ("near", near),
            ("suggestion", suggestion),
            ("lacking", lacking),
            ("package", package),
            ("name", base(near)),
            ("command", use.invocation.program or ""),
        ),
        role=use.role,
        certainty=_sure(declaration, certainty),
        service=use.service,
        platform=declaration.platform,
        related=related,
    )
    return held_back(hit, declaration.unread, declaration.span)


def _sure(declaration: Declaration, certainty: str) -> Certainty:
    """How sure a fault is: nobody knows where a script runs that nothing calls."""
    if declaration.platform == "script":
        return "unknown"
    return "certain" if certainty == "certain" else "likely"


def where(use: Use) -> str:
    """The place that a use runs in, for people."""
    place = use.place
    if place.kind == "image" and place.image is not None:
        return f"{place.folder} of the image of {place.image.path}"
    return f"the folder {place.folder}/" if place.folder else "the root of the repository"
