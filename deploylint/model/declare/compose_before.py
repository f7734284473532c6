"""What Compose runs before a service starts: jobs that it waits for until they have ended, and `pre_start`.

Source: the Compose specification, chapter 05-services (depends_on, pre_start).
"""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.model.compose.project import Project
from deploylint.model.compose.service import Service
from deploylint.model.deployment import Stated

_ENDED = "service_completed_successfully"


def is_job(project: Project, name: str) -> bool:
    """True for a service that another one waits for until it has ended."""
    return any(name in _awaited(service) for service in project.services.values())


def before(project: Project, service: Service) -> Iterator[Stated]:
    """The jobs that a service waits for, in the order in which they are named, then its own `pre_start`."""
    for name in _awaited(service):
        job = project.services.get(name)
        if job is not None:
            yield _job(job)
    hooks = service.value.get("pre_start")
    for hook in hooks.items if hooks is not None else ():
        command = hook.get("command")
        if command is not None:
            words = [item.text for item in command.items] if command.items else [command.text]
            yield Stated("pre_start", " ".join(words), command.span)


def _awaited(service: Service) -> tuple[str, ...]:
    said = service.value.get("depends_on")
    entries = said.entries if said is not None and said.kind == "mapping" else {}
    return tuple(name for name, one in entries.items() if one.said("condition") == _ENDED)


def _job(job: Service) -> Stated:
    """A job with its own words: `entrypoint` and `command`, as far as the file says them."""
    given = [one for one in (job.launch("entrypoint"), job.launch("command")) if one is not None]
    if not given:
        return Stated(job.name, "", Span(job.last.path, job.last.service.name.range()))
    texts = (
        one.launch.text.value if one.launch.text is not None else " ".join(word.raw for word in one.launch.words)
        for one in given
    )
    return Stated(job.name, " ".join(texts), Span(given[-1].layer.path, given[-1].launch.node.range))
