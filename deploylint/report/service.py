"""What reports say of services: the field names are those of the JSON report and are only ever added to."""

from __future__ import annotations

from deploylint.check.finding import Certainty, Role
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a role; location is None for what a platform always does."""

    role: Role
    reason: str
    location: Span | None


@dataclass(frozen=True, slots=True)
class Target:
    """What a launch names. state: found (path is the file), missing, or unknown (reason says why)."""

    state: str
    path: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a declaration to what it finally runs: a script or file that it calls, and where."""

    label: str
    location: Span


@dataclass(frozen=True, slots=True)
class Launch:
    """What a declaration finally runs, wrappers and scripts followed. via: the steps that lead there, each with
    the place that calls it; location: of the last command."""

    program: str
    identity: str
    text: str
    target: Target
    via: tuple[Step, ...] = ()
    location: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One place that says how a service starts. dynamic: why it could not be followed."""

    kind: str
    platform: str
    label: str
    text: str
    process: str
    phase: str
    shell: str
    role: Role
    location: Span
    launch: Launch | None = None
    dynamic: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A declaration that a platform does not run, and why."""

    reason: str
    partly: bool
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Line:
    """A command, an instruction or a port as a file says it, and the key that it stands under."""

    label: str
    text: str
    location: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Listens:
    """On what a start listens. source: said (at location), default (of the program), given (by the variable PORT; port
    is what counts where nothing sets it) or unknown. host: the address, None where it is not known."""

    source: str
    port: str | None
    host: str | None
    location: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """The port of a service on a platform. given: the variable in which the platform tells it; default: the port that
    it takes where nothing says another, None where it chooses one; stated: what its file says; variable: what sets PORT
    (its text is empty where the value is not known); published: what a compose file publishes; listens: None where
    the start runs no server that is known."""

    given: str | None = None
    default: int | None = None
    stated: Line | None = None
    variable: Line | None = None
    published: tuple[Line, ...] = ()
    listens: Listens | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """What one platform runs. unread: why it may not read the file that says so; server: it runs a process at all.

    reason: why the certainty is not certain. command: argv as one would type it. image: the one that is pulled.
    entrypoint: the image's ENTRYPOINT that the winner goes through. before: what runs before a new version starts.
    build: what the platform's file says of the build.
    """

    platform: str
    title: str
    name: str
    server: bool = True
    unread: str | None = None
    role: Role
    certainty: Certainty
    argv: tuple[str, ...]
    entry: Span
    winner: Declaration | None
    shadowed: tuple[Shadowed, ...] = ()
    assumptions: tuple[str, ...] = ()
    evidence: tuple[Reason, ...] = ()
    reason: str | None = None
    command: str = ""
    image: str | None = None
    entrypoint: Line | None = None
    before: tuple[Line, ...] = ()
    build: tuple[Line, ...] = ()
    port: Port | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A logical service and what each platform makes of it. joined: by which step its declarations came together."""

    id: str
    process: str
    folder: str
    role: Role
    joined: tuple[str, ...]
    platforms: tuple[Effective, ...]
    declarations: tuple[Declaration, ...]
