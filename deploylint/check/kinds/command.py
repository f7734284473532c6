"""Commands that must not be used in a way: by program, subcommand, setting, option, argument, caller or phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.serving import Text, servers, texts
from deploylint.check.unread import held_back
from deploylint.check.way import blamed, role_of_text
from deploylint.check.words import accepts, listed
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment, Use
from deploylint.model.roles import Role
from deploylint.programs.invocation import Invocation, Option, Setting
from deploylint.programs.settings import environment_settings

Words = str | list[str]


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One way to match a command: all keys that it has must hold, see design section 3.

    subcommand: words from the first on (`migrate deploy`). setting, option: a name, or `name=value` with a glob for the
    value. effect: what the program does (`migrates`). serving: only where the same text also starts something that
    stays running. message: which of the rule's messages it has.
    """

    program: Words = []
    subcommand: Words = []
    setting: Words = []
    option: Words = []
    argument: Words = []
    phase: Words = []
    owner: Words = []
    effect: Words = []
    serving: bool = False
    message: str = "default"


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """match: alternatives. phase: of all of them. allowed_callers: files (or `file:owner`) that may use the command.

    wrappers: scripts of the repository that hand their arguments to the program of the first match. branches: a command
    that runs under a condition has the role of the text around it, not an unknown one. sign: what matches is itself a
    sign of development, so nobody knows what an image is for that only development is seen to run.
    """

    match: list[Match]
    phase: Words = []
    allowed_callers: Words = []
    wrappers: Words = []
    branches: bool = False
    sign: bool = False


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each use that matches, at the line that must change."""
    callers = deployment.intent.resolve(listed(params.allowed_callers))
    wrappers = deployment.intent.resolve(listed(params.wrappers))
    serving = servers(deployment) if any(match.serving for match in params.match) else frozenset[Text]()
    variables: dict[tuple[Span, str], Hit] = {}
    roles = {service.id: service.role for service in deployment.services}
    started = {d.launch.use.span for d in deployment.declarations if d.launch is not None}
    setting = _setting_roles(deployment)
    for use in deployment.uses:
        if not accepts(listed(params.phase), (use.phase,)) or _allowed(use, callers):
            continue
        invocation = _unwrapped(use.invocation, wrappers, params)
        for match in params.match:
            found = _found(use, invocation, match)
            if found is not None and (not match.serving or texts(use) & serving):
                hit = _hit(use, invocation, match, *found)
                hit = held_back(hit, use.unread, use.via[0].span if use.via else use.span)
                hit = replace(hit, role=role_of_text(use)) if params.branches else hit
                if roles.get(use.service) == "unknown":
                    hit = replace(hit, told="image" if hit.role == "production" else "unknown")
                elif params.sign and hit.role == "production" and _is_image_of(use, roles):
                    hit = replace(hit, role="unknown")
                if hit.span.path == found[0].path != use.span.path:  # one variable for all that the service runs
                    hit = replace(hit, role=_role_of_variable(use, setting.get(hit.span, set())))
                    key = (hit.span, f"{hit.service} {hit.platform} {hit.role} {hit.message}")
                    variables[key] = hit if use.span in started else variables.get(key, hit)
                else:
                    yield hit
                break
    yield from variables.values()


def _setting_roles(deployment: Deployment) -> dict[Span, set[Role]]:
    """Who sets the variables that are set for services: by place, the roles of the platforms' entries."""
    found: dict[Span, set[Role]] = {}
    for service in deployment.services:
        for row in service.effective:
            for _, span in row.environment.values():
                found.setdefault(span, set()).add(row.role)
    return found


def _is_image_of(use: Use, roles: Mapping[str, Role]) -> bool:
    """True for what an image starts by itself where all that is seen to run it is for development or tests."""
    return use.platform == "docker" and roles.get(use.service) in ("development", "test")


def _role_of_variable(use: Use, roles: set[Role]) -> Role:
    """The role of a variable beside the command: an image is for production, a compose file that runs it may not be."""
    if not roles or use.role in roles:
        return use.role
    return next(iter(roles)) if len(roles) == 1 else "unknown"


def _allowed(use: Use, callers: tuple[str, ...]) -> bool:
    places = [(use.span.path, use.owner), *((step.span.path, step.label) for step in use.via)]
    return bool(callers) and any(accepts(callers, (path, f"{path}:{owner}")) for path, owner in places)


