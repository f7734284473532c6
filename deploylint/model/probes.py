"""What asks a service whether it lives: health checks of platforms, of images and of compose files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from deploylint.facts.commands import Script
from deploylint.facts.document import Document
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.project import projects, seen
from deploylint.model.deployment import Deployment, Effective
from deploylint.programs.interpret import interpret

# Platforms that run the HEALTHCHECK of an image; the others have checks of their own.
_DOCKER = ("docker", "compose", "kamal")
# Names of the port that a service serves its users on; others (`metrics`, `admin`) are served by something else.
_SERVING = frozenset({"http", "web", "app", "api", "https", "http-port", "main", "server"})
_FAILING = ("-f", "--fail", "--fail-with-body")


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that is asked. path: None where only a port is. port: None for the one that the platform knows.

    kind: `health` (a key of a platform's file), `HEALTHCHECK`, `healthcheck` (of a compose file).
    """

    kind: str
    path: str | None
    port: str | None
    span: Span


def probes(deployment: Deployment, row: Effective) -> Iterator[Probe]:
    """What is asked of what a platform starts, in the order of its files."""
    for said in row.health:
        if said.value.startswith("/") and not set(said.value) & set("${}"):
            port = _beside(deployment, said.span)
            if port is None or port.isdigit() or port in _SERVING:
                yield Probe("health", said.value, port if port is not None and port.isdigit() else None, said.span)
    if row.platform not in _DOCKER:
        return
    compose = _compose(deployment, row)
    if compose is not None:
        yield from _asked(deployment, *compose, "healthcheck")
    elif row.image is not None:
        check = row.image.last("HEALTHCHECK")
        if check is not None and check.script is not None:
            yield from _asked(deployment, check.script, row.image.path, "HEALTHCHECK")


def _beside(deployment: Deployment, span: Span) -> str | None:
    """The port that a check says beside its path; None for the one of the service."""
    document = deployment.workspace.get(span.path, Document)
    for root in (document.root, *document.others) if document is not None else ():
        for _, node in root.walk():
            path = node.get("path") if node.kind == "mapping" else None
            if path is not None and path.text is not None and path.text.range() == span.range:
                port = node.string("port")
                return port.value if port is not None else None
    return None


def _compose(deployment: Deployment, row: Effective) -> tuple[Script, str] | None:
    """The health check that the Compose project gives the service in place of the image's, and its file."""
    if row.platform != "compose":
        return None
    merged = seen(projects(deployment.workspace, deployment.intent), row.entry.path, row.name)
    if merged is None or merged[1].value.get("healthcheck") is None:
        return None
    said = merged[1].launch("healthcheck")
    return (said.launch.script, said.layer.path) if said is not None else (Script(), row.entry.path)


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        r"http://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1])(?::(\d+))?(/[^\s\"'`|;&)<>]*)?(?=[\s\"'`|;&)]|\Z)"
    )


def _asked(deployment: Deployment, script: Script, path: str, kind: str) -> Iterator[Probe]:
    """The addresses of this container in the words of a check that fails where they are not served."""
    for command in script.commands:
        invocation = interpret(command, deployment.workspace.script)
        nested = [one for inner in invocation.nested for one in inner.commands]
        for each in (invocation, *(interpret(one, deployment.workspace.script) for one in nested)):
            if each.program == "curl" and not fails([word.raw for word in each.words]):
                continue
            for word in each.words if each.program in ("curl", "wget", "python", "node") else ():
                found = _address().search(word.raw) if not word.expansions else None
                if found is not None and not set(found[0]) & set("${}"):
                    asked = found[2] or "/"
                    yield Probe(kind, asked, found[1] or "80", Span(path, word.range))


def fails(words: Sequence[str]) -> bool:
    """True for a curl that fails where the answer is an error."""
    return any(word in _FAILING or (word[:1] == "-" and word[1:2] != "-" and "f" in word) for word in words)
