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
class Launch:
    """What a declaration finally runs, wrappers and scripts followed."""

    program: str
    identity: str
    text: str
    target: Target


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """What one platform runs. unread: why it may not read the file that says so; server: it runs a process at all."""

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
