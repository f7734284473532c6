"""What steps of a deploy request of the service that they have started: smoke tests, and checks before a rollback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.called import called
from deploylint.model.compose.calls import Call
from deploylint.model.compose.project import Project, projects
from deploylint.model.deployment import Deployment, Effective, Service, Use
from deploylint.model.probes import fails

_STARTING = ("up", "start", "restart")
_OTHERWISE = frozenset(
    {"-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "-F", "--form", "-I", "--head", "-T"}
    | {"--post-data", "--method", "--json", "-x", "--proxy", "--resolve", "--unix-socket", "-H", "--header", "-K"}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. path: with its query. port: of the container, None for the one that the platform knows."""

    use: Use
    service: Service
    row: Effective
    path: str
    port: str | None
    span: Span


def requests(deployment: Deployment) -> Iterator[Asked]:
    """The requests by GET that fail where they are not served, and whose host is surely a service of the repository.

    Such a host is the published port of a Compose service that the same script or job has started before, and
    RENDER_EXTERNAL_URL where Render runs one web service alone or the command itself.
    """
    rows = [(service, row) for service in deployment.services for row in service.effective]
    found = projects(deployment.workspace, deployment.intent)
    for use in called(deployment.workspace, deployment.intent):
        for path, port, span in _addresses(use, _local()):
            yield from _of_compose(use, rows, found, (path, port, span))
    for use in deployment.uses:
        for path, _, span in _addresses(use, _external()):
            on_render = [(s, row) for s, row in rows if row.platform == "render" and row.server and s.process == "web"]
            meant = [one for one in on_render if one[0].id == use.service] if use.platform == "render" else on_render
            if len(meant) == 1 and "RENDER_EXTERNAL_URL" not in use.environment:
                yield Asked(use, *meant[0], path, None, span)


@cache
def _local() -> re.Pattern[str]:
    return re.compile(r"(?:http://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?P<port>:\d+)?(?P<path>/[^\s#$*`{}]*)?\Z")


@cache
def _external() -> re.Pattern[str]:
    return re.compile(r"\$(?:\{RENDER_EXTERNAL_URL\}|RENDER_EXTERNAL_URL(?=/))(?P<path>/[^\s#$*`{}]*)\Z")


def _addresses(use: Use, pattern: re.Pattern[str]) -> Iterator[tuple[str, str, Span]]:
    """The paths, ports and places of the addresses that a command asks; none where its answer does not count."""
    invocation = use.invocation
    if invocation.program not in ("curl", "wget") or _OTHERWISE & {one.name for one in invocation.options}:
        return
    words = [word.raw for word in invocation.words]
    if invocation.program == "curl" and not fails(words) and not any("%{http_code}" in word for word in words):
        return
    for word in invocation.arguments:
        match = pattern.fullmatch(word.raw.strip("\"'"))
        if match is not None:
            port = (match.groupdict().get("port") or ":80")[1:]
            yield match["path"] or "/", port, Span(use.span.path, word.range)


def _of_compose(
    use: Use, rows: list[tuple[Service, Effective]], found: tuple[Project, ...], said: tuple[str, str, Span]
) -> Iterator[Asked]:
    path, port, span = said
    for project in found:
        before = [call for call in project.calls if call.subcommand in _STARTING and _before(call, use)]
        started = {name for call in before for name in project.starts(call)}
        publishing = [
            (project.services[name], one.container)
            for name in sorted(started & project.services.keys())
            for one in project.services[name].ports
            if one.known and one.host == port
        ]
        if len(publishing) == 1:
            service, container = publishing[0]
            for owner, row in rows:
                if row.platform == "compose" and row.name == service.name and row.entry.path == service.last.path:
                    yield Asked(use, owner, row, path, container, span)
                    return


def _before(call: Call, use: Use) -> bool:
    """True for a call above a use in the same file, and in the same job of a workflow."""
    other = call.use
    if (other.span.path, other.invocation.remote) != (use.span.path, use.invocation.remote):
        return False
    if use.platform == "github" and other.owner.partition("/")[0] != use.owner.partition("/")[0]:
        return False
    return other.invocation.range < use.invocation.range
