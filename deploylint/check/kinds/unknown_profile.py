"""Compose commands that turn on a profile which no service has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.facts.files import ComposeFile
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.deployment import Deployment, Use
from deploylint.model.paths import join, parent
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Option

_DEFAULT = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
_OVERRIDE = (
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
)
_PROGRAM = "docker-compose"
_VARIABLE = "COMPOSE_PROFILES"


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each profile that a command names and none of the compose files it reads knows."""
    for use in deployment.uses:
        asked = list(_asked(use))
        known = _known(deployment.workspace, _files(deployment.workspace, use)) if asked else None
        for name, span in asked if known is not None else ():
            if known is not None and name not in known and name != "*":
                yield _hit(use, name, span, known)


def _asked(use: Use) -> Iterator[tuple[str, Span]]:
    """The profiles that a command turns on by name, each with its place."""
    invocation = use.invocation
    sources = [wrapper.options for wrapper in invocation.wrappers if wrapper.name == _PROGRAM]
    if invocation.program == _PROGRAM:
        sources.append(invocation.options)
    for options in sources:
        for option in options:
            if option.name == "--profile" and _literal(option.text):
                yield option.text, Span(use.span.path, option.range)
    if invocation.program == _PROGRAM and _VARIABLE in use.environment:
        value, span = use.environment[_VARIABLE]
        for name in (value or "").split(","):
            if _literal(name.strip()):
                yield name.strip(), span


def _literal(name: str) -> bool:
    return bool(name) and not any(character in name for character in "${}`")


def _files(workspace: Workspace, use: Use) -> tuple[str, ...]:
    """The compose files that the command reads; all there are where that cannot be known."""
    everything = workspace.of_format("compose")
    if use.place.kind != "repository" or "COMPOSE_FILE" in use.environment:
        return everything
    named = [option.text for option in _options(use) if option.name in ("-f", "--file")]
    found = [path for text in named if (path := join(use.place.folder, text)) is not None and workspace.exists(path)]
    if named:
        return tuple(found) if len(found) == len(named) else everything
    folder = use.place.folder
    while True:
        beside = [path for name in _DEFAULT if workspace.exists(path := join(folder, name) or "")]
        if beside:
            over = [path for name in _OVERRIDE if workspace.exists(path := join(folder, name) or "")]
            return (beside[0], *over[:1])
        if not folder:
            return everything
        folder = parent(folder)


def _options(use: Use) -> Iterator[Option]:
    yield from use.invocation.options
    for wrapper in use.invocation.wrappers:
        yield from wrapper.options if wrapper.name == _PROGRAM else ()


def _known(workspace: Workspace, paths: Sequence[str]) -> dict[str, Span] | None:
    """The profiles of the services, each with a place; None where the files do not tell all of them."""
    found: dict[str, Span] = {}
    for path in paths:
        compose = workspace.get(path, ComposeFile, "compose")
        if compose is None or not compose.services or compose.root.get("include") is not None:
            return None
        for service in compose.services:
            file = service.extends[0] if service.extends is not None else None
            if file is not None or any(not _literal(profile.value) for profile in service.profiles):
                return None
            found.update((profile.value, _span(path, profile)) for profile in service.profiles)
    return found if paths else None


def _span(path: str, text: Text) -> Span:
    return Span(path, text.range())


def _hit(use: Use, name: str, span: Span, known: dict[str, Span]) -> Hit:
    near = next(iter(get_close_matches(name, known, 1, 0.7)), "")
    place, related = blamed(use, span.range) if span.path == use.span.path else (span, ())
    if near:
        related = (*related, Related(known[near], "the profile that may be meant"))
    return Hit(
        span=place,
        subject=(use.owner, name),
        message="near" if near else "some" if known else "default",
        values=(("profile", name), ("near", near), ("profiles", ", ".join(sorted(known)))),
        role=use.role,
        service=use.service,
        platform="compose",
        related=related,
    )
