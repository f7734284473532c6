"""Evidence for the role of a compose file and of its services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.base import Comment
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.calls import Call
from deploylint.model.compose.project import Project, production_calls
from deploylint.model.compose.service import Service
from deploylint.model.evidence import file_evidence, named, role_of_name
from deploylint.model.images import Image
from deploylint.model.intent import Intent
from deploylint.model.paths import base, parent
from deploylint.model.roles import Evidence, Judgement, Role, decide
from deploylint.model.workspace import Workspace

# What comments call a file; the first that stands there counts ("for development: production runs elsewhere").
_HEADER: dict[Role, tuple[str, ...]] = {
    "development": ("development", "for dev", "local ", "locally", "dev only"),
    "production": ("production", "prod "),
}
_STARTING = ("up", "create")
# The files that docker compose reads by itself: beside one for production they are for development. Another name
# (`compose.standalone.yml`) says no such thing.
_DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file's service as one project merges it, with its role and its image."""

    project: Project
    service: Service
    declared: ComposeService
    judgement: Judgement
    image: Image | None
    folder: str | None


def judge(
    workspace: Workspace,
    intent: Intent,
    path: str,
    compose: ComposeFile,
    declared: ComposeService,
    found: Sequence[Project],
    target: tuple[Evidence, ...],
) -> Judgement:
    """The role of a file's service, by the contract, its own names, the file's, who starts it, what lies beside it."""
    by_name = file_evidence(path)[:1]
    beside = tuple(_beside(workspace, path, compose)) if not by_name else ()
    disputed = [one for one in target if one.role == "production" and any(e.role == "development" for e in beside)]
    default = Evidence("unknown", "no file says whether this compose project is production")
    return decide(
        (
            tuple(_contract(path, declared, intent, found)),
            (*own_evidence(path, declared), *(one for one in target if one not in disputed)),
            by_name,
            tuple(_called(path, declared, found)),
            (*_overlaid(path, declared, found), *beside, *disputed),  # a stage for production alone may run anywhere
            tuple(_developed(path, declared, found)),
            (default,),
        )
    )


def _contract(path: str, declared: ComposeService, intent: Intent, found: Sequence[Project]) -> Iterator[Evidence]:
    over = _over(path, declared, [one for one in found if one.contracted])
    if over is not None:
        yield Evidence("development", f"the contract's '{base(over)}' lies over it")
    else:
        yield from contract_evidence(path, declared, intent)


def _over(path: str, declared: ComposeService, found: Sequence[Project]) -> str | None:
    """The file that has the last word on this file's service in one of the projects."""
    for project in found:
        service = project.services.get(declared.name.value)
        if service is not None and service.last.path != path and path in project.files:
            return service.last.path
    return None


def _called(path: str, declared: ComposeService, found: Sequence[Project]) -> Iterator[Evidence]:
    """What starts it for production, else what lies over it there."""
    deployed = [one for one in found if production_calls(one)]
    for project in deployed:
        call = _starting(project, path, declared)
        if call is not None:
            does = "starts it" if call.subcommand in _STARTING else f"runs 'docker compose {call.subcommand}' for it"
            yield Evidence("production", f"'{base(call.span.path)}' {does}", call.span)
            return
    over = _over(path, declared, deployed)
    if over is not None:
        yield Evidence("development", f"production starts it with '{base(over)}' over it")


def _developed(path: str, declared: ComposeService, found: Sequence[Project]) -> Iterator[Evidence]:
    """A script for development that starts it, where nothing deploys it. Tests start anything, so they say nothing."""
    having = [project for project in found if project.decided(path, declared.name.value) is not None]
    if any(production_calls(project) for project in having):
        return
    for project in having:
        for call in project.calls:
            if call.use.role == "development":
                yield Evidence("development", f"'{base(call.span.path)}' starts it", call.span)
                return


def _starting(project: Project, path: str, declared: ComposeService) -> Call | None:
    """The production call that starts this file's service."""
    if project.decided(path, declared.name.value) is None:
        return None
    calls = production_calls(project)
    starting = [call for call in calls if call.subcommand in _STARTING]
    for call in starting or calls:
        services = project.starts(call) if call in starting else project.enabled(call)
        if declared.name.value in services:
            return call
    return None


def _overlaid(path: str, declared: ComposeService, found: Sequence[Project]) -> Iterator[Evidence]:
    """A file for production that lies over this one by its name, and leaves this service as it is."""
    for project in found:
        if not project.calls and len(project.files) > 1 and project.decided(path, declared.name.value) is not None:
            for other in project.files:
                said = role_of_name(base(other))
                if other != path and said is not None and said[0] == "production":
                    yield Evidence("production", f"'{base(other)}' lies over the file and leaves it as it is")
                    return


def _beside(workspace: Workspace, path: str, compose: ComposeFile) -> Iterator[Evidence]:
    """What the file's first comment and its neighbours say."""
    header = _header_role(path, compose.comments)
    if header is not None:
        yield header
        return
    for other in workspace.of_format("compose") if base(path) in _DEFAULT_NAMES else ():
        if parent(other) == parent(path) and other != path:
            said = role_of_name(base(other))
            if said is not None and said[0] == "production":
                yield Evidence("development", f"'{base(other)}' beside it is the one for production")
                return


def _header_role(path: str, comments: tuple[Comment, ...]) -> Evidence | None:
    """What the comment at the top of the file says the file is for."""
    for line, comment in enumerate(comments[:6], start=1):
        if comment.range.line > line + 2 or not comment.own_line:
            break
        words = comment.text.value.lower()
        said = [(words.find(word), role) for role, known in _HEADER.items() for word in known if word in words]
        if said:
            return Evidence(min(said)[1], "the comment at the top of the file says so", Span(path, comment.range))
    return None


def contract_evidence(path: str, service: ComposeService, intent: Intent) -> Iterator[Evidence]:
    """What the contract says of a service: by the profile that turns it on, else of its file."""
    own = [profile.value for profile in service.profiles]
    profiles = intent.compose_profiles
    if profiles and own:
        shared = sorted(set(own) & set(profiles))
        if shared:
            yield Evidence("production", f"the contract's profile '{shared[0]}'")
        else:
            yield Evidence("development", "none of its profiles is the contract's")
    elif intent.said(path):
        yield from intent.said(path)
    elif path in intent.compose_files:
        yield Evidence("production", "the contract names the file")


def own_evidence(path: str, service: ComposeService) -> tuple[Evidence, ...]:
    """What the service's profiles say, else its name."""
    profiles = [e for p in service.profiles for e in named("the profile", p.value, Span(path, p.range()))]
    return tuple(profiles) or named("the service", service.name.value, Span(path, service.name.range()))
