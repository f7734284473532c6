"""The services of render.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.files import Blueprint, BlueprintService, Launch, Variable
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.blueprints import read_instead
from deploylint.model.declare.common import Said, declare, likeliest, site, unread
from deploylint.model.declare.stated import stated
from deploylint.model.deployment import Declaration, VariableSite
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence, named, role_of_name
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_KEYS: tuple[tuple[str, str, Phase], ...] = (
    ("build", "buildCommand", "build"),
    ("pre_deploy", "preDeployCommand", "release"),
    ("start", "startCommand", "start"),
    ("docker_command", "dockerCommand", "start"),
)
_DOCKER = ("docker", "image")
_NEEDS = ("requirements.txt", "pyproject.toml", "Pipfile", "package.json", "Gemfile", "go.mod")


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each service of each blueprint that starts a process."""
    for path in workspace.of_format("render"):
        blueprint = workspace.get(path, Blueprint)
        if blueprint is not None:
            for service in blueprint.services:
                if _value(service.type) not in ("keyvalue", "redis"):
                    yield _entry(workspace, path, service, intent)


def _entry(workspace: Workspace, path: str, service: BlueprintService, intent: Intent) -> Entry:
    runtime = _runtime(service)
    kind = _value(service.type) or "web"
    judgement = _judgement(path, service, intent)
    folder, image, place = _ground(workspace, path, service, runtime)
    environment = {**(image.environment if image is not None else {}), **_environment(path, service)}
    common = Said(
        kind="render",
        platform="render",
        label="",
        path=path,
        range=service.range,
        text="",
        phase="start",
        shell="yes",
        judgement=judgement,
        place=place,
        image=image,
        environment=environment,
        process=kind,
    )
    ignored = _ignored(workspace, path, service)
    return Entry(
        platform="render",
        name=_value(service.name) or "",
        span=Span(path, service.name.range() if service.name else service.range),
        process="static" if runtime == "static" else "web" if kind == "pserv" else kind,
        runtime=runtime,
        folder=image.context if image is not None else folder if runtime != "image" else None,
        judgement=judgement,
        image=image,
        declarations=tuple(unread(one, ignored) for one in _declarations(workspace, service, common)),
        variables=tuple(_sites(path, service, judgement)),
        environment=environment,
        health=stated(path, service.node, profiles()["render"].health),
        unread=ignored,
        assumptions=tuple(_assumptions(workspace, path, runtime, folder)),
        pulled=_value(service.node.string("image", "url")) or "" if runtime == "image" else "",
    )


def _ground(
    workspace: Workspace, path: str, service: BlueprintService, runtime: str
) -> tuple[str | None, Image | None, Place]:
    """The source root, the image that is built of it, and where commands run."""
    folder = _root_folder(service)
    image = _image(workspace, service, folder) if runtime == "docker" else None
    if image is not None:
        return folder, image, Place("image", image.folder or "/", image)
    if folder is None or runtime in _DOCKER:
        return folder, None, UNKNOWN
    place = Place("repository", folder)
    if service.start is not None and service.root_dir is None and parent(path):
        beside = Place("repository", parent(path))
        places = (beside, place) if _installs_only_beside(workspace, path) else (place, beside)
        place = likeliest(workspace, service.start.script, path, places)
    return place.folder, None, place


def _installs_only_beside(workspace: Workspace, path: str) -> bool:
    """True if what names the dependencies lies beside the blueprint, not in the root: its dashboard names a folder."""
    beside, root = (any(workspace.exists(join(one, name) or name) for name in _NEEDS) for one in (parent(path), ""))
    return beside and not root


def _ignored(workspace: Workspace, path: str, service: BlueprintService) -> str:
    """Why Render does not take this service from this file, "" if it may."""
    read = read_instead(workspace, path, _value(service.name) or "")
    return f"Render reads '{read}', which declares '{_value(service.name)}' too" if read else ""


