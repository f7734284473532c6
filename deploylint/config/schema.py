"""What a contract may say. Keys are written with dashes (`allowed-callers`)."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct

from deploylint.facts.place import Span

Level: TypeAlias = Literal["off", "note", "warning", "error"]
Role: TypeAlias = Literal["production", "unknown", "development", "test"]
Levels: TypeAlias = Level | dict[Role, Level]
# A path of the repository: kept without `./` and a trailing `/`; the root is "".
RepositoryPath: TypeAlias = Annotated[str, Meta(extra={"path": True})]


class PathSetting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one rule judges; a level alone may stand in its place."""

    level: Annotated[Levels | None, Meta(description="One level, or a level for each role that is named.")] = None
    levels: Annotated[dict[str, Levels], Meta(description="Levels of single messages of the rule.")] = {}
    scope: Annotated[
        Literal["all", "changed"] | None, Meta(description="changed: its full level holds on changed lines only.")
    ] = None


class RuleSetting(PathSetting, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one rule judges here; a level alone may stand in its place."""

    options: Annotated[dict[str, Any], Meta(description="Parameters of the rule's kind.")] = {}


class Override(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for the findings in some files alone."""

    paths: Annotated[tuple[str, ...], Meta(description="The files, as patterns of an ignore file, from the root.")]
    rules: Annotated[dict[str, PathSetting | Level], Meta(description="Settings of single rules, by id.")] = {}
    ignore: Annotated[tuple[str, ...], Meta(description="Rules not to report.")] = ()


class FileRole(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What some files are for, whatever their names say."""

    path: Annotated[str, Meta(description="The files, as a pattern of an ignore file, from the root.", min_length=1)]
    role: Annotated[Literal["production", "development", "test"], Meta(description="What they are for.")]
    reason: Annotated[str | None, Meta(description="Why.")] = None


class Service(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A service of this repository, and how it must start."""

    path: Annotated[RepositoryPath | None, Meta(description="The folder of its source.")] = None
    boot: Annotated[str | None, Meta(description="The one command that starts it in production.")] = None
    boot_program: Annotated[str | None, Meta(description="The one program that may start it, with any options.")] = None
    boot_everywhere: Annotated[
        bool | None, Meta(description="Whether that also holds where it is started for development or tests.")
    ] = None
    critical: Annotated[
        tuple[str, ...], Meta(description="What must be importable where it starts: `module` or `module:attribute`.")
    ] = ()


class Compose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `docker compose` starts in production."""

    files: Annotated[tuple[RepositoryPath, ...], Meta(description="Its compose files, in the order of `-f`.")] = ()
    profiles: Annotated[tuple[str, ...], Meta(description="The profiles it may turn on.")] = ()


class Production(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How production is run."""

    compose: Compose = Compose()


class Prisma(Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Who may change a database through Prisma."""

    wrappers: Annotated[tuple[RepositoryPath, ...], Meta(description="The scripts that may start Prisma.")] = ()
    allowed_callers: Annotated[
        tuple[RepositoryPath, ...], Meta(description="The files that may call a wrapper for production.")
    ] = ()


class Database(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who may change databases, and by which way."""

    prisma: Prisma = Prisma()


class Suppression(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Findings that may stay, for a reason."""

    rule: Annotated[str, Meta(description="The id of the rule.")]
    path: Annotated[str, Meta(description="A pattern for the paths of the findings, from the root.")]
    reason: Annotated[str, Meta(description="Why they may stay.", min_length=1)]
    at: Annotated[str | None, Meta(description="The subject of the finding, such as `scripts.start`.")] = None
    until: Annotated[datetime.date | None, Meta(description="The last day it holds, as YYYY-MM-DD.")] = None


class Statements(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The deployment contract of a repository."""

    extends: Annotated[tuple[str, ...], Meta(description="Presets that it builds on, the later over the earlier.")] = ()
    select: Annotated[tuple[str, ...], Meta(description="Rules to run beside those of the presets.")] = ()
    ignore: Annotated[tuple[str, ...], Meta(description="Rules not to run.")] = ()
    exclude: Annotated[
        tuple[str, ...], Meta(description="Files not to read, as patterns of an ignore file, from the root.")
    ] = ()
    rules: Annotated[dict[str, RuleSetting | Level], Meta(description="Settings of single rules, by id.")] = {}
    overrides: Annotated[
        tuple[Override, ...], Meta(description="Settings for some files; of those that name a rule the last counts.")
    ] = ()
    roles: Annotated[
        tuple[FileRole, ...], Meta(description="What files are for; of those that name a file the last counts.")
    ] = ()
    services: Annotated[dict[str, Service], Meta(description="The services of this repository, by name.")] = {}
    production: Production = Production()
    database: Database = Database()
    frozen: Annotated[tuple[str, ...], Meta(description="Rules that nothing may suppress, lower or turn off.")] = ()
    suppressions: Annotated[tuple[Suppression, ...], Meta(description="Findings that may stay.")] = ()


class Contract(Statements, frozen=True, kw_only=True):
    """The statements of one file, or of several merged, and where each stands.

    places: dotted way (`services.backend.boot`, `suppressions.0`) -> its place: of the value where it is a scalar or an
    item of a list, else of the key.
    """

    places: dict[str, Span] = {}
