"""The joined picture of a repository: what starts where, from which line, and what it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Literal

from deploylint.facts.commands import Script
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.images import Image
from deploylint.model.intent import Intent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Phase, Role
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation

Certainty = Literal["certain", "likely", "unknown"]
Shell = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to a use: where it stands, and what it is (`npm run build`, `start.sh`)."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One command on one way. via: the steps that lead here, outermost first; the span's path holds the command.

    environment: variables known to be set for it, name -> (value, None where dynamic; where it is set). place: where
    it runs. owner: what it stands in, for keys (`scripts.start`, `CMD`, `web`). followed: what it calls is among the
    uses too. remote: it runs on another host or in another container. unread: as in Declaration.
    """

    invocation: Invocation
    span: Span
    owner: str
    service: str
    platform: str
    role: Role
    phase: Phase
    evidence: tuple[Evidence, ...] = ()
    via: tuple[Step, ...] = ()
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    place: Place = UNKNOWN
    shell: Shell = "yes"
    followed: bool = False
    remote: bool = False
    unread: str = ""

    @property
    def on_deploy_path(self) -> bool:
        """True for what builds, releases, starts or deploys, unless it serves development or tests."""
        return self.role in ("production", "unknown") and self.phase in ("build", "release", "start", "deploy")


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableSite:
    """One place that sets an environment variable for a build, a start or a script. value: None where it is dynamic.

    kind: `ENV`, `ARG`, `environment`, `export`, `assignment`. owner: what it stands in, for keys and people.
    """

    name: str
    value: str | None
    span: Span
    kind: str
    owner: str
    platform: str
    role: Role
    phase: Phase
    service: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a target names where its command runs, or why that cannot be known.

    state: found (path is the file), missing (nothing lies there), unknown (reason says why). certainty: how sure that
    is. lacking: of what is missing, the first name on the way that is not there. installed: of what is unknown, the
    file of the repository that is it if its project is installed.
    """

    state: Literal["found", "missing", "unknown"]
    path: str | None = None
    reason: str = ""
    certainty: Certainty = "certain"
    lacking: str = ""
    installed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What a declaration finally runs: the last long-running command of its text, wrappers and scripts followed.

    identity: comparable: the resolved file, else the text of the target; "" if unknown. text: for people.
    """

    use: Use
    program: str
    identity: str
    text: str
    resolution: Resolution
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One place that says how a service starts (or builds, releases ...).

    kind: what platforms' selectors call it (`dockerfile.start`, `render.startCommand`, `procfile.process`). label: for
    people (`CMD`, `startCommand`, `web`). span: of the whole command text. launch: None if it could not be followed;
    dynamic says why. shell: whether a shell reads it on its platform. image: the one it runs in, None for native ones.
    unread: why nothing of the repository reads the file that says it, as a sentence part; "" where something may.
    """

    kind: str
    platform: str
    label: str
    span: Span
    script: Script
    phase: Phase
    shell: Shell
    role: Role
    evidence: tuple[Evidence, ...] = ()
    text: str = ""
    uses: tuple[Use, ...] = ()
    launch: Launch | None = None
    dynamic: str = ""
    image: Image | None = None
    process: str = "web"
    note: str = ""  # what the platform's sources disagree on
    implied: bool = False  # nobody declares it for the platform, which starts it by itself
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Shadowed:
    """A declaration that a platform does not run, and why, as a sentence part: `Render never reads a Procfile`."""

    declaration: Declaration
    reason: str
    partly: bool = False  # some platform of the repository may read it


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that a platform's file states. way: its key with all above it (`services[0].internal_port`)."""

    way: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """What one platform runs for one service. winner None: nothing of the repository says it.

    title: the platform with its runtime, for people. name: the service's name there. unread: why the platform may not
    read the file that says so, "" if it does. server: False where it runs no process (a static site). image: the one it
    runs, None where it builds none of this repository. runtime: as the entry says it (`docker`, `image`, `native` ...).
    ports, health: what the platform's file states of ports it sends requests to, and of paths it asks (`Profile.port`
    says what holds where it states none). environment: the variables known to be set for it, as in Use. releases: what
    the platform runs before it starts a new version; before: what else it runs then, without declarations of its own.
    builds: its build commands. reason: why the certainty is not certain. entrypoint: the ENTRYPOINT that the winner
    goes through. pulled: the image that others build, "" for none. published: the ports that a compose file publishes.
    """

    platform: str
    title: str
    name: str
    entry: Span
    winner: Declaration | None
    argv: tuple[str, ...]
    certainty: Certainty
    role: Role
    evidence: tuple[Evidence, ...] = ()
    shadowed: tuple[Shadowed, ...] = ()
    assumptions: tuple[str, ...] = ()
    unread: str = ""
    server: bool = True
    image: Image | None = None
    runtime: str = ""
    ports: tuple[Stated, ...] = ()
    health: tuple[Stated, ...] = ()
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    releases: tuple[Declaration, ...] = ()
    before: tuple[Stated, ...] = ()
    builds: tuple[Declaration, ...] = ()
    reason: str = ""
    entrypoint: Stated | None = None
    pulled: str = ""
    published: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A logical service: all that is declared for it, and what each platform makes of it.

    joined: by which step of identity its declarations came together, for `boot -v`.
    """

    id: str
    process: str
    folder: str
    declarations: tuple[Declaration, ...]
    effective: tuple[Effective, ...]
    joined: tuple[str, ...] = ()
    role: Role = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """All facts joined once.

    started: first-party source files that production starts run, with the way there. image_roles: image id -> the role
    of what it starts by itself. as_of: the day of the run, an input like all else, None where nobody gave one.
    """

    workspace: Workspace
    intent: Intent = field(default_factory=Intent)
    services: tuple[Service, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    images: tuple[Image, ...] = ()
    uses: tuple[Use, ...] = ()
    variables: tuple[VariableSite, ...] = ()
    started: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    image_roles: Mapping[str, Role] = field(default_factory=dict)
    as_of: date | None = None

    def running(self, image: Image) -> tuple[Effective, ...]:
        """What the platforms of its services run of an image, in the order of services."""
        rows = (row for service in self.services for row in service.effective)
        return tuple(row for row in rows if row.image is not None and row.image.id == image.id)

    @property
    def files(self) -> frozenset[str]:
        """The files that its declarations, images, uses and variables stand in."""
        spans = (one.span.path for ones in (self.declarations, self.uses, self.variables) for one in ones)
        return frozenset((*spans, *(image.path for image in self.images)))
