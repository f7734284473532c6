"""What a command means: the program behind its wrappers, its options, settings, target and effects."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.commands import Assignment, Command, Script, Word
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass

TargetKind = Literal[
    "python-module",  # python -m pkg.mod
    "python-attribute",  # uvicorn pkg.mod:app; the attribute may be empty
    "python-file",  # python path/file.py, streamlit run file.py
    "node-file",  # node dist/server.js
    "file",  # ./start.sh, java -jar x.jar, php file
    "package-script",  # npm run x, yarn x
    "program",  # a bare name found through PATH that no data file describes
]


@dataclass(frozen=True, slots=True)
class Option:
    """`--name value`, `--name=value` or `-n value`; name with its dashes, value None for a flag without one."""

    name: str
    value: Word | None
    range: Range
    text: str = ""  # the value as it is written, also for `--name=value`; "" without one


@dataclass(frozen=True, slots=True)
class Setting:
    """What a flag, an environment variable or the program says under one name of ours (`reload`, `port`).

    value is the literal text, None where it is dynamic; a switch is "true", or "false" where it is off (`--no-reload`,
    `FLASK_DEBUG=0`). source: flag, call (an argument in source code), environment, file (the program's configuration),
    default (the program, subcommand or wrapper behaves so by itself).
    """

    name: str
    value: str | None
    range: Range
    source: Literal["flag", "call", "environment", "file", "default"]
    found: str  # as it is written: `--reload`, `UVICORN_RELOAD=true`


@dataclass(frozen=True, slots=True)
class Target:
    """What the program is told to run. value: the module, path or script name, None where it is dynamic.

    search: extra folders that are searched first (`--app-dir`, `--chdir`, `--pythonpath`), as written.
    directory: the folder the program changes to before it looks (`--chdir`, `--prefix`, `-C`, `--cwd`), as written.
    workspace: the package a runner selects (`npm -w x`, `pnpm --filter x`, `uv run --package x`).
    """

    kind: TargetKind
    value: str | None
    range: Range
    attribute: str | None = None
    search: tuple[str, ...] = ()
    directory: str | None = None
    workspace: str | None = None
    optional: bool = False  # --if-present
    project: str | None = None  # the folder of the repository's own project that brings the program


@dataclass(frozen=True, slots=True)
class Wrapper:
    """A program that runs another one and was peeled: its canonical name and where it stands.

    subcommands, options and arguments: what it was told itself, before the command it runs (`compose exec web x`:
    exec and web). remote: it runs it on another host or in another container.
    """

    name: str
    range: Range
    subcommands: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    arguments: tuple[Word, ...] = ()
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Invocation:
    """One command after its wrappers are peeled.

    program: the canonical name of its data file, else the base name of the first word, None where that is dynamic.
    known: a data file describes it. kinds: what the data file says it is (server, package-manager, migrator,
    interpreter, builder, mention, remote, container, ...); a `mention` (echo, pkill -f, grep) runs nothing of its
    arguments. words: from the program on, wrappers gone. subcommands: canonical words (`migrate`, `deploy`) up to the
    first other argument. arguments: the words that are neither options nor subcommands. assignments: of the command
    and of the wrappers (env, cross-env). directory: where a wrapper moves to first, or the program itself if it has no
    target (a target has its own). workspace: the package in whose folder a wrapper runs it (`pnpm --filter x exec`);
    that of a package script stands in its target. remote: it runs on another host (ssh, aws ssm) or in another
    container (docker exec, docker run), which the wrappers name. effects: installs, builds, migrates, tests, deploys,
    restarts, destroys, seeds, reads. nested: scripts that it runs as text (sh -c '...', concurrently "..." "...").
    fallback: what `yarn x`, `pnpm x` and `bun run x` mean if the package has no script x: the binary x.
    """

    command: Command
    program: str | None
    range: Range  # from the program's word to the last argument
    known: bool = False
    kinds: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()  # from the program on, wrappers gone
    subcommands: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    arguments: tuple[Word, ...] = ()
    settings: tuple[Setting, ...] = ()
    target: Target | None = None
    wrappers: tuple[Wrapper, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    directory: str | None = None
    workspace: str | None = None
    remote: bool = False
    effects: tuple[str, ...] = ()
    nested: tuple[Script, ...] = ()
    fallback: Invocation | None = None

    def option(self, *names: str) -> Option | None:
        """The last option of one of these names."""
        return next((o for o in reversed(self.options) if o.name in names), None)

    def enabled(self, name: str) -> bool:
        """True if a setting holds and is not switched off; a dynamic value counts as off, because it is unknown."""
        setting = self.setting(name)
        return setting is not None and setting.value not in (None, "false")

    def setting(self, name: str) -> Setting | None:
        """What holds of a setting: the last of its kind; a flag before a variable before a file before a default."""
        for source in ("flag", "call", "environment", "file", "default"):
            for setting in reversed(self.settings):
                if setting.name == name and setting.source == source:
                    return setting
        return None
