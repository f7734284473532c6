"""The services of compose files, each file for itself with the gaps filled from the base file beside it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.base import Comment
from deploylint.facts.files import ComposeFile, ComposeService, Launch
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.declare.common import declare
from deploylint.model.declare.render import variable_site
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named, role_of_name
from deploylint.model.images import Image, build
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.walk import Passed
from deploylint.model.workspace import Workspace

_DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")


def entries(workspace: Workspace, files: tuple[str, ...], profiles: tuple[str, ...]) -> Iterator[Entry]:
    """One entry for each service of each compose file. files, profiles: what the contract calls production."""
    paths = workspace.of_format("compose")
    for path in paths:
        compose = workspace.get(path, ComposeFile)
        if compose is None:
            continue
        file_evidence = tuple(_file_evidence(workspace, path, compose, paths))
        base_file = _base_file(workspace, path)
        for service in compose.services:
            below = (
                next((s for s in base_file.services if s.name.value == service.name.value), None) if base_file else None
            )
            contract = tuple(_contract_evidence(path, service, files, profiles))
            yield _entry(workspace, path, service, below, contract, file_evidence)


def _file_evidence(workspace: Workspace, path: str, compose: ComposeFile, paths: tuple[str, ...]) -> Iterator[Evidence]:
    by_name = (*named("the file", base(path)), *in_folders(path))
    yield from by_name[:1]
    if by_name:
        return
    header = _header_role(path, compose.comments)
    if header is not None:
        yield header
        return
    for other in paths:
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
        development = any(w in words for w in ("development", "for dev", "local ", "locally", "dev only"))
        production = "production" in words or "prod " in words
        if development != production:
            role = role_of_name("development" if development else "production")
            assert role is not None
            return Evidence(role[0], "the comment at the top of the file says so", Span(path, comment.range))
    return None


def _contract_evidence(
    path: str, service: ComposeService, files: tuple[str, ...], profiles: tuple[str, ...]
) -> Iterator[Evidence]:
    own = [profile.value for profile in service.profiles]
    if profiles and own:
        if set(own) & set(profiles):
            yield Evidence("production", f"the contract's profile '{(set(own) & set(profiles)).pop()}'")
        else:
            yield Evidence("development", "none of its profiles is the contract's")
    elif files and path in files:
        yield Evidence("production", "the contract names the file")


def _base_file(workspace: Workspace, path: str) -> ComposeFile | None:
    for name in _DEFAULT_NAMES:
        candidate = join(parent(path), name)
        if candidate is not None and candidate != path and workspace.exists(candidate):
            return workspace.get(candidate, ComposeFile)
    return None


def _entry(
    workspace: Workspace,
    path: str,
    service: ComposeService,
    below: ComposeService | None,
    contract: tuple[Evidence, ...],
    file_evidence: tuple[Evidence, ...],
) -> Entry:
    own = [e for profile in service.profiles for e in named("the profile", profile.value, Span(path, profile.range()))]
    own += named("the service", service.name.value, Span(path, service.name.range())) if not own else ()
    build_section = service.build or (below.build if below is not None and service.image is None else None)
    image = None
    folder: str | None = None
    if build_section is not None and build_section.inline is None:
        folder = _resolve(parent(path), build_section.context, ".")
        dockerfile = _resolve(folder, build_section.dockerfile, "Dockerfile") if folder is not None else None
        target = build_section.target.value if build_section.target is not None else None
        if dockerfile is not None and folder is not None:
            image = build(workspace, dockerfile, folder, target)
            if image is None and build_section.dockerfile is None:
                image = build(workspace, dockerfile.replace("Dockerfile", "dockerfile"), folder, target)
    target_evidence = named("the stage", image.target) if image is not None and image.target else ()
    default = Evidence("unknown", "no file says whether this compose project is production")
    judgement = decide((contract, (*own, *target_evidence), file_evidence, (default,)))
    place = _place(path, service, image)
    environment: dict[str, tuple[str | None, Span]] = {
        v.name.value: (v.value.value, Span(path, v.range)) for v in service.environment
    }
    if image is not None:
        environment = {**image.environment, **environment}
    sites = tuple(
        variable_site(path, v, "environment", service.name.value, "compose", judgement) for v in service.environment
    )
    return Entry(
        platform="compose",
        name=service.name.value,
        span=Span(path, service.name.range()),
        process="",
        runtime="docker" if image is not None else "image",
        folder=folder,
        judgement=judgement,
        image=image,
        declarations=tuple(_declarations(workspace, path, service, judgement, place, image, environment)),
        variables=sites,
        environment=environment,
    )


def _place(path: str, service: ComposeService, image: Image | None) -> Place:
    """Where its command runs; a bind mount of a folder over the working directory shows the repository there."""
    folder = service.working_dir.value if service.working_dir is not None else None
    folder = folder or (image.folder if image is not None else None) or "/"
    for volume in service.volumes:
        source, _, rest = volume.value.partition(":")
        destination = rest.split(":")[0]
        if source.startswith(".") and destination.rstrip("/") == folder.rstrip("/"):
            mounted = join(parent(path), source)
            if mounted is not None:
                return Place("repository", mounted)
    if image is None:
        return UNKNOWN
    return Place("image", folder, image)


def _resolve(folder: str, said: Text | None, default: str) -> str | None:
    value = said.value if said is not None else default
    return None if "$" in value or "://" in value else join(folder, value)


def _declarations(
    workspace: Workspace,
    path: str,
    service: ComposeService,
    judgement: Judgement,
    place: Place,
    image: Image | None,
    environment: dict[str, tuple[str | None, Span]],
) -> Iterator[Declaration]:
    command, entrypoint = service.command, service.entrypoint
    passed = None
    if command is not None and not command.empty:
        passed = Passed(command.script, path)
    launches: list[tuple[Launch, str, Passed | None]] = []
    if entrypoint is not None and not entrypoint.empty:
        launches.append((entrypoint, "entrypoint", passed))
    elif command is not None and not command.empty:
        launches.append((command, "command", None))
    for launch, label, arguments in launches:
        yield declare(
            workspace,
            launch.script,
            kind=f"compose.{label}",
            platform="compose",
            label=label,
            path=path,
            range=launch.node.range,
            text=launch.text.value if launch.text is not None else " ".join(w.raw for w in launch.words),
            phase="start",
            shell="no",
            judgement=judgement,
            place=place,
            image=image,
            environment=environment,
            passed=arguments,
        )
