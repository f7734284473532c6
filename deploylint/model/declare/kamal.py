"""Kamal: the roles of an image on servers, and the accessories beside them.

Sources: kamal-deploy.org/docs/configuration (servers, roles, builders, proxy, accessories); basecamp/kamal
lib/kamal/commands/app.rb: `docker run ... IMAGE CMD`, a line that the shell of the server reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.declare.common import Said, declare, site
from deploylint.model.declare.dockerfile import Environment, declare_in_place_of_cmd, image_place
from deploylint.model.declare.kamal_config import Config, Variables, configs
from deploylint.model.declare.kamal_config import Said as Value
from deploylint.model.declare.kamal_proxy import health, is_proxied, ports
from deploylint.model.declare.server import process_of
from deploylint.model.deployment import Declaration, Stated
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.given import Given
from deploylint.model.image_names import Joined, image_named, plain
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import join
from deploylint.model.place import UNKNOWN
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_PLATFORM = "kamal"
_ERB = "ERB says it when Kamal reads the file"
_SHELL = "the shell of the server reads it before docker run does"
_FIRST = "192.168.0.1"  # the server that `kamal init` and `rails new` write


@dataclass(frozen=True, slots=True, kw_only=True)
class _Container:
    """A role or an accessory. way: where it stands. image: None where nothing here builds it. pulled: its name."""

    config: Config
    way: tuple[str, ...]
    name: str
    span: Span
    judgement: Judgement
    process: str
    image: Image | None = None
    pulled: str = ""
    doubted: bool = False
    assumptions: tuple[str, ...] = ()
    ports: tuple[Stated, ...] = ()
    health: tuple[Stated, ...] = ()


def entries(workspace: Workspace, intent: Intent, paths: Iterable[str]) -> Iterator[Entry]:
    """One entry for each role and each accessory; destinations that run the same are told once."""
    kept: dict[object, Entry] = {}
    for config in configs(workspace, paths):
        judgement = _judgement(config, intent)
        for one in (*_roles(workspace, config, judgement), *_accessories(workspace, config, judgement)):
            entry = _entry(workspace, one)
            image = one.image.id if one.image is not None else one.pulled
            said = tuple(row.value for row in (*one.ports, *one.health))
            starts = tuple(declared.text for declared in entry.declarations)
            key = (config.folder, one.way, entry.name, judgement.role, image, starts, said)
            first = kept.setdefault(key, entry)
            if first is not entry:
                kept[key] = replace(first, environment=_known_in_both(first.environment, entry.environment))
    yield from kept.values()


def _known_in_both(one: Environment, other: Environment) -> Variables:
    """The variables of the first, without the values that the other has otherwise."""
    return {
        name: (value if other.get(name, (None,))[0] == value else None, span) for name, (value, span) in one.items()
    }


def _judgement(config: Config, intent: Intent) -> Judgement:
    profile = profiles()[_PLATFORM]
    found = (*named("the destination", config.destination), *in_folders(config.path))
    return decide((intent.said(config.path), found, (Evidence(profile.role, profile.role_reason),)))


def _roles(workspace: Workspace, config: Config, judgement: Judgement) -> Iterator[_Container]:
    """The roles; a plain list of servers is the role web. The first role of all is `primary_role`, else web."""
    image, service = _image(workspace, config), config.plain("service") or ""
    servers = config.get("servers")
    assert servers is not None
    primary = config.plain("primary_role") or "web"
    rows = list(config.names("servers")) if servers.node.kind == "mapping" else [("web", servers.span)]
    for role, span in rows:
        way = ("servers", role)
        proxied = is_proxied(config, way, primary=role == primary)
        yield _Container(
            config=config,
            way=way,
            name="-".join(part for part in (service, role if role != primary else "") if part) or role,
            span=span,
            judgement=judgement,
            process="web" if proxied else process_of(role) or (process_of(service) if role == primary else "worker"),
            image=image,
            pulled=(config.plain("image") or "") if image is None else "",
            assumptions=tuple(_assumptions(config, image)),
            ports=ports(config, way) if proxied else (),
            health=health(config, way) if proxied else (),
        )


def _accessories(workspace: Workspace, config: Config, judgement: Judgement) -> Iterator[_Container]:
    for name, span in config.names("accessories"):
        said = config.get("accessories", name, "image")
        if said is None or said.text is None:
            continue
        joined = _joined(workspace, config, said.plain) if said.plain is not None else Joined()
        yield _Container(
            config=config,
            way=("accessories", name),
            name=name,
            span=span,
            judgement=judgement,
            process="service" if joined.image is None else "",
            image=joined.image,
            pulled=said.text.value if joined.image is None else "",
            doubted=not joined.certain,
            assumptions=(joined.reason,) if joined.reason else (),
        )


def _joined(workspace: Workspace, config: Config, name: str) -> Joined:
    """What the image of an accessory is: the service's own, or one that something of the repository builds and tags."""
    own = config.plain("image")
    return Joined(_image(workspace, config)) if own and plain(own) == plain(name) else image_named(workspace, name)


