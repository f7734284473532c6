"""The way to a use: which line must change, and the steps that lead there."""

from __future__ import annotations

from deploylint.check.finding import Related
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Use
from deploylint.model.evidence import role_of_name
from deploylint.model.roles import Role


def blamed(use: Use, range: Range | None = None) -> tuple[Span, tuple[Related, ...]]:  # noqa: A002
    """The place that must change, and the rest of the way as related places.

    A script that is named for development is right as it is: whoever calls it for production is to blame.
    """
    steps = list(use.via)
    place = Span(use.span.path, range or use.span.range)
    below: list[Related] = []
    owner = use.owner
    while steps and _for_development(owner):
        step = steps.pop()
        below.insert(0, Related(place, "what it runs"))
        place = step.span
        owner = steps[-1].label if steps else ""
    above = tuple(Related(step.span, f"called here as '{step.label}'") for step in steps)
    return place, (*above, *below)


def role_of_text(use: Use) -> Role:
    """The role of the text that a use stands in, also where a condition decides whether it runs."""
    if use.role == "unknown" and use.invocation.command.condition == "branch":
        return next((evidence.role for evidence in use.evidence if evidence.role != "unknown"), use.role)
    return use.role


def _for_development(owner: str) -> bool:
    said = role_of_name(owner.removeprefix("scripts."))
    return said is not None and said[0] == "development"
