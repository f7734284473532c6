"""Start commands whose module is there and has no such attribute."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.kinds.missing_target import resolved
from deploylint.check.unread import held_back
from deploylint.check.way import blamed
from deploylint.facts.place import FIRST, Span
from deploylint.facts.source import PythonModule
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.paths import base, parent
from deploylint.model.targets.attributes import may_have
from deploylint.model.workspace import Workspace

_USUAL = ("app", "application", "asgi_app", "wsgi_app", "api", "server", "create_app", "make_app", "get_app")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each command of a start that names an attribute which its module cannot have."""
    for declaration in deployment.declarations:
        for use in declaration.uses if declaration.phase == "start" else ():
            hit = _hit(deployment, declaration, use)
            if hit is not None:
                yield held_back(hit, declaration.unread, declaration.span)


def _hit(deployment: Deployment, declaration: Declaration, use: Use) -> Hit | None:
    target = use.invocation.target
    if use.followed or use.invocation.remote or target is None or not target.attribute:
        return None
    resolution, workspace = resolved(deployment, declaration, use), deployment.workspace
    name = target.attribute.split(".")[0].split("[")[0].strip()
    if resolution.state != "found" or resolution.path is None or not name.isidentifier():
        return None
    module = workspace.get(resolution.path, PythonModule)
    if module is None or not _lacks(workspace, resolution.path, module, name):
        return None
    near = next((usual for usual in _USUAL if usual in module.definitions), "")
    span, related = blamed(use, target.range)
    return Hit(
        span=span,
        subject=(declaration.label, f"{target.value}:{target.attribute}"),
        message="console" if target.project is not None else "near" if near else "default",
        values=(
            ("attribute", name),
            ("module", target.value or ""),
            ("path", resolution.path),
            ("program", use.invocation.program or ""),
            ("near", near),
        ),
        role=use.role,
        service=use.service,
        platform=declaration.platform,
        related=(*related, Related(Span(resolution.path, FIRST), "the module that lacks it")),
    )


def _lacks(workspace: Workspace, path: str, module: PythonModule, name: str) -> bool:
    """True if nothing that a reader of the module can see gives it an attribute of this name."""
    if may_have(module, name):
        return False
    if base(path) == "__init__.py":  # importing a submodule binds its name in the package
        beside = f"{parent(path)}/{name}".lstrip("/")
        return not (workspace.exists(f"{beside}.py") or workspace.is_folder(beside))
    return True
