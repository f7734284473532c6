"""What Python and JavaScript source says, as far as a deployment asks."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass

Runs = Literal["always", "branch", "unknown"]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name. `import a.b` is (a.b, None); `from ..a import b` is (a, b) with level 2; `*` is a name.

    optional: under try/except ImportError, TYPE_CHECKING or another condition. local: inside a function.
    """

    module: str
    name: str | None
    level: int
    range: Range
    optional: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """An except clause, a `contextlib.suppress`, a catch clause, or a `.catch(...)` with a function.

    types: the dotted names it catches, empty for everything. form: what the body does, the strongest of: `handles`
    (raises, logs, prints, uses the exception, exits, hands an error to the caller), `acts` (something else), `silent`.
    body: for silent ones `pass`, `continue`, `return`, `break`, `assign`, `empty` (nothing, or only a comment).
    symbol: the dotted names of the functions and classes around it. cleanup: all that is tried is closing, unlinking,
    cancelling or joining something. optional_import: what is tried is only imports. conversion: it is only the
    conversion of a value. answers: it gives False where what it tries gives True. extent: the whole clause with its
    body, where range is its head.
    """

    range: Range
    types: tuple[str, ...]
    form: Literal["handles", "acts", "silent"]
    body: str
    symbol: str
    snippet: str  # the clause's head, white space folded: `except Exception:`
    cleanup: bool = False
    optional_import: bool = False
    conversion: bool = False
    answers: bool = False
    extent: Range | None = None


@dataclass(frozen=True, slots=True)
class PathEdit:
    """A mutation of `sys.path`; action: append, insert, extend, assign, remove, addsitedir."""

    action: str
    range: Range
    symbol: str
    snippet: str


@dataclass(frozen=True, slots=True)
class SourceCommand:
    """A command that source code starts: `subprocess.run([...])`, `execSync("...")`.

    range: the call. symbol: the functions and classes around it. shell: whether a shell reads it. runs: whether it runs
    when the file is run as a program; unknown: it stands in a function that nothing else of the file needs. directory:
    `cwd=`, "" without one, None where it is dynamic.
    """

    script: Script
    range: Range
    symbol: str
    shell: bool
    runs: Runs = "always"
    directory: str | None = ""


@dataclass(frozen=True, slots=True)
class CallSetting:
    """What a call says under one name of ours (`reload`, `port`); value None where it is dynamic; found: as written."""

    name: str
    value: str | None
    range: Range
    found: str


@dataclass(frozen=True, slots=True)
class ServerCall:
    """A server that source code starts: `uvicorn.run(...)`, `app.run(debug=True)`, `server.listen(3000)`.

    program: by the name of its data file. runs: as for SourceCommand. guarded_main: only where the file is run, not
    where it is imported. development: it is a server for development whatever it is told.
    """

    program: str
    settings: tuple[CallSetting, ...]
    range: Range
    found: str
    symbol: str = ""
    runs: Runs = "always"
    guarded_main: bool = False
    development: bool = False


@dataclass(frozen=True, slots=True)
class ModuleValue:
    """`NAME = literal` at the top of a module; a switch is "true" or "false".

    value: None for what is no literal, and in branches. template: the same with variables of the environment in it, as
    a shell writes them (`0.0.0.0:${PORT:-8000}`); of a list of one text that text.
    """

    name: str
    value: str | None
    range: Range
    template: str | None = None


@dataclass(frozen=True, slots=True)
class EnvironmentDefault:
    """`os.environ.setdefault("NAME", "value")`, or with force `os.environ["NAME"] = "value"`."""

    name: str
    value: str | None
    range: Range
    force: bool = False


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    """A variable without which loading the module fails: `os.environ["NAME"]`, `if (!process.env.NAME) throw ...`.

    any_case: it is looked up by its name in any case (settings classes). found: as written.
    """

    name: str
    range: Range
    found: str
    any_case: bool = False


@dataclass(frozen=True, slots=True)
class FileLoad:
    """A file or folder without which loading the module fails: `open("x.json")`, `StaticFiles(directory="static")`.

    path: relative to the working directory, or with beside to the module's own folder; normalised. guarded: the module
    speaks of it elsewhere too, so that it may look for it or make it. found: as written.
    """

    path: str
    range: Range
    found: str
    beside: bool = False
    folder: bool = False
    guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonModule(Facts):
    """A Python module.

    definitions: names bound at top level (assigned, defined, imported, in any branch). bound: the line on which each of
    them is first. dynamic: it writes `globals()`, calls exec, or has a module `__getattr__`.
    """

    imports: tuple[Import, ...] = ()
    definitions: tuple[str, ...] = ()
    bound: tuple[tuple[str, int], ...] = ()
    dynamic: bool = False
    handlers: tuple[Handler, ...] = ()
    path_edits: tuple[PathEdit, ...] = ()
    main_guard: bool = False
    commands: tuple[SourceCommand, ...] = ()
    servers: tuple[ServerCall, ...] = ()
    values: tuple[ModuleValue, ...] = ()
    environment: tuple[EnvironmentDefault, ...] = ()
    reads: tuple[EnvironmentRead, ...] = ()
    loads: tuple[FileLoad, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptModule(Facts):
    """A JavaScript or TypeScript module. imports: `import`, `export from`, `require`, `import()`, module as written."""

    imports: tuple[Import, ...] = ()
    handlers: tuple[Handler, ...] = ()
    shebang: bool = False
    commands: tuple[SourceCommand, ...] = ()
    servers: tuple[ServerCall, ...] = ()
    reads: tuple[EnvironmentRead, ...] = ()
    loads: tuple[FileLoad, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One match of a rule's query: the captured range, its text, and the symbol around it.

    query: the name that the rule gave it. captures: every capture's name with its range and text.
    """

    query: str
    range: Range
    symbol: str
    captures: tuple[tuple[str, Range, str], ...] = ()
