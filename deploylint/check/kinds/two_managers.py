"""Services that both the server's own process manager and a container engine run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.model.compose.project import projects, seen
from deploylint.model.deployment import Deployment, Effective, Launch, Service, Use
from deploylint.model.paths import base
from deploylint.model.ports import listening
from deploylint.model.roles import Role
from deploylint.model.same import same

_HOST = ("systemd", "supervisor", "pm2")
_MANY = frozenset({"manage.py", "package.json", "artisan"})  # one file, many things that it can run
_RUNS = frozenset({"start", "restart", "reload", "enable", "try-restart", "reload-or-restart", "up", "run"})


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each declaration of the server's manager that starts what a container starts, then for scripts."""
    for service in deployment.services:
        yield from _declared(deployment, service)
    yield from _scripted(deployment)


def _declared(deployment: Deployment, service: Service) -> Iterator[Hit]:
    rows = [row for row in service.effective if row.winner is not None and row.winner.launch is not None]
    host = [row for row in rows if row.platform in _HOST and row.image is None]
    containers = [row for row in rows if row.platform == "compose" and row.image is not None]
    for own in host:
        others = [row for row in containers if _both(own, row)]
        start = own.winner.launch if own.winner is not None else None
        if others and own.winner is not None and start is not None:
            clash = any(_clashes(deployment, own, row) for row in others)
            alike = any(same(start, launch) for launch in _launches(others))
            yield Hit(
                span=own.winner.span,
                subject=(own.platform, start.text),
                message="apart" if not clash else "default" if alike else "file",
                values=(
                    ("manager", own.title),
                    ("other", others[0].title),
                    ("command", start.text),
                    ("file", start.resolution.path or ""),
                ),
                role=_role(own, others),
                service=service.id,
                platform=own.platform,
                certainty="likely",
                related=tuple(Related(row.entry, f"{row.title} runs it here") for row in others),
            )


def _both(own: Effective, other: Effective) -> bool:
    """True if both run the same program on the same target, or the same file of the repository by another program, and
    neither only for development or tests."""
    if {own.role, other.role} & {"development", "test"}:
        return False
    launches = tuple(_launches((own, other)))
    return len(launches) == 2 and (same(*launches) or _same_file(*launches))


def _launches(rows: Iterable[Effective]) -> Iterator[Launch]:
    for row in rows:
        if row.winner is not None and row.winner.launch is not None:
            yield row.winner.launch


def _same_file(one: Launch, other: Launch) -> bool:
    """True if both find their target in one file; of a file that runs many things that says nothing."""
    path = one.resolution.path
    found = one.resolution.state == other.resolution.state == "found"
    return found and path == other.resolution.path and path is not None and base(path) not in _MANY


def _clashes(deployment: Deployment, own: Effective, other: Effective) -> bool:
    """True if both take one port of the server: the container by a published port, or in the server's own network."""
    port, inside = _port(deployment, own), _port(deployment, other)
    if port is None:
        return False
    if other.published:
        return any(_taken(one.value) == port for one in other.published)
    merged = seen(projects(deployment.workspace, deployment.intent), other.entry.path, other.name)
    return merged is not None and merged[1].value.said("network_mode") == "host" and inside == port


def _port(deployment: Deployment, row: Effective) -> str | None:
    """The port that a row surely listens on."""
    found = listening(deployment, row.winner) if row.winner is not None else None
    return found.port.value if found is not None and found.port.source in ("said", "default") else None


def _taken(published: str) -> str:
    """The port of the server in the short form of a published port, "" where Docker chooses one."""
    return published.partition("/")[0].rpartition(":")[0].rpartition(":")[2]


def _role(own: Effective, others: Sequence[Effective]) -> Role:
    """Production where compose surely runs it too."""
    deployed = any(row.role == "production" for row in others)
    return "production" if deployed and own.role == "production" else "unknown"


def _scripted(deployment: Deployment) -> Iterator[Hit]:
    """Scripts that restart a unit and a container of one name."""
    units: dict[tuple[str, str], Use] = {}
    containers: dict[tuple[str, str], Use] = {}
    for use in deployment.uses:
        if use.on_deploy_path:
            named = units if use.invocation.program == "systemctl" else containers
            for name in _named(use):
                named.setdefault((use.span.path, name), use)
    for (path, name), use in sorted(units.items(), key=lambda row: row[1].span):
        other = containers.get((path, name))
        if other is not None:
            yield Hit(
                span=use.span,
                subject=("script", name),
                message="script",
                values=(("name", name),),
                role=use.role,
                service=use.service,
                related=(Related(other.span, "the container of the same name"),),
            )


def _named(use: Use) -> Iterator[str]:
    """The units or containers that a command starts or restarts by name."""
    if use.invocation.program not in ("systemctl", "docker", "docker-compose"):
        return
    words = [word.value for word in use.invocation.words[1:] if word.value is not None and not word.raw.startswith("-")]
    verb = next((position for position, word in enumerate(words) if word in _RUNS), None)
    if verb is not None and (use.invocation.program != "docker" or words[verb] == "restart"):
        for word in words[verb + 1 :]:
            yield word.removesuffix(".service")
