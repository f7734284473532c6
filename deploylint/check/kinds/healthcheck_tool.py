"""Health checks that call a tool which the image lacks."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.commands import Command, Script
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.base_images import plain, reference
from deploylint.model.compose.project import projects, seen
from deploylint.model.compose.service import Service
from deploylint.model.deployment import Deployment, Effective
from deploylint.model.images import Image
from deploylint.model.paths import base
from deploylint.model.roles import Role
from deploylint.model.tools import Knowledge, in_image
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret

_OWN_CHECKS = frozenset({"kubernetes", "render", "fly", "railway", "heroku-container", "cloud-run"})
_LOOKS = frozenset({"command", "which", "type", "hash", "test", "["})
_GIVES_UP = frozenset({"exit", "false", "true", ":", "echo", "kill", "return", "printf"})


class Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """images: patterns for `name` or `name:tag`. lacks: the tools that are not in there. source: who says so."""

    images: list[str]
    lacks: list[str]
    source: str


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """base: what is known of base images, the first row that names one counts; of others nothing is said.

    packages: tool -> patterns of the system packages that bring it. opaque: programs and packages that may bring
    anything.
    """

    base: list[Base]
    packages: dict[str, list[str]]
    opaque: list[str]


@dataclass(frozen=True, slots=True)
class _Call:
    """A command of a health check whose program is one of the tools."""

    tool: str
    place: Range


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each health check none of whose tools is there: of images, and of compose services."""
    knowledge = Knowledge(
        lacks=tuple((tuple(row.images), frozenset(row.lacks)) for row in params.base),
        packages={tool: tuple(patterns) for tool, patterns in params.packages.items()},
        opaque=frozenset(params.opaque),
    )
    for image in deployment.images:
        instruction = image.last("HEALTHCHECK")  # that of `HEALTHCHECK NONE` has no script
        if instruction is not None and instruction.script is not None:
            owner = _service(deployment, image)
            for call, name in _missing(deployment, instruction.script, image, None, knowledge):
                role = _role(deployment, image)
                yield _hit(Span(image.path, call.place), call.tool, name, image, role=role, service=owner)
    for service_id, row, service in _compose(deployment):
        check = service.launch("healthcheck")
        if check is not None:
            said = service.value.said("image") if service.build is None else ""
            for call, name in _missing(deployment, check.launch.script, row.image, said, knowledge):
                span = Span(check.layer.path, call.place)
                yield _hit(span, call.tool, name, row.image, role=row.role, service=service_id, platform="compose")


def _role(deployment: Deployment, image: Image) -> Role:
    """For whom somebody looks at the check: not for production where only platforms with checks of their own run it."""
    rows = [row for row in deployment.running(image) if row.role == "production"]
    if rows and all(row.platform in _OWN_CHECKS for row in rows):
        return "unknown"
    return deployment.image_roles.get(image.id, "production")


def _service(deployment: Deployment, image: Image) -> str:
    rows = (
        service.id
        for service in deployment.services
        for row in service.effective
        if row.image is not None and row.image.id == image.id
    )
    return next(rows, "")


def _compose(deployment: Deployment) -> Iterator[tuple[str, Effective, Service]]:
    """What runs each compose service, with the service as its project merges it."""
    found = projects(deployment.workspace, deployment.intent)
    for service in deployment.services:
        for row in service.effective:
            merged = seen(found, row.entry.path, row.name) if row.platform == "compose" else None
            if merged is not None:
                yield service.id, row, merged[1]


def _missing(
    deployment: Deployment, script: Script, image: Image | None, said: str | None, knowledge: Knowledge
) -> Iterator[tuple[_Call, str]]:
    """The first call of a check if all its tools are absent, with the name of the base image."""
    calls = _calls(deployment.workspace, script, knowledge)
    name = reference(deployment.workspace, image) if image is not None else plain(said or "$")
    if not calls or name is None:
        return
    states = [
        in_image(deployment, image, call.tool, knowledge) if image is not None else knowledge.of_base(name, call.tool)
        for call in calls
    ]
    if all(state == "absent" for state in states):
        yield calls[0], name


def _calls(workspace: Workspace, script: Script, knowledge: Knowledge) -> list[_Call]:
    """The calls of tools; none if the check looks which of them there is, or falls back on something else."""
    found: list[_Call] = []
    for command in _commands(workspace, script):
        invocation = interpret(command, workspace.script)
        name = base(invocation.words[0].raw) if invocation.words else ""
        if name in _LOOKS or script.incomplete is not None:
            return []
        if name in knowledge.packages:
            found.append(_Call(name, invocation.words[0].range))
        elif command.condition == "failure" and name not in _GIVES_UP:
            return []
    return found


def _commands(workspace: Workspace, script: Script) -> Iterator[Command]:
    for command in (*script.commands, *script.substituted):
        yield command
        for nested in interpret(command, workspace.script).nested:
            yield from _commands(workspace, nested)


def _hit(
    span: Span, tool: str, name: str, image: Image | None, *, role: Role, service: str, platform: str = "docker"
) -> Hit:
    related: tuple[Related, ...] = ()
    if image is not None:
        final = Span(image.path, image.chain[-1].start.range)
        related = (Related(final, f"the stage that runs has no '{tool}'"),)
    return Hit(
        span=span,
        subject=("healthcheck", tool),
        values=(("tool", tool), ("base", name)),
        role=role,
        service=service,
        platform=platform,
        related=related,
    )
