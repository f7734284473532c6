"""Platform entries: what one platform is told to run, before it is known which service it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Declaration, Shadowed, Shell, Stated, Use, VariableSite
from deploylint.model.images import Image
from deploylint.model.paths import parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a platform runs. runtime: picks the profile's runtime (docker, image, static, native ...).

    name: on its platform, "" where it has none. process: web, worker, cron, release, static or another process type,
    "" where only the command can tell. folder: the source root it is built from, None where that is not known.
    declarations: its own, without those of the image. unread: why the platform may not read this file, or "". shadowed:
    what other files of the same project say in vain.
    ports, health, before, pulled, published: as in Effective.
    starts: False for what only holds declarations of other phases. doubted: what it
    runs was worked out, not said. shown: the folder of the repository that a mount lays over the working directory of
    its image. project: what else of its platform it is deployed with, where that is more than its
    file.
    """

    platform: str
    name: str
    span: Span
    process: str
    runtime: str
    folder: str | None
    judgement: Judgement
    image: Image | None = None
    declarations: tuple[Declaration, ...] = ()
    variables: tuple[VariableSite, ...] = ()
    uses: tuple[Use, ...] = ()
    unread: str = ""
    environment: Mapping[str, tuple[str | None, Span]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    shadowed: tuple[Shadowed, ...] = ()
    ports: tuple[Stated, ...] = ()
    health: tuple[Stated, ...] = ()
    starts: bool = True
    doubted: bool = False
    project: str = ""
    before: tuple[Stated, ...] = ()
    pulled: str = ""
    published: tuple[Stated, ...] = ()
    shown: Place | None = None

    @property
    def app(self) -> tuple[str, str]:
        """What the platform deploys as one: all that its files in one folder declare."""
        return (self.platform, parent(self.span.path))

    @property
    def key(self) -> tuple[str, str, Range]:
        return (self.platform, self.span.path, self.span.range)


def production(reason: str, span: Span | None = None) -> Evidence:
    return Evidence("production", reason, span)


def shell_of(form: str) -> Shell:
    """Whether a shell reads an instruction of this form."""
    return "yes" if form == "shell" else "no"
