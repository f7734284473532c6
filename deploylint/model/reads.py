"""Environment variables that a production start needs, and which files of the repository declare any."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from deploylint.facts.document import Document
from deploylint.facts.files import Blueprint, ComposeFile, EnvFile
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.source import EnvironmentRead
from deploylint.model.declare.django import settings_files
from deploylint.model.deployment import Declaration, Deployment, Step
from deploylint.model.of_file import imports, puts, puts_unknown, reads, says, says_in_any_case
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

_SOURCE = frozenset({"python", "javascript", "typescript", "tsx"})
# All formats but the sources.
_DECLARING = (
    *("compose", "dockerfile", "dockerignore", "env", "json", "makefile", "package_json", "procfile", "pyproject"),
    *("render", "shell", "supervisor", "systemd", "toml", "workflow", "yaml"),
)
# What is read for names although no reader of ours knows it: units, other stacks' and tools' configuration.
_SUFFIXES = (
    *(".yaml", ".yml", ".toml", ".json", ".ini", ".cfg", ".conf", ".service", ".env", ".tf", ".tfvars", ".hcl", ".sh"),
    *(".example", ".sample", ".template", ".tmpl", ".tpl", ".j2", ".dist", ".properties", ".nix", ".bicep", ".mk"),
    *(".config.js", ".config.cjs", ".config.mjs", ".config.ts", ".nomad", ".jsonnet", ".container", ".defaults"),
)
_STORES = frozenset(
    {"doppler", "infisical", "chamber", "op", "vault", "envconsul", "dotenvx", "teller", "berglas", "sops"}
)
_LARGE = ("package-lock.json", "composer.lock", "pnpm-lock.yaml", "yarn.lock")


@dataclass(frozen=True, slots=True)
class Needed:
    """A variable without which a production start fails. way: the steps that lead to the file."""

    read: EnvironmentRead
    span: Span
    service: str
    platform: str
    way: tuple[Step, ...]


def needed(deployment: Deployment) -> Iterator[Needed]:
    """The variables that the files need which a start surely loads, the first read of each service."""
    seen: set[tuple[str, str]] = set()
    for path, way, start in _loaded(deployment):
        service = start.launch.use.service if start.launch is not None else ""
        for read in deployment.workspace.of(path, reads):
            if (service, read.name) not in seen:
                seen.add((service, read.name))
                yield Needed(read, Span(path, read.range), service, start.platform, way)


def _loaded(deployment: Deployment) -> Iterator[tuple[str, tuple[Step, ...], Declaration]]:
    """The files that a start surely loads and that need variables, with the way and the declaration it begins with."""
    workspace = deployment.workspace
    owners = {one.span: one for one in deployment.declarations if one.phase == "start"}
    if any(workspace.of(path, puts_unknown) for path in deployment.started):
        return
    for path, way in deployment.started.items():
        start = owners.get(way[0].span) if way else None
        if start is not None and not _given(start) and workspace.of(path, reads) and surely(workspace, way, path):
            yield path, way, start
    for start in owners.values():
        if start.role == "production" and start.launch is not None and not _given(start):
            for path, way in settings_files(workspace, start.launch.use):
                yield path, (Step(start.span, start.launch.text), *way), start


def _given(start: Declaration) -> bool:
    """True if the start stands behind a program that brings variables from a store of secrets."""
    uses = (use.invocation for use in start.uses)
    return any(_STORES & {one.program, *(wrapper.name for wrapper in one.wrappers)} for one in uses)


def surely(workspace: Workspace, way: tuple[Step, ...], path: str) -> bool:
    """True if each step of the way is an import at the top of its file, and the last one leads here."""
    if len(way) > 1 and way[-1].label != path:
        return False  # the way is cut where it gets long
    for step in way[1:]:
        imported = workspace.of(step.span.path, imports)
        if all(one.local or one.optional for one in imported if one.range == step.span.range):
            return False
    return True


def declares(workspace: Workspace) -> bool:
    """True if the repository declares variables at all: an env file or example, a blueprint, compose, app.json."""
    for path in workspace.of_format("env", "render", "compose"):
        facts = workspace.facts(path)
        if isinstance(facts, EnvFile) and facts.variables:
            return True
        if isinstance(facts, (Blueprint, ComposeFile)) and any(
            one.environment or one.node.get("envVars") for one in facts.services
        ):
            return True
    manifests = (path for path in workspace.of_format("json") if base(path) == "app.json")
    facts_of = (workspace.get(path, Document) for path in manifests)
    return any(facts is not None and facts.root.get("env") is not None for facts in facts_of)


def elsewhere(workspace: Workspace) -> bool:
    """True if some declares variables where nobody can look: a file that is not in git, a group, a secret."""
    for path in workspace.of_format("compose"):
        facts = workspace.get(path, ComposeFile)
        named = [text.value for one in facts.services for text in one.env_files] if facts is not None else []
        if any("$" in name or not workspace.exists(join(parent(path), name) or "") for name in named):
            return True
    if workspace.holding((b"envFrom",), ("yaml",), everywhere=True):
        return True
    for path in workspace.of_format("render"):
        blueprint = workspace.get(path, Blueprint)
        root = blueprint.root if blueprint is not None else None
        groups = root.get("envVarGroups") if root is not None else None
        known = {item.string("name") for item in groups.items} if groups is not None else set()
        names = {name.value for name in known if name is not None}
        for _, node in root.walk() if root is not None else ():
            said = node.string("fromGroup") if node.kind == "mapping" else None
            if said is not None and said.value not in names:
                return True
    return False


def examples(workspace: Workspace) -> bool:
    """True if an env file of the repository is there to show which variables there are."""
    return any(
        fnmatchcase(base(path).lower(), pattern)
        for path in workspace.of_format("env")
        for pattern in ("*example*", "*sample*", "*template*", "*.dist", "*default*")
    )


def declared(deployment: Deployment, name: str, *, any_case: bool = False) -> bool:
    """True if any file that is no source names the variable, or a file that production starts sets it."""
    workspace = deployment.workspace
    put = {one.name for path in deployment.started for one in workspace.of(path, puts)}
    if name in put or (any_case and any(_nested(one.upper(), name.upper()) for one in put)):
        return True
    asked = says_in_any_case if any_case else says
    return any(
        workspace.of(path, asked, name) for path in workspace.remember("declaring", lambda: _declaring(workspace))
    )


def _nested(name: str, other: str) -> bool:
    """True if a name is another one, or one of a model nested in it."""
    return name == other or name.startswith(f"{other}__")


def _declaring(workspace: Workspace) -> tuple[str, ...]:
    """The files that may declare variables; first those that do little else, because most names are found there."""
    named = (path for pattern in ("**/.env*", "**/env.*") for path in workspace.glob(pattern))
    nominated = {
        *workspace.of_format(*_DECLARING),
        *workspace.ending(_SUFFIXES),
        *(path for path in named if path.endswith(".d.ts") or workspace.format(path) not in _SOURCE),
    }
    first = frozenset(workspace.of_format("env", "compose", "render"))
    return tuple(sorted((path for path in nominated if base(path) not in _LARGE), key=lambda p: (p not in first, p)))