def _assumptions(workspace: Workspace, path: str, runtime: str, folder: str | None) -> Iterator[str]:
    """Where the file is read from, and that its runtime decides: Render was seen to build a Dockerfile all the same."""
    if "/" in path:
        yield f"the Blueprint's path is set to '{path}' in Render's dashboard"
    dockerfile = join(folder or "", "Dockerfile")
    if runtime not in (*_DOCKER, "static") and dockerfile is not None and workspace.exists(dockerfile):
        yield f"the blueprint manages this service; one that was made by hand may build '{dockerfile}' instead"


def _environment(path: str, service: BlueprintService) -> dict[str, tuple[str | None, Span]]:
    """The variables of a service; the value is None where the file does not hold it (`sync: false`, a reference)."""
    listed = service.node.get("envVars")
    found: dict[str, tuple[str | None, Span]] = {}
    for item in listed.items if listed is not None else ():
        key = item.string("key")
        if key is not None:
            found[key.value] = (None, Span(path, item.range))
    return found | {v.name.value: (v.value.value, Span(path, v.range)) for v in service.environment}


def _judgement(path: str, service: BlueprintService, intent: Intent) -> Judgement:
    by_name = file_evidence(path)
    name = service.name
    if not by_name and name is not None:
        by_name = _of_service(name.value, Span(path, name.range()))
    default = Evidence("production", "Render deploys what its blueprint declares")
    return decide((intent.said(path), by_name, (default,)))


def _of_service(name: str, span: Span) -> tuple[Evidence, ...]:
    """What the name of a service says; that it is an example says nothing of one that is deployed."""
    found = role_of_name(name)
    return named("the service", name, span) if found is not None and found[1] not in ("example", "sample") else ()


def _runtime(service: BlueprintService) -> str:
    if service.runtime is not None:
        return service.runtime.value
    if service.dockerfile_path is not None or service.docker_command is not None:
        return "docker"
    return "image" if service.node.get("image") is not None else "native"


def _root_folder(service: BlueprintService) -> str | None:
    """rootDir, else the repository's root.

    `rootDirectory` and `rootDir` mean the same to the people who write them, so the wrong key still says which files.
    """
    written = service.root_dir or service.node.string("rootDirectory")
    if written is not None:
        return join("", written.value)
    return ""


def _image(workspace: Workspace, service: BlueprintService, folder: str | None) -> Image | None:
    """The image of a docker service: paths are relative to the repository's root; some guides start them at rootDir."""
    dockerfile = _value(service.dockerfile_path) or "Dockerfile"
    context = _value(service.docker_context)
    for start in dict.fromkeys(("", folder or "")):
        path = join(start, dockerfile)
        if path is not None and workspace.exists(path):
            where = join(start, context) if context is not None else start
            return build(workspace, path, where, None)
    return None


def _declarations(workspace: Workspace, service: BlueprintService, common: Said) -> Iterator[Declaration]:
    """Its commands. common: what holds for all of them."""
    for attribute, label, phase in _KEYS:
        launch: Launch | None = getattr(service, attribute)
        if launch is not None and not launch.empty:
            said = replace(
                common,
                kind=f"render.{label}",
                label=label,
                range=launch.text.range() if launch.text is not None else launch.node.range,
                text=launch.text.value if launch.text is not None else "",
                phase=phase,
                shell="unknown" if label == "dockerCommand" else "yes",
            )
            yield declare(workspace, launch.script, said)


def _sites(path: str, service: BlueprintService, judgement: Judgement) -> Iterator[VariableSite]:
    for variable in service.environment:
        yield variable_site(path, variable, "envVars", _value(service.name) or "", "render", judgement)


def variable_site(
    path: str, variable: Variable, kind: str, owner: str, platform: str, judgement: Judgement
) -> VariableSite:
    """A variable of a platform file's environment section."""
    return site(
        variable.name.value,
        variable.value.value,
        Span(path, variable.range),
        kind=kind,
        owner=owner,
        platform=platform,
        judgement=judgement,
        phase="start",
    )


def _value(text: Text | None) -> str | None:
    return text.value if text is not None else None
