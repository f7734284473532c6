"""The components of DigitalOcean's app specifications: services, workers, jobs, static sites.

Source: docs.digitalocean.com/products/app-platform/reference/app-spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.model.declare.builders import Built
from deploylint.model.declare.common import likeliest, site
from deploylint.model.declare.making import Maker
from deploylint.model.declare.stated import stated
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence, named
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import join
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import Profile, profiles

_PLATFORM = "digitalocean"
_COMPONENTS = {"services": "web", "workers": "worker", "jobs": "release", "static_sites": "static"}
_ELSEWHERE = ("git", "github", "gitlab", "bitbucket")

Environment = dict[str, tuple[str | None, Span]]


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each component of each app specification; jobs are of phase release, or run by schedule."""
    profile = profiles()[_PLATFORM]
    for path in (path for name in profile.names for path in workspace.glob(f"**/{name}")):
        document = workspace.get(path, Document)
        if document is None:
            continue
        root = document.root.get("spec") or document.root  # a template of the button Deploy to DigitalOcean
        for key, process in _COMPONENTS.items():
            components = root.get(key)
            for node in components.items if components is not None else ():
                if node.kind == "mapping":
                    yield _entry(workspace, profile, path, node, process, intent)


def _entry(workspace: Workspace, profile: Profile, path: str, node: Node, process: str, intent: Intent) -> Entry:
    runtime, image, folder = _source(workspace, node, process)
    phase: Phase = "start"
    if process == "release":
        process, phase = ("cron", "start") if node.said("kind") == "SCHEDULED" else ("release", "release")
    own = _variables(path, node)
    maker = Maker(
        workspace=workspace,
        profile=profile,
        path=path,
        made=Built(runtime, image),
        judgement=_judgement(profile, path, node, intent),
        place=_place(workspace, path, node, image, folder if runtime == "native" else None),
        image=image,
        environment={**(image.environment if image is not None else {}), **own},
    )
    return replace(
        _made(maker, node, process, phase, own),
        ports=stated(path, node, profile.port.keys if profile.port is not None else ()),
        health=stated(path, node, profile.health),
        pulled=_pulled(node),
        folder=image.context if image is not None else folder,
    )


def _made(maker: Maker, node: Node, process: str, phase: Phase, own: Environment) -> Entry:
    """The entry of a component without what its source says beside commands."""
    name = node.string("name")
    folder = maker.place.folder if maker.place.kind == "repository" else None
    declared = [*maker.all(node, ("build_command",), "build"), *maker.all(node, ("run_command",), phase)]
    declared += maker.implied(folder) if phase == "start" and folder is not None else ()
    title = name.value if name is not None else ""
    judgement = maker.judgement
    return Entry(
        platform=_PLATFORM,
        name=title,
        span=Span(maker.path, name.range() if name is not None else node.range),
        process=process,
        runtime=maker.made.runtime,
        folder=None,
        judgement=judgement,
        image=maker.image if phase == "start" else None,
        declarations=tuple(declared),
        variables=tuple(
            site(
                key, value, span, kind="envs", owner=title, platform=_PLATFORM, judgement=judgement, phase="start"
            )
            for key, (value, span) in own.items()
        ),
        environment=maker.environment,
        starts=phase == "start",
    )  # fmt: skip


def _source(workspace: Workspace, node: Node, process: str) -> tuple[str, Image | None, str | None]:
    """The runtime, the image if this repository builds one, and the source folder."""
    folder = join("", node.said("source_dir") or "")
    if process == "static":
        return "static", None, folder
    if node.get("image") is not None:
        return "image", None, None
    said = node.said("dockerfile_path")
    dockerfile = join("", said) if said is not None else join(folder or "", "Dockerfile")
    if dockerfile is not None and workspace.exists(dockerfile):
        return "docker", build(workspace, dockerfile, folder or "", None), folder
    return ("docker" if said is not None else "native"), None, folder


def _place(workspace: Workspace, path: str, node: Node, image: Image | None, folder: str | None) -> Place:
    if image is not None:
        return Place("image", image.folder or "/", image)
    if folder is None:
        return UNKNOWN
    places = [Place("repository", one) for one in dict.fromkeys((folder, ""))]
    run = node.get("run_command")
    if run is not None and run.text is not None:
        return likeliest(workspace, workspace.script(run.text), path, places)
    return places[0]


def _judgement(profile: Profile, path: str, node: Node, intent: Intent) -> Judgement:
    name = node.string("name")
    branch = next((b for b in (node.string(key, "branch") for key in _ELSEWHERE) if b is not None), None)
    found = file_evidence(path)
    if not found and name is not None:
        found = named("the component", name.value, Span(path, name.range()))
    if not found and branch is not None:
        found = named("the branch", branch.value, Span(path, branch.range()))
    return decide((intent.said(path), found, (Evidence(profile.role, profile.role_reason),)))


def _variables(path: str, node: Node) -> Environment:
    found: Environment = {}
    envs = node.get("envs")
    for item in envs.items if envs is not None else ():
        key, value = item.string("key"), item.string("value")
        if key is not None:
            known = value is not None and "${" not in value.value
            found[key.value] = (value.value if known and value is not None else None, Span(path, item.range))
    return found


def _pulled(node: Node) -> str:
    image = node.get("image")
    parts = (image.said(key) for key in ("registry", "repository")) if image is not None else ()
    return "/".join(filter(None, parts))
