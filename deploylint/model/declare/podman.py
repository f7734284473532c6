"""Quadlets: containers that Podman makes units of. Source: podman-systemd.unit(5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import FIRST, Span
from deploylint.facts.record import dataclass
from deploylint.facts.settings import Setting, Settings
from deploylint.model.declare.common import Said, declare, site
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd, image_place, start_declaration
from deploylint.model.declare.server import process_of
from deploylint.model.deployment import Declaration, VariableSite
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.image_names import Joined, image_named
from deploylint.model.images import Image, build
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_PLATFORM, _SECTION = "podman", "Container"
_NEVER_BUILT = (".build", ".image")  # endings that name another unit of Podman


@dataclass(frozen=True, slots=True)
class _Unit:
    """A `.container` file with the image that it runs. name: of the image, "" where that is not known."""

    path: str
    settings: Settings
    judgement: Judgement
    name: str
    joined: Joined
    environment: dict[str, tuple[str | None, Span]]
    variables: tuple[VariableSite, ...]

    def last(self, key: str) -> Setting | None:
        return self.settings.last(_SECTION, key)


def entries(workspace: Workspace, intent: Intent, paths: Iterable[str]) -> Iterator[Entry]:
    """One entry for each unit that names an image."""
    for path in paths:
        settings = workspace.get(path, Settings)
        image = settings.last(_SECTION, "Image") if settings is not None else None
        if settings is None or image is None:
            continue
        unit = _unit(workspace, intent, path, settings, image)
        declared, built = _declaration(workspace, unit), unit.joined.image
        yield Entry(
            platform=_PLATFORM,
            name=base(path).removesuffix(".container"),
            span=Span(path, image.key.range()),
            process=process_of(base(path).removesuffix(".container")),
            runtime="docker" if built is not None else "image",
            folder=built.context if built is not None else None,
            judgement=unit.judgement,
            image=built,
            declarations=(declared,) if declared is not None else (),
            variables=unit.variables,
            environment=unit.environment,
            assumptions=tuple(_assumptions(unit)),
            doubted=not unit.joined.certain,
            project=_PLATFORM,
            pulled=unit.name if built is None else "",
        )


def _unit(workspace: Workspace, intent: Intent, path: str, settings: Settings, image: Setting) -> _Unit:
    profile, said = profiles()[_PLATFORM], image.value.value
    names = (*named("the unit", base(path).removesuffix(".container"), Span(path, FIRST)), *in_folders(path))
    judgement = decide((intent.said(path), names, (Evidence(profile.role, profile.role_reason),)))
    joined = _built(workspace, path, said) if said.endswith(".build") else image_named(workspace, said)
    rows = [(v, Span(path, v.range)) for one in settings.all(_SECTION, "Environment") for v in one.variables]
    own = {v.name.value: (v.value.value if "%" not in v.value.value else None, span) for v, span in rows}
    variables = tuple(
        site(
            name, value, span, kind="Environment", owner=base(path), platform=_PLATFORM, judgement=judgement,
            phase="start",
        )
        for name, (value, span) in own.items()
    )  # fmt: skip
    environment = {**(joined.image.environment if joined.image is not None else {}), **own}
    name = "" if said.endswith(_NEVER_BUILT) else said
    return _Unit(path, settings, judgement, name, joined, environment, variables)


def _built(workspace: Workspace, path: str, said: str) -> Joined:
    """The image of a `.build` unit beside the container's: `File=`, seen from the folder of the unit."""
    at = join(parent(path), said)
    settings = workspace.get(at, Settings, "quadlet") if at is not None and workspace.exists(at) else None
    file = settings.last("Build", "File") if settings is not None else None
    found = join(parent(path), file.value.value) if file is not None and "%" not in file.value.value else None
    image: Image | None = build(workspace, found, None, None) if found is not None and workspace.exists(found) else None
    return Joined(image)


def _assumptions(unit: _Unit) -> Iterator[str]:
    if unit.joined.reason:
        yield unit.joined.reason
    elif unit.joined.image is None:
        yield f"nothing of the repository builds the image of '{base(unit.path)}'"


def _declaration(workspace: Workspace, unit: _Unit) -> Declaration | None:
    """What the unit starts: `Exec=` behind the ENTRYPOINT, or what the image says; None where that is not known."""
    image, entrypoint, words = unit.joined.image, unit.last("Entrypoint"), unit.last("Exec")
    if entrypoint is None and words is None:
        if image is None:
            return None
        return start_declaration(workspace, image, unit.judgement, unit.environment, _PLATFORM)
    if entrypoint is None and image is None:
        return None  # the image, which is not known, decides what the words are
    said = entrypoint or words
    assert said is not None
    both = [one for one in (entrypoint, words) if one is not None]
    script = Script(commands=(Command(said.value.range(), "exec", tuple(w for one in both for w in _words(one))),))
    directory = unit.last("WorkingDir")
    place = image_place(image) if image is not None else UNKNOWN
    found = Said(
        kind=f"{_PLATFORM}.{said.key.value}",
        platform=_PLATFORM,
        label=said.key.value,
        path=unit.path,
        range=said.value.range(),
        text=" ".join(one.value.value for one in both),
        phase="start",
        shell="no",
        judgement=unit.judgement,
        place=place.moved(directory.value.value) if directory is not None else place,
        image=image,
        environment=unit.environment,
    )
    return (declare if entrypoint is not None else declare_in_place_of_cmd)(workspace, script, found)


def _words(setting: Setting) -> tuple[Word, ...]:
    commands = setting.script.commands if setting.script is not None else ()
    return tuple(word for command in commands for word in command.words)
