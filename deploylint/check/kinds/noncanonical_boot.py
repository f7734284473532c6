"""Start declarations that are not the contract's."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.model.boot import Canon, canon
from deploylint.model.deployment import Declaration, Deployment, Service


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each start declaration, effective or not, that starts a service otherwise than its contract."""
    for service in deployment.services:
        wanted = canon(deployment, service)
        for declaration in service.declarations if wanted is not None else ():
            if wanted is not None and _counts(declaration, wanted) and wanted.agrees(declaration) is False:
                yield _hit(service, declaration, wanted)


def _counts(declaration: Declaration, wanted: Canon) -> bool:
    """A script that no platform calls is another way to start, and none that the contract speaks of."""
    if declaration.phase != "start" or declaration.platform == "script":
        return wanted.boot.everywhere and declaration.phase == "start"
    return wanted.boot.everywhere or declaration.role in ("production", "unknown")


def _hit(service: Service, declaration: Declaration, wanted: Canon) -> Hit:
    launch = declaration.launch
    text = launch.text if launch is not None else declaration.text
    related = [Related(wanted.boot.span, "the contract says so here")] if wanted.boot.span is not None else []
    if launch is not None and launch.use.via:
        related.append(Related(launch.use.span, f"which finally runs '{launch.text}'"))
    return Hit(
        span=declaration.span,
        subject=("start", declaration.kind),
        message="default" if wanted.command is not None else "program",
        values=(
            ("service", service.id),
            ("boot", wanted.boot.command or wanted.boot.program),
            ("command", text if _differs(text, wanted) else declaration.text),
        ),
        role="production" if wanted.boot.everywhere else declaration.role,
        service=service.id,
        platform=declaration.platform,
        related=tuple(related),
    )


def _differs(text: str, wanted: Canon) -> bool:
    """True if the short text of a command shows in what it differs: not only in its options."""
    return not wanted.boot.command.startswith(text)
