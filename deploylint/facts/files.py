"""The facts of smaller formats: Procfile, env files, ignore files, package.json, compose, render.yaml, workflows."""

from __future__ import annotations

from dataclasses import field

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script, Word
from deploylint.facts.document import EMPTY, Node
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One `name: command` line of a Procfile; comment lines are not among them."""

    name: Text
    command: Text
    script: Script
    range: Range


@dataclass(frozen=True, slots=True)
class StrayLine:
    """A line of a Procfile that is neither empty, a comment, nor `name: command`."""

    text: Text
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Procfile(Facts):
    processes: tuple[ProcessLine, ...] = ()
    stray: tuple[StrayLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeTarget:
    """A target that a Makefile has a rule for, or names as phony."""

    name: str
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Makefile(Facts):
    """open: it may have targets that are not among these (pattern rules, includes, names made of variables)."""

    targets: tuple[MakeTarget, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One `NAME=value` of an env file."""

    name: Text
    value: Text
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvFile(Facts):
    variables: tuple[Variable, ...] = ()

    def get(self, name: str) -> str | None:
        """The last value of a name, or None."""
        return next((v.value.value for v in reversed(self.variables) if v.name.value == name), None)


@dataclass(frozen=True, slots=True)
class IgnorePattern:
    """One line of a .dockerignore; negated: it began with `!`, which is not part of text."""

    text: Text
    negated: bool
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class IgnoreFile(Facts):
    patterns: tuple[IgnorePattern, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageScript:
    name: Text
    text: Text
    script: Script
    range: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageJson(Facts):
    """A package.json. dependencies: package name -> version range text; development: names in devDependencies only."""

    root: Node = EMPTY
    name: str | None = None
    main: Text | None = None
    scripts: tuple[PackageScript, ...] = ()
    bins: tuple[Text, ...] = ()
    dependencies: tuple[tuple[str, str], ...] = ()
    development: tuple[tuple[str, str], ...] = ()
    workspaces: tuple[str, ...] = ()
    manager: str | None = None  # the name in packageManager: npm, pnpm, yarn, bun
    module: bool = False

    def script(self, name: str) -> PackageScript | None:
        """The script of a name; the last where it stands twice."""
        return next((s for s in reversed(self.scripts) if s.name.value == name), None)


@dataclass(frozen=True, slots=True)
class Launch:
    """A command in YAML or TOML: a text that is given to a shell or split, or a list of words.

    script holds its commands: one of form exec for a list, of form split for a text that no shell reads. present: False
    for an explicit null. empty: `[]` or `''`, which clears what the image says.
    """

    key: Range
    node: Node
    script: Script
    text: Text | None = None
    words: tuple[Word, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class BuildSection:
    """compose `build:`; paths as written; inline is dockerfile_inline."""

    range: Range
    context: Text | None = None
    dockerfile: Text | None = None
    target: Text | None = None
    inline: Text | None = None
    arguments: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class ComposeService:
    """One service. environment: names with values (value "" and passed=name for pass-through names)."""

    name: Text
    range: Range
    node: Node
    build: BuildSection | None = None
    image: Text | None = None
    command: Launch | None = None
    entrypoint: Launch | None = None
    healthcheck: Launch | None = None
    profiles: tuple[Text, ...] = ()
    environment: tuple[Variable, ...] = ()
    env_files: tuple[Text, ...] = ()
    volumes: tuple[Text, ...] = ()
    ports: tuple[Text, ...] = ()
    depends_on: tuple[Text, ...] = ()
    working_dir: Text | None = None
    extends: tuple[Text | None, Text | None] | None = None  # (file, service)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeFile(Facts):
    root: Node = EMPTY
    services: tuple[ComposeService, ...] = ()
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class BlueprintService:
    """One service of a render.yaml, wherever it stands (root, ungrouped, projects). runtime: `runtime`, else `env`.

    location is the way to it from the root, for schema rules and structural keys.
    """

    range: Range
    node: Node
    location: tuple[str | int, ...]
    name: Text | None = None
    type: Text | None = None
    runtime: Text | None = None
    root_dir: Text | None = None
    dockerfile_path: Text | None = None
    docker_context: Text | None = None
    start: Launch | None = None
    build: Launch | None = None
    docker_command: Launch | None = None
    pre_deploy: Launch | None = None
    environment: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint(Facts):
    root: Node = EMPTY
    services: tuple[BlueprintService, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    range: Range
    node: Node
    name: Text | None = None
    uses: Text | None = None
    run: Text | None = None
    script: Script | None = None
    shell: str | None = None
    working_directory: Text | None = None
    condition: Text | None = None
    continue_on_error: bool = False
    environment: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkflowJob:
    id: Text
    range: Range
    node: Node
    steps: tuple[WorkflowStep, ...] = ()
    needs: tuple[str, ...] = ()
    environment_name: str | None = None  # `environment:`: a deployment environment
    services: tuple[str, ...] = ()  # throw-away containers beside the job: postgres, redis ...
    environment: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow(Facts):
    root: Node = EMPTY
    name: Text | None = None
    triggers: tuple[str, ...] = ()
    jobs: tuple[WorkflowJob, ...] = ()
    environment: tuple[Variable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonProject(Facts):
    """A pyproject.toml: console scripts (name -> target text), declared dependencies, where packages lie."""

    root: Node = EMPTY
    name: str | None = None
    scripts: tuple[tuple[str, Text], ...] = ()
    dependencies: tuple[str, ...] = ()
    package_folders: tuple[str, ...] = field(default=())
