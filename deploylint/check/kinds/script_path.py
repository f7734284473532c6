"""Files inside packages that Python is started with by their path."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Declaration, Deployment, Use
from deploylint.model.paths import base, below, parent
from deploylint.model.resolve import resolve
from deploylint.model.targets.roots import finder_of
from deploylint.model.workspace import Workspace


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each start or release that runs a module of a package as a script."""
    for declaration in deployment.declarations:
        for use in declaration.uses if declaration.phase in ("start", "release") else ():
            target = use.invocation.target
            if target is not None and target.kind == "python-file" and use.invocation.program == "python":
                hit = _hit(deployment.workspace, declaration, use)
                if hit is not None:
                    yield hit


def _hit(workspace: Workspace, declaration: Declaration, use: Use) -> Hit | None:
    target = use.invocation.target
    found = resolve(workspace, use)
    if target is None or found.state != "found" or found.path is None or base(found.path) == "__main__.py":
        return None
    package = _package(workspace, found.path)
    if package is None:
        return None
    module = (below(found.path, parent(package)) or found.path).removesuffix(".py").replace("/", ".")
    module = module.removesuffix(".__init__")
    there = finder_of(workspace, (use.place,)).main(module)
    works = there.state == "found" and there.path == found.path
    span, related = blamed(use, target.range)
    return Hit(
        span=span,
        subject=(declaration.label, target.value or ""),
        message="default" if works else "elsewhere",
        values=(("path", target.value or ""), ("module", module), ("package", base(package))),
        role=use.role,
        service=use.service,
        platform=declaration.platform,
        related=(*related, Related(Span(found.path, FIRST), f"a module of the package '{base(package)}'")),
    )


def _package(workspace: Workspace, path: str) -> str | None:
    """The folder of the topmost package that a file lies in; None if it lies in none."""
    folder, found = parent(path), None
    while folder and workspace.exists(f"{folder}/__init__.py"):
        found, folder = folder, parent(folder)
    return found