def _image(workspace: Workspace, config: Config) -> Image | None:
    """The image that `builder` makes: from a clone of the repository, seen from the folder where kamal is called.

    None where the Dockerfile is not here, or buildpacks (`pack`), another context or ERB decide.
    """
    said = ((key, config.get("builder", key)) for key in ("context", "dockerfile", "target", "pack"))
    told = {key: value.plain for key, value in said if value is not None}
    if "pack" in told or None in told.values():
        return None
    context = told.get("context") or "."
    folder = join(config.folder, context) if "://" not in context and not context.startswith(("/", "git@")) else None
    dockerfile = join(config.folder, told.get("dockerfile") or "Dockerfile")
    if folder is None or dockerfile is None or not workspace.exists(dockerfile):
        return None
    arguments = {name: config.plain("builder", "args", name) for name, _ in config.names("builder", "args")}
    return build(workspace, dockerfile, folder, told.get("target"), Given(arguments))


def _assumptions(config: Config, image: Image | None) -> Iterator[str]:
    if image is None:
        yield "nothing here says from what Kamal builds the image"
    if len(config.layers) > 1:
        yield f"kamal is called with '-d {config.destination}'"
    servers = config.get("servers")
    hosts = {node.text.value for _, node in servers.node.walk() if node.text is not None} if servers is not None else ()
    if _FIRST in hosts:
        yield f"the server '{_FIRST}', which is in the file that 'kamal init' writes, is meant"


def _entry(workspace: Workspace, one: _Container) -> Entry:
    own = {**(one.config.variables("env") if one.way[0] == "servers" else {}), **one.config.variables(*one.way, "env")}
    environment = {**(one.image.environment if one.image is not None else {}), **own}
    declared = _declaration(workspace, one, environment)
    return Entry(
        platform=_PLATFORM,
        name=one.name,
        span=one.span,
        process=one.process,
        runtime="docker" if one.image is not None else "image",
        folder=one.image.context if one.image is not None else None,
        judgement=one.judgement,
        image=one.image,
        declarations=(declared,) if declared is not None else (),
        variables=tuple(
            site(
                name, value, span, kind="env", owner=one.name, platform=_PLATFORM, judgement=one.judgement,
                phase="start",
            )
            for name, (value, span) in own.items()
        ),
        environment=environment,
        assumptions=one.assumptions,
        ports=one.ports,
        health=one.health,
        doubted=one.doubted,
        project=f"{_PLATFORM}:{one.config.folder}",
        pulled=one.pulled,
    )  # fmt: skip


def _declaration(workspace: Workspace, one: _Container, environment: Variables) -> Declaration | None:
    """What `cmd` starts behind the image's ENTRYPOINT, or behind `--entrypoint` among the options of docker run."""
    cmd, entrypoint = one.config.get(*one.way, "cmd"), one.config.get(*one.way, "options", "entrypoint")
    parts = [part for part in (entrypoint, cmd) if part is not None and part.text is not None and part.text.value]
    if not parts:
        return None
    last, label = parts[-1], "entrypoint" if entrypoint in parts else "cmd"
    said = _said(one, last, label, parts, environment)
    words = [_words(workspace, part) for part in parts]
    accessory = one.way[0] == "accessories"
    if not all(words):
        reason = _ERB if any(part.plain is None for part in parts) else _SHELL
        own = not accessory or one.image is not None  # the image of others has a start without arguments, too
        return replace(declare(workspace, Script(), said), dynamic=reason) if own else None
    if label == "cmd" and one.image is None and not accessory:
        return replace(declare(workspace, Script(), said), dynamic="the image, which is not built here, decides")
    script = Script(commands=(Command(said.range, "exec", tuple(word for part in words for word in part)),))
    return (declare if label == "entrypoint" else declare_in_place_of_cmd)(workspace, script, said)


def _said(one: _Container, last: Value, label: str, parts: Sequence[Value], environment: Variables) -> Said:
    place, directory = UNKNOWN, one.config.get(*one.way, "options", "workdir")
    if one.image is not None and (directory is None or directory.plain is not None):
        place = image_place(one.image).moved((directory.plain if directory is not None else None) or ".")
    return Said(
        kind=f"{_PLATFORM}.{label}",
        platform=_PLATFORM,
        label=label,
        path=last.path,
        range=last.span.range,
        text=" ".join(part.text.value for part in parts if part.text is not None),
        phase="start",
        shell="no",
        judgement=one.judgement,
        place=place,
        image=one.image,
        environment=environment,
    )


def _words(workspace: Workspace, value: Value) -> tuple[Word, ...]:
    """The words that the shell of the server makes of a text; none where it expands them, or runs more than one."""
    script = workspace.script(value.text) if value.plain is not None and value.text is not None else Script()
    if len(script.commands) != 1 or script.incomplete is not None:
        return ()
    (command,) = script.commands
    joined = command.assignments or command.redirects or command.background or command.piped or command.tested
    return () if joined or any(word.value is None for word in command.words) else command.words
