"""The programs of supervisor's configuration and PM2's process files, in the image or on the server that runs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.server import Checkout, checkout, process_of
from deploylint.model.deployment import Use
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence, named
from deploylint.model.images import Image
from deploylint.model.intent import Intent
from deploylint.model.managed import Managed, files, production_environment, programs
from deploylint.model.managers import environment_name, managed
from deploylint.model.paths import base, parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_KINDS = {"supervisor": "supervisor.program", "pm2": "pm2.app"}
_MANAGERS = ("supervisord", "pm2")


@dataclass(frozen=True, slots=True)
class _Where:
    """Where the programs of a file run: the place of the call that reads it, None if nothing of the repository does.

    asked: which condition decides whether they start at all, as a sentence, or "". environment: which of PM2's
    environments is taken for granted, as a sentence, or "".
    """

    place: Place | None
    image: Image | None
    judgement: Judgement
    asked: str = ""
    environment: str = ""


def entries(workspace: Workspace, uses: Iterable[Use], intent: Intent) -> Iterator[Entry]:
    """One entry for each program of each file. uses: what the platforms' declarations lead to.

    One program that a declaration starts alone has none: that declaration says what runs.
    """
    callers: dict[str, Use] = {}
    alone: set[str] = set()
    for use in uses:
        if use.invocation.program in _MANAGERS:
            started = managed(workspace, use.invocation, use.place)
            for path, _ in started:
                callers.setdefault(path, use)
            alone.update(path for path, _ in started if len(started) == 1)
    for path in files(workspace):
        if path in alone:
            continue
        caller = callers.get(path)
        environment = environment_name(caller.invocation) if caller is not None else None
        found = programs(workspace, path, environment)
        where = _where(path, found, caller, intent)
        guessed = production_environment(workspace, path) if environment is None else ""
        if guessed:
            where = replace(where, environment=f"pm2 is told '--env {guessed}'")
        for one in found:
            yield _entry(workspace, path, one, where)


def _where(path: str, found: Iterable[Managed], caller: Use | None, intent: Intent) -> _Where:
    if caller is not None:
        judgement, asked = Judgement(caller.role, caller.evidence), ""
        if caller.role == "unknown":  # a condition decides whether it starts, not what for
            judgement = decide((caller.evidence,))
            asked = f"'{base(caller.span.path)}' starts it on a condition" if judgement.role != "unknown" else ""
        return _Where(caller.place, caller.place.image, judgement, asked)
    platform = next((one.platform for one in found), "supervisor")
    profile = profiles()[platform]
    default = Evidence(profile.role, profile.role_reason)
    judgement = decide((intent.said(path), file_evidence(path), (default,)))
    return _Where(None, None, judgement)


def _entry(workspace: Workspace, path: str, one: Managed, where: _Where) -> Entry:
    environment = {name: (value, Span(path, place)) for name, (value, place) in one.environment.items()}
    here = _place(workspace, path, one, where, environment)
    judgement = _judgement(path, one, where.judgement)
    said = Said(
        kind=_KINDS[one.platform],
        platform=one.platform,
        label=one.label,
        path=path,
        range=one.range,
        text=one.text,
        phase="start",
        shell="no",
        judgement=judgement,
        place=here.place,
        image=where.image,
        environment=environment,
    )
    waits = "" if one.starts else "it waits until it is told to start (autostart)"
    return Entry(
        platform=one.platform,
        name=one.name,
        span=Span(path, one.entry),
        process=process_of(one.name),
        runtime="docker" if where.image is not None else "native",
        folder=where.image.context if where.image is not None else parent(path),
        judgement=judgement,
        declarations=(declare(workspace, one.script, said),),
        environment=environment,
        assumptions=tuple(filter(None, (where.asked, here.reason, where.environment, waits))),
        doubted=bool(where.asked),
    )


def _place(
    workspace: Workspace,
    path: str,
    one: Managed,
    where: _Where,
    environment: Mapping[str, tuple[str | None, Span]],
) -> Checkout:
    if where.place is not None:
        return Checkout(where.place.moved(one.directory))
    if one.platform == "pm2" and (one.directory is None or not one.directory.startswith("/")):
        return Checkout(Place("repository", parent(path)).moved(one.directory))
    return checkout(workspace, path, one.script, one.directory, environment)


def _judgement(path: str, one: Managed, of_file: Judgement) -> Judgement:
    """What the name of a program says of it, in a file for production."""
    found = named("the program", one.name, Span(path, one.entry))
    own = tuple(evidence for evidence in found if evidence.role == "development")
    return decide((own, of_file.evidence)) if own and of_file.role == "production" else of_file
