"""Files that production loads and that are not there."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.model.artifacts import Missing, missing
from deploylint.model.deployment import Deployment
from deploylint.model.migration_files import Need, Unmet, unmet
from deploylint.model.paths import base
from deploylint.model.unreadable import Unreadable, unreadable


class NeedOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a program reads from its working directory: any of the files, unless an option names another.

    subcommands: for which of its commands, all if empty. source: who says so.
    """

    program: str
    files: list[str]
    source: str
    subcommands: list[str] = []
    options: list[str] = []


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """need: what programs read that production runs."""

    need: list[NeedOf] = []


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each load, at the call, and for each command that lacks what it reads."""
    for one in missing(deployment):
        yield _hit(one)
    needs = [Need(one.program, tuple(one.subcommands), tuple(one.options), tuple(one.files)) for one in params.need]
    for other in unmet(deployment, needs):
        yield _unmet(other)
    for closed in unreadable(deployment):
        yield _closed(closed)


def _unmet(one: Unmet) -> Hit:
    place, related = blamed(one.use, one.use.invocation.range)
    command = " ".join(word.raw for word in one.use.invocation.words)
    return Hit(
        span=place,
        subject=(one.use.owner, one.file),
        message="left-out" if one.kept is not None else "default",
        values=(("file", one.file), ("path", one.path), ("kept", one.kept or one.path), ("command", command)),
        role=one.use.role,
        service=one.use.service,
        platform=one.use.platform,
        related=related,
    )


def _closed(one: Unreadable) -> Hit:
    command = one.start.launch.text if one.start.launch is not None else one.start.text
    return Hit(
        span=one.span,
        subject=("unreadable", base(one.file)),
        message="unreadable",
        values=(("command", command), ("file", one.path), ("user", one.user), ("mode", one.mode)),
        role=one.start.role,
        service=one.start.launch.use.service if one.start.launch is not None else "",
        platform=one.start.platform,
        related=(Related(one.start.span, "what starts it"),),
        started=True,
    )


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
