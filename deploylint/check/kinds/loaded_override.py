"""Deploy commands that leave the files to Compose, where that brings an override for development along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.way import blamed
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Span
from deploylint.model.compose.called import called
from deploylint.model.compose.calls import Call, calls
from deploylint.model.compose.merge import short_volume
from deploylint.model.compose.project import deploys
from deploylint.model.deployment import Deployment, Use
from deploylint.model.evidence import role_of_name
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

_STARTING = ("up", "create", "run")
_COPYING = frozenset({"git", "rsync", "scp"})
_VARIABLES = ("debug", "flask_debug", "flask_env", "node_env", "rails_env", "app_env", "app_debug", "django_debug")
_VALUES = ("1", "true", "yes", "on", "development", "dev", "local")
_SERVING = ("reload", "debug", "development")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each production command that starts the default files with an override among them."""
    uses = called(deployment.workspace, deployment.intent)
    for call in calls(deployment.workspace, uses):
        if not deploys(call) or not call.automatic or len(call.files) < 2 or call.subcommand not in _STARTING:
            continue
        sign = _sign(deployment, call.files[-1])
        if sign is not None and _is_there(uses, call):
            yield _hit(call, *sign)


def _is_there(uses: Sequence[Use], call: Call) -> bool:
    """True if the override lies where the command runs; on another host only what copies the repository brings it."""
    if not call.use.remote and call.use.place.kind == "repository":
        return True
    copied = (one for one in uses if one.span.path == call.span.path)
    return any(one.invocation.program in _COPYING and _brings(one, call) for one in copied)


def _brings(use: Use, call: Call) -> bool:
    if use.invocation.program == "git":
        return use.invocation.subcommands[:1] in (("pull",), ("clone",), ("reset",), ("checkout",), ("fetch",))
    words = [word.raw for word in use.invocation.arguments]
    return base(call.files[-1]) in {base(word) for word in words} or any(word in (".", "./", "./*") for word in words)


def _sign(deployment: Deployment, path: str) -> tuple[str, str, Span] | None:
    """What in an override file is for development: which message says so, what it is, and where it stands."""
    workspace = deployment.workspace
    compose = workspace.get(path, ComposeFile, "compose")
    for declaration in deployment.declarations:
        start = declaration.launch
        if declaration.span.path == path and start is not None:
            for setting in start.use.invocation.settings:
                if setting.name in _SERVING and start.use.invocation.enabled(setting.name):
                    return "command", start.text, declaration.span
    for service in compose.services if compose is not None else ():
        found = _service_sign(workspace, path, service)
        if found is not None:
            return found
    return None


def _service_sign(workspace: Workspace, path: str, service: ComposeService) -> tuple[str, str, Span] | None:
    """A target stage for development, a mounted source tree, or a variable that turns on debugging."""
    target = service.build.target if service.build is not None else None
    if target is not None and (said := role_of_name(target.value)) is not None and said[0] == "development":
        return "stage", target.value, Span(path, target.range())
    for volume in service.volumes:
        source, _, _ = short_volume(volume.value)
        folder = join(parent(path), source) if source.startswith(".") else None
        if folder is not None and _holds_code(workspace, folder):
            return "default", source, Span(path, volume.range())
    for variable in service.environment:
        name, value = variable.name.value.lower(), variable.value.value.lower()
        if name in _VARIABLES and value in _VALUES:
            return "variable", f"{variable.name.value}={variable.value.value}", Span(path, variable.range)
    return None


def _holds_code(workspace: Workspace, folder: str) -> bool:
    prefix = f"{folder}/" if folder else ""
    return any(one.startswith(prefix) for one in workspace.of_format("python", "javascript", "typescript", "tsx"))


def _hit(call: Call, message: str, sign: str, place: Span) -> Hit:
    use = call.use
    span, related = blamed(use)
    return Hit(
        span=span,
        subject=(use.owner, base(call.files[-1])),
        message=message,
        values=(
            ("command", " ".join(word.raw for word in use.invocation.words[:3])),
            ("override", base(call.files[-1])),
            ("base", base(call.files[0])),
            ("found", sign),
        ),
        role=use.role,
        certainty="likely" if use.remote else "certain",
        service=use.service,
        platform="compose",
        related=(*related, Related(place, "what is for development")),
    )
