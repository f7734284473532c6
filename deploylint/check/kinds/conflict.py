"""Start declarations of one service that name different targets or programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span
from deploylint.model.boot import Canon, canon
from deploylint.model.deployment import Declaration, Deployment, Launch, Resolution, Service
from deploylint.model.same import same


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """One hit a service, at the declaration that loses or is stale."""
    for service in deployment.services:
        declarations = _compared(service)
        if len(declarations) > 1 and not all(_script(declaration) for declaration, _ in declarations):
            yield from _judge(service, declarations, canon(deployment, service))


def _compared(service: Service) -> list[tuple[Declaration, Launch]]:
    """The production declarations that can be followed to one program."""
    found = []
    for declaration in service.declarations:
        start = declaration.launch
        if declaration.role != "production" or declaration.phase != "start" or declaration.implied:
            continue
        if start is not None and start.identity:
            found.append((declaration, start))
    return found or list(_scripts(service))


def _scripts(service: Service) -> Iterator[tuple[Declaration, Launch]]:
    """The scripts that declarations of production name, where one is missing and nothing else can be compared.

    What the missing one would have started nobody knows, but another one of the service is named elsewhere.
    """
    for declaration in service.declarations:
        if declaration.role == "production" and declaration.phase == "start" and declaration.platform != "script":
            start = _missing_script(declaration.launch) or _script(declaration)
            if start is not None:
                yield declaration, start


def _missing_script(start: Launch | None) -> Launch | None:
    target = start.use.invocation.target if start is not None else None
    if start is None or target is None or target.kind != "file" or start.resolution.state != "missing":
        return None
    return replace(start, identity=(target.value or "").removeprefix("./"), text=target.value or "")


def _script(declaration: Declaration) -> Launch | None:
    """The script that a declaration runs, where the script starts several programs."""
    if declaration.launch is not None:
        return None
    called = [use for use in declaration.uses if not use.via]
    inside = {use.span.path for use in declaration.uses if len(use.via) == 1}
    if len(called) != 1 or not called[0].followed or len(inside) != 1:
        return None
    (use,), (path,) = called, inside
    target = use.invocation.target
    if target is None or target.kind != "file" or target.value is None:
        return None
    return Launch(
        use=use,
        program=use.invocation.program or "",
        identity=path,
        text=target.value,
        resolution=Resolution("found", path),
    )


def _judge(service: Service, declarations: Sequence[tuple[Declaration, Launch]], wanted: Canon | None) -> Iterator[Hit]:
    parties: list[list[tuple[Declaration, Launch]]] = []
    for one in declarations:
        party = next((p for p in parties if same(p[0][1], one[1])), None)
        if party is None:
            parties.append([one])
        else:
            party.append(one)
    if len(parties) > 1:
        blamed = _blamed(service, parties, wanted)
        declared = [party for party in parties if any(d.platform != "script" for d, _ in party)]
        yield _hit(service, declarations, blamed, "default" if len(declared) > 1 else "script", len(parties))
        return
    declarations = [one for one in declarations if one[0].platform != "script"]
    by_value = _differing(declarations)
    if by_value:
        blamed = _blamed(service, by_value, wanted)
        yield _hit(service, [one for party in by_value for one in party], blamed, "options", len(by_value))


def _differing(declarations: Sequence[tuple[Declaration, Launch]]) -> list[list[tuple[Declaration, Launch]]]:
    """The declarations that say different values of one option, by value.

    One that says none may have the same from a file or a variable: Heroku sets WEB_CONCURRENCY by itself.
    """
    options: dict[str, dict[str, list[tuple[Declaration, Launch]]]] = defaultdict(lambda: defaultdict(list))
    for declaration, start in declarations:
        for option in start.options:
            name, _, value = option.partition("=")
            options[name][value].append((declaration, start))
    return next((list(by_value.values()) for by_value in options.values() if len(by_value) > 1), [])


def _blamed(
    service: Service, parties: Sequence[Sequence[tuple[Declaration, Launch]]], wanted: Canon | None
) -> Declaration:
    """The declaration to report at: one that leaves the contract, then one whose target is missing, else of the
    smallest party, else a shadowed one.
    """
    shadowed = {s.declaration.span for row in service.effective for s in row.shadowed}
    winners = {row.winner.span for row in service.effective if row.winner is not None and not row.unread}

    def rank(party: Sequence[tuple[Declaration, Launch]]) -> tuple[bool, bool, bool, int, bool, Span]:
        declaration, start = party[0]
        lost = declaration.span in shadowed and declaration.span not in winners
        declared = any(d.platform != "script" for d, _ in party)
        agrees = wanted is not None and bool(wanted.agrees(declaration))
        return (agrees, declared, start.resolution.state != "missing", len(party), not lost, declaration.span)

    return min(parties, key=rank)[0][0]


def _hit(
    service: Service,
    declarations: Sequence[tuple[Declaration, Launch]],
    blamed: Declaration,
    message: str,
    ways: int,
) -> Hit:
    others = [(d, s) for d, s in declarations if d.span != blamed.span]
    own = next(s for d, s in declarations if d.span == blamed.span)
    different = next((s for _, s in others if not same(s, own) or s.options != own.options), others[0][1])
    return Hit(
        span=blamed.span,
        subject=("start",),
        message=message,
        values=(
            ("service", service.id),
            ("count", str(len(declarations))),
            ("ways", str(ways)),
            ("command", _told(own, message)),
            ("other", _told(different, message)),
        ),
        role="production",
        service=service.id,
        platform=blamed.platform,
        certainty="certain" if all(s.resolution.state != "unknown" for _, s in declarations) else "likely",
        related=(*_finally(own), *(row for d, s in others for row in _other(service, d, s, message))),
    )


def _other(service: Service, declaration: Declaration, start: Launch, message: str) -> Iterator[Related]:
    yield Related(declaration.span, f"{_told(start, message)}: {_fate(service, declaration)}")
    yield from _finally(start)


def _finally(start: Launch) -> Iterator[Related]:
    """Where the command stands that a declaration reaches through scripts."""
    if start.use.via:
        yield Related(start.use.span, f"which finally runs '{start.text}'")


def _told(start: Launch, message: str) -> str:
    return f"{start.text} {' '.join(start.options)}".strip() if message == "options" else start.text


def _fate(service: Service, declaration: Declaration) -> str:
    """What becomes of a declaration, for a related place."""
    if declaration.platform == "script":
        return "no platform calls it"
    runs = [row.title for row in service.effective if row.winner is not None and row.winner.span == declaration.span]
    unread = [row.unread for row in service.effective if row.winner is not None and row.winner.span == declaration.span]
    if runs and not all(unread):
        return "runs on " + " and ".join(dict.fromkeys(runs))
    reasons = [s.reason for row in service.effective for s in row.shadowed if s.declaration.span == declaration.span]
    said = [reason for reason in (*unread, *reasons) if reason]
    return said[0] if said else f"{declaration.label} of {declaration.platform}"
