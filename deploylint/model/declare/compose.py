"""The services of compose files, each file for itself with the gaps filled from the base file beside it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.context import Passed
from deploylint.model.declare.common import Said, declare
from deploylint.model.declare.compose_roles import contract_evidence, file_evidence, own_evidence
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd
from deploylint.model.declare.render import variable_site
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import named
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace

_DEFAULT_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each service of each compose file."""
    for path in workspace.of_format("compose"):
        compose = workspace.get(path, ComposeFile)
        if compose is None:
            continue
        by_file = tuple(file_evidence(workspace, path, compose))
        base_file = _base_file(workspace, path)
        for service in compose.services:
            named_alike = (
                (s for s in base_file.services if s.name.value == service.name.value) if base_file else iter(())
            )
            image, folder = _image(workspace, path, service, next(named_alike, None))
            target = named("the stage", image.target) if image is not None and image.target else ()
            default = Evidence("unknown", "no file says whether this compose project is production")
            contract = tuple(contract_evidence(path, service, intent))
            judgement = decide((contract, (*own_evidence(path, service), *target), by_file, (default,)))
            yield _entry(workspace, path, service, image, folder, judgement)


def _base_file(workspace: Workspace, path: str) -> ComposeFile | None:
    for name in _DEFAULT_NAMES:
        candidate = join(parent(path), name)
        if candidate is not None and candidate != path and workspace.exists(candidate):
            return workspace.get(candidate, ComposeFile)
    return None


def _named(compose: ComposeFile | None, name: str) -> ComposeService | None:
    return next((s for s in compose.services if s.name.value == name), None) if compose is not None else None


def _image(
    workspace: Workspace, path: str, service: ComposeService, below: ComposeService | None
) -> tuple[Image | None, str | None]:
    """The image a service builds and its build context. below: the service of the base file that this one lies over."""
    section = service.build or (below.build if below is not None and service.image is None else None)
    if section is None or section.inline is not None:
        return None, None
    folder = _resolve(parent(path), section.context, ".")
    if folder is None:
        return None, None
    target = section.target.value if section.target is not None else None
    for default in ("Dockerfile", "dockerfile"):  # BuildKit falls back to lower case
        dockerfile = _resolve(folder, section.dockerfile, default)
        image = build(workspace, dockerfile, folder, target) if dockerfile is not None else None
        if image is not None:
            return image, folder
    return None, folder


def _entry(
    workspace: Workspace,
    path: str,
    service: ComposeService,
    image: Image | None,
    folder: str | None,
    judgement: Judgement,
) -> Entry:
    environment: dict[str, tuple[str | None, Span]] = dict(image.environment) if image is not None else {}
    environment |= {v.name.value: (v.value.value, Span(path, v.range)) for v in service.environment}
    return Entry(
        platform="compose",
        name=service.name.value,
        span=Span(path, service.name.range()),
        process="",
        runtime="docker" if image is not None else "image",
        folder=folder,
        judgement=judgement,
        image=image,
        declarations=tuple(_declarations(workspace, path, service, judgement, image, environment)),
        variables=tuple(
            variable_site(path, v, "environment", service.name.value, "compose", judgement) for v in service.environment
        ),
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
    image: Image | None,
    environment: dict[str, tuple[str | None, Span]],
) -> Iterator[Declaration]:
    """What the service says of its start: `entrypoint` with `command` as its arguments, else `command`."""
    command = service.command if service.command is not None and not service.command.empty else None
    launch, label = command, "command"
    passed = None
    if service.entrypoint is not None and not service.entrypoint.empty:
        launch, label = service.entrypoint, "entrypoint"
        passed = Passed(command.script, path) if command is not None else None
    if launch is not None:
        said = Said(
            kind=f"compose.{label}",
            platform="compose",
            label=label,
            path=path,
            range=launch.node.range,
            text=launch.text.value if launch.text is not None else " ".join(word.raw for word in launch.words),
            phase="start",
            shell="no",
            judgement=judgement,
            place=_place(path, service, image),
            image=image,
            environment=environment,
            passed=passed,
        )
        replaces_cmd = label == "command" and service.entrypoint is None
        yield (declare_in_place_of_cmd if replaces_cmd else declare)(workspace, launch.script, said)
