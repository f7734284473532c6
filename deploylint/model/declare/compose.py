"""The services of compose files: each once where it stands, as the project that starts it merges it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.files import ComposeFile
from deploylint.facts.place import Span
from deploylint.model.compose.project import Project, projects, seen
from deploylint.model.compose.service import Service
from deploylint.model.compose.tree import Value
from deploylint.model.declare.common import site
from deploylint.model.declare.compose_before import before, is_job
from deploylint.model.declare.compose_roles import Chosen, judge
from deploylint.model.declare.compose_start import Started, declarations, shadowed, working_place
from deploylint.model.deployment import Stated, VariableSite
from deploylint.model.entries import Entry
from deploylint.model.evidence import named
from deploylint.model.given import Given
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join
from deploylint.model.roles import Judgement
from deploylint.model.workspace import Workspace

Key = tuple[str, str]


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each service of each compose file, merged with the files that it lies over.

    A file's service that another file lies over in one project may be the last word in another: the entry is what the
    project makes of it that speaks loudest, production first.
    """
    chosen = dict(_chosen(workspace, intent))
    roles = {key: one.judgement for key, one in chosen.items()}
    for (path, _), one in chosen.items():
        yield _entry(workspace, path, one, roles)


def _chosen(workspace: Workspace, intent: Intent) -> Iterator[tuple[Key, Chosen]]:
    found = projects(workspace, intent)
    for path in workspace.of_format("compose"):
        compose = workspace.get(path, ComposeFile)
        for declared in compose.services if compose is not None else ():
            assert compose is not None
            one = seen(found, path, declared.name.value)
            if one is None:
                continue
            project, service = one
            image, folder = image_of(workspace, service)
            target = named("the stage", image.target) if image is not None and image.target else ()
            judgement = judge(workspace, intent, path, compose, declared, found, target)
            yield (path, declared.name.value), Chosen(project, service, declared, judgement, image, folder)


def image_of(workspace: Workspace, service: Service) -> tuple[Image | None, str | None]:
    """The image that a service builds, and its build context; the context alone where no Dockerfile is found."""
    section = service.value.get("build")
    if section is None or section.kind != "mapping" or section.get("dockerfile_inline") is not None:
        return None, None
    context = section.get("context")
    folder = _path(context, context.base if context is not None else service.directory, ".")
    if folder is None:
        return None, None
    said = section.get("target")
    if said is not None and said.missing:
        return None, folder
    for default in ("Dockerfile", "dockerfile"):  # BuildKit falls back to lower case
        dockerfile = _path(section.get("dockerfile"), folder, default)
        target = said.text if said is not None and said.text else None
        image = build(workspace, dockerfile, folder, target, _given(section)) if dockerfile is not None else None
        if image is not None:
            return image, folder
    return None, folder


def _given(section: Value) -> Given:
    """Its `args` and `additional_contexts`; a value that the caller's shell decides is not known."""
    arguments, contexts = section.get("args"), section.get("additional_contexts")
    said = arguments.entries if arguments is not None else {}
    values = {name: None if one.null or one.kind != "scalar" or one.missing else one.text for name, one in said.items()}
    assumed = frozenset(name for name, one in said.items() if one.assumed)
    return Given(values, tuple(contexts.entries) if contexts is not None else (), assumed)


def _path(said: Value | None, folder: str, default: str) -> str | None:
    value = said.text if said is not None and said.text else default
    return None if (said is not None and said.missing) or "://" in value or "$" in value else join(folder, value)


def _entry(workspace: Workspace, path: str, one: Chosen, roles: dict[Key, Judgement]) -> Entry:
    image, service = one.image, one.service
    environment: dict[str, tuple[str | None, Span]] = dict(image.environment) if image is not None else {}
    environment |= service.environment(workspace)
    started = Started(workspace, one, environment, roles)
    place = working_place(started)
    return Entry(
        platform="compose",
        name=service.name,
        span=Span(path, one.declared.name.range()),
        process="job" if is_job(one.project, service.name) else "",
        runtime="docker" if image is not None else "image",
        folder=one.folder,
        judgement=one.judgement,
        image=image,
        declarations=tuple(declarations(started)),
        shadowed=tuple(shadowed(started)),
        project=" ".join(one.project.files),
        variables=tuple(_variables(service, one.judgement)),
        environment=environment,
        assumptions=tuple(_assumptions(one.project, service)),
        pulled=_pulled(service) if image is None and service.value.get("build") is None else "",
        published=tuple(_published(service)),
        before=tuple(before(one.project, service)),
        shown=place if place.kind == "repository" else None,
    )


def _pulled(service: Service) -> str:
    """The image as it is written where a variable of it is not known."""
    image = service.value.get("image")
    if image is None:
        return ""
    return image.node.text.value if image.missing and image.node.text is not None else image.text


def _published(service: Service) -> Iterator[Stated]:
    """Its published ports in the short form."""
    for port in service.ports:
        parts = [part for part in (port.address, port.host, port.container) if part]
        yield Stated("ports", ":".join(parts) + (f"/{port.protocol}" if port.protocol != "tcp" else ""), port.span)


def _variables(service: Service, judgement: Judgement) -> Iterator[VariableSite]:
    """What `environment` sets; a name that is passed through is set to what the caller has."""
    said = service.value.get("environment")
    for name, one in said.entries.items() if said is not None else ():
        value = one.text
        if (one.missing or one.assumed) and one.node.text is not None:
            value = one.node.text.value.removeprefix(f"{name}=")  # as it is written: only the server knows more
        yield site(
            name, value, one.span, kind="environment", owner=service.name, platform="compose",
            judgement=judgement, phase="start",
        )  # fmt: skip


def _assumptions(project: Project, service: Service) -> Iterator[str]:
    """What the merge took for given: the files in their order, the profiles, what could not be read."""
    if len(project.files) > 1:
        yield f"the files are {', '.join(map(base, project.files))}, in this order: {project.reason}"
    pulled = _pulled(service)
    if pulled and not any(service.value.get(key) for key in ("build", "command", "entrypoint")):
        yield f"the image '{pulled}' decides what starts"
    if service.profiles:
        on = sorted({p for call in project.calls for p in call.profiles} | set(project.profiles))
        shared = [p for p in service.profiles if p in on]
        which = f"'{shared[0]}' is turned on" if shared else "nothing in the repository turns them on"
        yield f"it has the profiles {', '.join(service.profiles)}: {which}"
    for problem in project.problems:
        if problem.open and problem.span.path in {layer.path for layer in service.layers}:
            yield problem.message
    bases = [layer for layer in service.layers if layer.extended]
    if bases:
        yield f"it extends '{bases[-1].service.name.value}' of '{bases[-1].path}'"
