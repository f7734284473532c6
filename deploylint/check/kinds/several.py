"""One rule made of several kinds: what any of them reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.kinds import command, syntax, variable
from deploylint.model.deployment import Deployment


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the rule says to each kind; a kind that it does not name reports nothing."""

    command: command.Params | None = None
    variable: variable.Params | None = None
    syntax: syntax.Params | None = None


def queries(params: Params) -> Mapping[str, str]:
    """Language -> query."""
    return syntax.queries(params.syntax) if params.syntax is not None else {}


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """The hits of all kinds."""
    if params.command is not None:
        yield from command.check(deployment, params.command)
    if params.variable is not None:
        yield from variable.check(deployment, params.variable)
    if params.syntax is not None:
        yield from syntax.check(deployment, params.syntax)
