"""Files that a production start loads and that are not there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.model.artifacts import Missing, missing
from deploylint.model.deployment import Deployment
from deploylint.model.paths import base


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each load, at the call."""
    for one in missing(deployment):
        yield _hit(one)


def _hit(one: Missing) -> Hit:
    launch = one.start.launch
    in_image = launch is not None and launch.use.place.kind == "image"
    message = "left-out" if one.kept is not None else "image" if in_image else "default"
    return Hit(
        span=one.span,
        subject=(base(one.path), one.load.found),
        message=message,
        values=(
            ("file", one.load.path),
            ("path", one.path),
            ("kept", one.kept or one.path),
            ("command", launch.text if launch is not None else one.start.text),
        ),
        service=launch.use.service if launch is not None else "",
        platform=one.start.platform,
        certainty="certain" if one.sure else "unknown",
        related=tuple(Related(step.span, f"reached from here as '{step.label}'") for step in one.way),
        started=True,
    )