def _unwrapped(invocation: Invocation, wrappers: tuple[str, ...], params: Params) -> Invocation:
    """A call of a configured wrapper as a call of the program it wraps."""
    target = invocation.target
    if target is None or target.value is None or not wrappers or not params.match[0].program:
        return invocation
    said = target.value.removeprefix("./")
    if not any(wrapper == said or wrapper.endswith("/" + said) for wrapper in wrappers):
        return invocation
    words = tuple(word.raw for word in invocation.words if word.range > target.range)
    program = listed(params.match[0].program)[0]
    plain = tuple(word for word in words if not word.startswith("-"))
    options = tuple(Option(w.raw, None, w.range) for w in invocation.words if w.raw.startswith("-"))
    return replace(invocation, program=program, subcommands=plain, options=options)


def _found(use: Use, invocation: Invocation, match: Match) -> tuple[Span, str] | None:
    """Where a match holds and what was found there, or None."""
    program = invocation.program
    if match.program and (program is None or not accepts(listed(match.program), (program,))):
        return None
    if not accepts(listed(match.phase), (use.phase,)) or not accepts(listed(match.owner), (use.owner,)):
        return None
    if match.subcommand and not _subcommand(invocation, listed(match.subcommand)):
        return None
    if match.argument and not accepts(listed(match.argument), (word.raw for word in invocation.arguments)):
        return None
    if match.effect and not accepts(listed(match.effect), invocation.effects):
        return None
    place = Span(use.span.path, use.span.range)
    found = _short(invocation)
    if match.option:
        option = _option(invocation, listed(match.option))
        if option is None:
            return None
        place, found = Span(use.span.path, option.range), f"{option.name} {option.text}".strip()
    if match.setting:
        setting = _setting(use, invocation, listed(match.setting))
        if setting is None:
            return None
        place, found = setting
    return place, found


def _subcommand(invocation: Invocation, wanted: tuple[str, ...]) -> bool:
    own = (*invocation.subcommands, *(w.raw for w in invocation.arguments))
    return any(own[: len(words)] == tuple(words) for words in (text.split() for text in wanted))


def _option(invocation: Invocation, wanted: tuple[str, ...]) -> Option | None:
    for option in invocation.options:
        if accepts(wanted, (option.name, f"{option.name}={option.text}")):
            return option
    return None


def _setting(use: Use, invocation: Invocation, wanted: tuple[str, ...]) -> tuple[Span, str] | None:
    for text in wanted:
        name, _, value = text.partition("=")
        held = _in_force(use, invocation, name)
        if held is not None:
            setting, span = held
            if setting.value is not None and accepts((value or "true",), (setting.value,)):
                return span, setting.found if setting.source != "default" else _short(invocation)
    return None


def _in_force(use: Use, invocation: Invocation, name: str) -> tuple[Setting, Span] | None:
    """The setting that holds: a flag or a file, then the environment, then what the program does by itself."""
    own = invocation.setting(name)
    if own is not None and own.source in ("flag", "call", "file"):
        return own, Span(use.span.path, own.range)
    if invocation.program is not None:
        for variable, (value, span) in use.environment.items():
            for setting in environment_settings(invocation.program, {variable: (value, span.range)}):
                if setting.name == name and setting.source == "environment":
                    return setting, span
    return (own, Span(use.span.path, own.range)) if own is not None else None


def _short(invocation: Invocation) -> str:
    """The command as people say it: wrappers gone, at most five words."""
    words = [invocation.program or "?", *invocation.subcommands]
    if not invocation.subcommands:
        words += [word.raw for word in invocation.words[1:4]]
    return " ".join(words)


def _hit(use: Use, invocation: Invocation, match: Match, place: Span, found: str) -> Hit:
    own = place.path == use.span.path
    span, related = blamed(use, place.range if own else None)
    if not own:
        span, related = place, ()
    return Hit(
        span=span,
        subject=(use.owner, _short(invocation), match.message),
        message=match.message,
        values=(
            ("program", invocation.program or "?"),
            ("found", found),
            ("command", _short(invocation)),
            ("owner", use.owner),
        ),
        role=use.role,
        service=use.service,
        platform=use.platform,
        related=related,
    )
