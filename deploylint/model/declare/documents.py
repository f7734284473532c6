"""Platforms whose file is one TOML, JSON or YAML document: what their profile says where to look for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.model.declare.builders import Built, built, said
from deploylint.model.declare.common import fitting
from deploylint.model.declare.making import Maker
from deploylint.model.declare.stated import stated, variables
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import file_evidence, role_of_name
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import DocumentKeys, Profile, profiles

_LOCAL = "its platform runs it on a developer's machine"


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """The entries of every platform file that a profile describes by keys alone."""
    for profile in profiles().values():
        if profile.document is None:
            continue
        for path in _files(workspace, profile):
            document = workspace.facts(path)
            if isinstance(document, Document) and _is_meant(profile.document, document.root):
                judgement = _judgement(profile, path, intent)
                yield from _entries(workspace, profile, judgement, path, document.root)


def _files(workspace: Workspace, profile: Profile) -> Iterator[str]:
    """In each folder the first of the platform's files, and those whose name says another environment."""
    for number, name in enumerate(profile.names):
        for path in workspace.glob(f"**/{name}"):
            if not any(workspace.exists(join(parent(path), other) or "") for other in profile.names[:number]):
                yield path
    for name in profile.variants:
        yield from (path for path in workspace.glob(f"**/{name}") if role_of_name(base(path)) is not None)


def _is_meant(keys: DocumentKeys, root: Node) -> bool:
    """True unless the file lacks what every file of the platform has."""
    return root.kind == "mapping" and all(_at(root, way) is not None for way in keys.needs)


def _judgement(profile: Profile, path: str, intent: Intent) -> Judgement:
    default = Evidence(profile.role, profile.role_reason)
    return decide((intent.said(path), file_evidence(path), (default,)))


def _entries(workspace: Workspace, profile: Profile, judgement: Judgement, path: str, root: Node) -> Iterator[Entry]:
    keys = profile.document
    assert keys is not None
    folder = _folder(workspace, keys, path, root)
    made = built(workspace, profile, folder, root)
    maker = _maker(workspace, profile, made, judgement, path, root, folder)
    overlays, assumptions = _environments(root, keys)
    parts = (*(node for node, _ in overlays), root)
    phases: tuple[tuple[tuple[str, ...], Phase], ...] = (
        (keys.build, "build"), (keys.release, "release"), (keys.job, "job"),
    )  # fmt: skip
    shared = [one for part in parts for ways, phase in phases for one in maker.all(part, ways, phase)]
    scheduled = any(said(part, keys.schedule) for part in parts)
    local = replace(maker, judgement=Judgement("development", (Evidence("development", _LOCAL),)))
    shared += local.all(root, keys.development, "start")
    server = profile.runtime(made.runtime).server
    implied = maker.implied(maker.place.folder if maker.place.kind == "repository" else folder)
    starts = _starts(maker, keys, root, overlays)
    own = tuple(implied) if len(starts) == 1 else ()
    default = _default_group([name for name, _ in starts])
    for name, declarations in starts:
        yield Entry(
            platform=profile.name,
            name=name,
            span=Span(path, declarations[0].span.range if declarations else root.range),
            process="cron" if scheduled else name if name not in ("", "app") else "web" if server else "static",
            runtime=made.runtime,
            folder=made.image.context if made.image is not None else folder,
            judgement=judgement,
            image=made.image,
            declarations=(*shared, *declarations, *own),
            environment=maker.environment,
            assumptions=(*made.assumptions, *assumptions),
            doubted=made.doubted,
            ports=stated(path, root, profile.port.keys if profile.port else (), name or "app", default),
            health=stated(path, root, profile.health, name or "app", default),
            pulled=_pulled(made),
        )


def _pulled(made: Built) -> str:
    """The image that the file names in place of a build, "" for none."""
    text = made.chosen.text if made.chosen is not None and made.runtime == "image" else None
    return text.value if text is not None else ""


def _folder(workspace: Workspace, keys: DocumentKeys, path: str, root: Node) -> str:
    """The source root: what the file says if that is a folder of the repository, else where the file lies."""
    there = join("", (said(root, keys.folder) or "").lstrip("/"))
    return there if there and workspace.is_folder(there) else parent(path)


def _maker(
    workspace: Workspace, profile: Profile, made: Built, judgement: Judgement, path: str, root: Node, folder: str
) -> Maker:
    """What makes the declarations of a file, in the place where its builder lets commands run."""
    keys, image = profile.document, made.image
    assert keys is not None
    environment = dict(image.environment) if image is not None else {}
    environment |= variables(path, _at(root, keys.environment))
    if image is not None:
        place = Place("image", image.folder or "/", image)
    else:
        place = _place(workspace, keys, folder, root, made.runtime, path)
    return Maker(
        workspace=workspace,
        profile=profile,
        path=path,
        made=made,
        judgement=judgement,
        place=place,
        image=image,
        environment=environment,
    )


def _starts(
    maker: Maker, keys: DocumentKeys, root: Node, overlays: Sequence[tuple[Node, str]]
) -> list[tuple[str, tuple[Declaration, ...]]]:
    """The process types by name, "" for the only one, each with what may start it."""
    entrypoint = _at(root, keys.entrypoint)
    words = maker.script(entrypoint, "start")[0] if entrypoint is not None else None
    if words is not None and len(words.commands) == 1:
        maker = replace(maker, entrypoint=words.commands[0].words)
    starts = [one for node, name in overlays for one in maker.all(node, keys.start, "start", f" of {name}")]
    starts += maker.all(root, keys.start, "start")
    processes = _at(root, keys.processes)
    found = [
        (entry.key.value, (*maker.one(entry.value, "process", entry.key.value, "start"), *starts))
        for entry in (processes.entries if processes is not None else ())
    ]
    if not found:
        if not starts and entrypoint is not None:
            starts += maker.one(entrypoint, "entrypoint", "entrypoint", "start")
        found.append(("", tuple(starts)))
    return found


def _environments(root: Node, keys: DocumentKeys) -> tuple[list[tuple[Node, str]], list[str]]:
    """The overlays for production with their names, and what the other environments are, as assumptions."""
    overlays, assumptions = [], []
    table = _at(root, keys.environments)
    for entry in table.entries if table is not None else ():
        role = role_of_name(entry.key.value)
        if role is not None and role[0] == "production":
            overlays.append((entry.value, entry.key.value))
        elif any(_at(entry.value, way) is not None for way in keys.start):
            assumptions.append(f"the environment '{entry.key.value}' starts something else")
    overlays.sort(key=lambda one: one[1] != "production")
    return overlays[:1], assumptions


def _place(workspace: Workspace, keys: DocumentKeys, folder: str, root: Node, runtime: str, path: str) -> Place:
    """Where commands run without an image of this repository."""
    if runtime in ("buildpack", "image", "docker"):
        return UNKNOWN
    places = [Place("repository", one) for one in dict.fromkeys((folder, *(("",) if keys.anywhere else ())))]
    for way in keys.start if len(places) > 1 else ():
        node = _at(root, way)
        if node is not None and node.text is not None and node.kind == "scalar":
            return fitting(workspace, workspace.script(node.text), path, places)
    return places[0]


def _default_group(names: list[str]) -> str:
    """The process type that a service without `processes` belongs to: app, else the first by name (flyctl)."""
    return "app" if "app" in names or "" in names else min(names, default="app")


def _at(root: Node, key: str) -> Node | None:
    return root.get(*key.split(".")) if key else None
