"""One merged service of a Compose project: what its keys say, each with the place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from deploylint.facts.files import BuildSection, Launch
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.load import Layer
from deploylint.model.compose.merge import short_port, short_volume
from deploylint.model.compose.profiles import profiles_of
from deploylint.model.compose.tree import Value
from deploylint.model.compose.variables import env_file, shown
from deploylint.model.paths import join
from deploylint.model.workspace import Workspace

Key = Literal["command", "entrypoint", "healthcheck"]


@dataclass(frozen=True, slots=True)
class Port:
    """One entry of `ports` or `expose`. container, host: as texts, ranges as they are; host "" where none is said.

    known: no variable in it is unknown.
    """

    container: str
    host: str
    protocol: str
    address: str
    span: Span
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mount:
    """One entry of `volumes`. source: a repository path for a bind mount of one, "" for anything else."""

    kind: Literal["bind", "volume", "tmpfs", "other"]
    said: str
    source: str | None
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Said:
    """A command that a file of the project gives: of which layer, and the same of the layers that it replaces."""

    launch: Launch
    layer: Layer
    replaced: tuple[Layer, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One service. value: the merged mapping. layers: what each file says of it, the base first."""

    name: str
    value: Value
    layers: tuple[Layer, ...]
    directory: str

    @property
    def last(self) -> Layer:
        """The layer whose file the service stands in: the last one that is not only extended."""
        return next((one for one in reversed(self.layers) if not one.extended), self.layers[-1])

    @property
    def profiles(self) -> tuple[str, ...]:
        return profiles_of(self.value)

    def launch(self, key: Key) -> Said | None:
        """The command, entrypoint or health check in force; None if no file says one, or the last says `null`."""
        found = self.value.get(key) if key != "healthcheck" else self.value.get("healthcheck", "test")
        if (
            found is None
            or found.null
            or (key == "healthcheck" and self.value.said("healthcheck", "disable") == "true")
        ):
            return None
        having = [(one, said) for one in self.layers if (said := getattr(one.service, key)) is not None]
        for layer, said in reversed(having):
            if said.node is found.node:
                return Said(said, layer, tuple(one for one, other in having if other is not said))
        return None

    @property
    def build(self) -> tuple[BuildSection, Layer] | None:
        """The last `build` section, and its layer; its context may stand in an earlier one."""
        return next(((one.service.build, one) for one in reversed(self.layers) if one.service.build is not None), None)

    def environment(self, workspace: Workspace) -> Mapping[str, tuple[str | None, Span]]:
        """The variables of its container, name -> (value, None where it is not known; place).

        `environment` goes before `env_file`, of which the last goes first; what is passed through from the caller's
        shell has no known value, nor has one that a default counts for, and no secret has one here.
        """
        found: dict[str, tuple[str | None, Span]] = {}
        for path, raw in self.env_files():
            if path is not None and workspace.exists(path):
                found |= env_file(workspace, path, {}, raw=raw)
        said = self.value.get("environment")
        for name, one in said.entries.items() if said is not None else ():
            unknown = one.null or one.missing or one.assumed
            found[name] = (None if unknown else shown(name, one.text), one.span)
        return found

    def env_files(self) -> Iterator[tuple[str | None, bool]]:
        """The paths of its env files, None for one that is not known, and whether they are taken as they are."""
        found = self.value.get("env_file")
        for one in (found.items or (found,)) if found is not None else ():
            said = one.get("path") if one.kind == "mapping" else one
            if said is not None and said.text:
                path = None if said.missing or said.text.startswith("/") else join(said.base, said.text)
                yield path, one.said("format") == "raw"

    @property
    def ports(self) -> tuple[Port, ...]:
        """What is published on the host."""
        return tuple(_ports(self.value.get("ports")))

    @property
    def expose(self) -> tuple[Port, ...]:
        """What `expose` says that the container listens on."""
        return tuple(_ports(self.value.get("expose")))

    @property
    def mounts(self) -> tuple[Mount, ...]:
        """What is mounted into the container, one for each target."""
        found = self.value.get("volumes")
        return tuple(_mount(one) for one in (found.items if found is not None else ()))


def _ports(found: Value | None) -> Iterator[Port]:
    for one in found.items if found is not None else ():
        if one.kind == "mapping":
            address, target, published = one.said("host_ip"), one.said("target"), one.said("published")
            missing = any(part.missing for part in one.entries.values())
            yield Port(target, published, one.said("protocol") or "tcp", address, one.span, not missing)
        elif one.text:
            address, target, published, protocol = short_port(one.text)
            address = "" if one.text.count(":") < 2 else address
            yield Port(target, published, protocol, address, one.span, not one.missing)


def _mount(one: Value) -> Mount:
    if one.kind == "mapping":
        kind, said, target = one.said("type"), one.said("source"), one.said("target")
        missing = any(part.missing for part in one.entries.values())
    else:
        said, target, _ = short_volume(one.text)
        kind, missing = ("bind" if said.startswith((".", "/", "~")) else "volume"), bool(one.missing)
    known: Literal["bind", "volume", "tmpfs", "other"] = "other"
    if kind in ("bind", "volume", "tmpfs"):
        known = kind  # type: ignore[assignment]
    local = known == "bind" and not missing and not said.startswith(("/", "~"))
    return Mount(known, said, join(one.base, said) if local else None, target.rstrip("/") or "/", one.span)
