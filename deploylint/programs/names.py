"""Which program the first word of a command means."""

from __future__ import annotations

from deploylint.facts.commands import Word
from deploylint.facts.record import dataclass
from deploylint.programs import load
from deploylint.programs.grammar import Program

_FOLDERS = frozenset({"bin", "sbin", ".bin", "Scripts"})
_ENVIRONMENTS = frozenset({"node_modules", "venv", ".venv", "env", ".env", "virtualenv", "vendor", ".local", ".tox"})
_SYSTEM = frozenset({"bin", "sbin", "usr", "opt", "snap", "nix", "root", "home"})


@dataclass(frozen=True, slots=True)
class Named:
    """The program a word means; name: its base name, None if dynamic; file: it is a path that no data file claims."""

    program: Program | None
    name: str | None
    file: bool = False


def named(word: Word) -> Named:
    """The program of a command's first word: a name, `name@version`, or a path to an installed program.

    `./x`, `scripts/x` and the like are files of the repository, whatever a program of that name does.
    """
    value = word.value
    if value is None:
        return _behind_a_variable(word)
    if "/" in value:
        return _of_path(value)
    program = by_name(value)
    return Named(program, program.called(_bare(value)) if program else _bare(value))


def by_name(name: str) -> Program | None:
    """The program of a bare name: also `name@1.2`, `name.exe`, `@scope/package`, and `python3.11` for `python`."""
    name = _bare(name)
    return load.find("names", name) or load.find("packages", name) or load.versioned(name)


def _bare(name: str) -> str:
    """A name without `@version` and the endings of Windows."""
    at = name.find("@", 1)
    return (name[:at] if at > 0 else name).removesuffix(".exe").removesuffix(".cmd")


def by_file(path: str) -> Program | None:
    """The program that a file given to an interpreter is: `manage.py`, `artisan`, or what node_modules holds."""
    parts = path.replace("\\", "/").split("/")
    if "node_modules" in parts:
        return _of_node_modules(parts)
    return load.find("files", parts[-1])


def _behind_a_variable(word: Word) -> Named:
    """`$VENV/bin/gunicorn` is gunicorn: the folder may be unknown, the name is not."""
    folder, slash, base = word.raw.rpartition("/")
    if slash and not set("$`{}()*?[%") & set(base) and folder.rpartition("/")[2] in _FOLDERS:
        program = by_name(base)
        if program is not None and not program.ordinary:
            return Named(program, program.called(base))
    return Named(None, None)


def _of_path(value: str) -> Named:
    parts = value.replace("\\", "/").split("/")
    if value.startswith("@"):
        package = by_name("/".join([parts[0], parts[1].partition("@")[0]]))
        return Named(package, package.called(_bare(value)) if package else _bare(value))
    program = _of_node_modules(parts) if "node_modules" in parts else None
    if program is None:
        candidate = by_name(parts[-1])
        if candidate is not None and _is_installed(parts[:-1], candidate):
            program = candidate
    if program is None:
        program = load.find("files", parts[-1])
    if program is not None:
        return Named(program, program.called(parts[-1]))
    return Named(None, parts[-1], file=True) if parts[-1] else Named(None, None)


def _is_installed(folders: list[str], program: Program) -> bool:
    if folders[-1] not in _FOLDERS:
        return False
    absolute = folders[0] == "" and len(folders) > 1
    if _ENVIRONMENTS & set(folders) or (absolute and folders[1] in _SYSTEM):
        return True
    if program.binstub:
        return True
    return absolute and not program.ordinary


def _of_node_modules(parts: list[str]) -> Program | None:
    """The program a path under node_modules is: `.bin/next`, `prisma/build/index.js`, `@nestjs/cli/bin/nest.js`."""
    rest = parts[len(parts) - 1 - parts[::-1].index("node_modules") + 1 :]
    if len(rest) < 2:
        return None
    if rest[0] == ".bin":
        return by_name(rest[1])
    package = "/".join(rest[:2]) if rest[0].startswith("@") else rest[0]
    return load.find("packages", package) or load.find("names", package)
