"""First-party imports that fail when the service starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.kinds.missing_target import where
from deploylint.check.unread import held_back
from deploylint.facts.glob import escape
from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Declaration, Deployment
from deploylint.model.imports.broken import Broken
from deploylint.model.imports.start import failing, lacking


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each import on the way of a start that leads to nothing where the start runs."""
    for declaration in deployment.declarations:
        if declaration.phase == "start" and declaration.role in ("production", "unknown"):
            for one in _joined(failing(deployment.workspace, declaration)):
                yield held_back(_hit(deployment, declaration, one), declaration.unread, declaration.span)
    for service in deployment.services:
        critical = deployment.intent.critical.get(service.id, ())
        for row in service.effective if critical else ():
            if row.winner is not None:
                for one in lacking(deployment.workspace, row.winner, critical):
                    yield _hit(deployment, row.winner, one)


def _joined(found: Iterable[Broken]) -> Iterator[Broken]:
    """The imports, those of several names that one statement takes from one module as one."""
    statements: dict[tuple[object, ...], list[Broken]] = {}
    for number, one in enumerate(found):
        key = (one.span, one.module, one.local, one.certainty) if one.fault == "name" else (number,)
        statements.setdefault(key, []).append(one)
    for ones in statements.values():
        yield replace(ones[0], name="', '".join(one.name for one in ones))


def _hit(deployment: Deployment, declaration: Declaration, one: Broken) -> Hit:
    assert declaration.launch is not None
    use = declaration.launch.use
    related = [Related(step.span, f"reached by '{step.label}'") for step in one.way]
    elsewhere = _elsewhere(deployment, one) if one.fault in ("module", "critical") else ""
    if elsewhere:
        related.append(Related(Span(elsewhere, FIRST), "the file that may be meant"))
    message = "module-elsewhere" if elsewhere and one.fault == "module" else one.fault
    return Hit(
        span=one.span,
        subject=(one.module, one.name) if one.module else (one.name,),
        message=f"{message}-late" if one.local and one.fault in ("module", "name", "script") else message,
        values=(
            ("name", one.name),
            ("module", one.module),
            ("near", elsewhere),
            ("start", declaration.launch.text),
            ("place", where(use)),
        ),
        role=use.role,
        certainty=one.certainty,
        service=use.service,
        platform=declaration.platform,
        related=tuple(related),
        started=True,
    )


def _elsewhere(deployment: Deployment, one: Broken) -> str:
    """The one file of the repository that the missing module is, outside of where it is looked for."""
    parts = one.name.split(".")
    for tail in (escape("/".join(parts[cut:])) for cut in range(len(parts) if len(parts[-1]) > 2 else 1)):
        names = (f"**/{tail}.py", f"**/{tail}/__init__.py")
        found = [path for name in names for path in deployment.workspace.glob(name)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""
