"""Compose commands that turn on a profile which no service has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.facts.place import Span
from deploylint.model.compose.calls import PROGRAM, call
from deploylint.model.compose.load import load
from deploylint.model.compose.variables import known
from deploylint.model.deployment import Deployment, Use
from deploylint.model.paths import parent
from deploylint.model.workspace import Workspace

_VARIABLE = "COMPOSE_PROFILES"


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each profile that a command names and none of the compose files it reads knows."""
    for use in deployment.uses:
        asked = list(_asked(use))
        there = _known(deployment.workspace, _files(deployment.workspace, use)) if asked else None
        for name, span in asked if there is not None else ():
            if there is not None and name not in there and name != "*":
                yield _hit(use, name, span, there)


def _asked(use: Use) -> Iterator[tuple[str, Span]]:
    """The profiles that a command turns on by name, each with its place."""
    invocation = use.invocation
    sources = [wrapper.options for wrapper in invocation.wrappers if wrapper.name == PROGRAM]
    if invocation.program == PROGRAM:
        sources.append(invocation.options)
    for options in sources:
        for option in options:
            if option.name == "--profile" and _literal(option.text):
                yield option.text, Span(use.span.path, option.range)
    if invocation.program == PROGRAM and _VARIABLE in use.environment:
        value, span = use.environment[_VARIABLE]
        for name in (value or "").split(","):
            if _literal(name.strip()):
                yield name.strip(), span


def _literal(name: str) -> bool:
    return bool(name) and not any(character in name for character in "${}`")


def _files(workspace: Workspace, use: Use) -> tuple[str, ...]:
    """The compose files that the command reads; all there are where that cannot be known."""
    everything = workspace.of_format("compose")
    if use.place.kind != "repository":
        return everything
    found = call(workspace, use)
    return found.files if found is not None else everything


def _known(workspace: Workspace, paths: Sequence[str]) -> dict[str, Span] | None:
    """The profiles of the services, each with a place; None where the files do not tell all of them."""
    found: dict[str, Span] = {}
    if not paths:
        return None
    model = load(workspace, paths, parent(paths[0]), known(workspace, parent(paths[0]), None, {}))
    services = model.root.get("services")
    if model.open or services is None or not services.entries:
        return None
    for service in services.entries.values():
        for profile in service.texts("profiles"):
            if profile.missing or profile.assumed:
                return None
            found[profile.text] = profile.span
    return found


def _hit(use: Use, name: str, span: Span, there: dict[str, Span]) -> Hit:
    near = next(iter(get_close_matches(name, there, 1, 0.7)), "")
    place, related = blamed(use, span.range) if span.path == use.span.path else (span, ())
    if near:
        related = (*related, Related(there[near], "the profile that may be meant"))
    return Hit(
        span=place,
        subject=(use.owner, name),
        message="near" if near else "some" if there else "default",
        values=(("profile", name), ("near", near), ("profiles", ", ".join(sorted(there)))),
        role=use.role,
        service=use.service,
        platform="compose",
        related=related,
    )
