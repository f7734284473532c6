"""Environment variables that must not be set where production builds or starts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.words import accepts, listed
from deploylint.model.deployment import Deployment, VariableSite


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """name: the variables, words of a match list. value: words that the value must match; dynamic values never do.

    message: which of the rule's messages it has.
    """

    name: str | list[str]
    value: str | list[str] = []
    message: str = "default"


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each place that sets one of the variables."""
    names, values = listed(params.name), listed(params.value)
    for site in deployment.variables:
        if not accepts(names, (site.name,)):
            continue
        if values and (site.value is None or not accepts(values, (site.value,))):
            continue
        yield Hit(
            span=site.span,
            subject=(site.owner, site.name),
            message=params.message,
            values=(("name", site.name), ("owner", _said(site)), ("kind", site.kind)),
            role=site.role,
            service=site.service,
            platform=site.platform,
        )


def _said(site: VariableSite) -> str:
    """Who sets it, for people: a stage's name alone sounds like something else."""
    return f"ENV of stage {site.owner}" if site.kind == "ENV" and site.owner != "ENV" else site.owner
