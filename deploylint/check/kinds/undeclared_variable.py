"""Environment variables that a production start needs and no file declares."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.model.deployment import Deployment
from deploylint.model.reads import Needed, declared, declares, elsewhere, examples, needed


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """given: patterns of the variables that platforms, shells and images set by themselves."""

    given: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each variable and service, where it is read first."""
    workspace = deployment.workspace
    for one in needed(deployment):
        name, any_case = one.read.name, one.read.any_case
        if any(fnmatchcase(name.upper() if any_case else name, pattern) for pattern in params.given):
            continue
        if declared(deployment, name, any_case=any_case):
            continue
        if elsewhere(workspace) and not examples(workspace):
            return
        yield _hit(one, "default" if declares(workspace) else "nowhere")


def _hit(one: Needed, message: str) -> Hit:
    name = one.read.name.upper() if one.read.any_case else one.read.name
    return Hit(
        span=one.span,
        subject=(one.service, name),
        message=message,
        values=(("name", name), ("service", one.service)),
        service=one.service,
        platform=one.platform,
        certainty="likely",
        related=tuple(Related(step.span, f"reached from here as '{step.label}'") for step in one.way),
        started=True,
    )
