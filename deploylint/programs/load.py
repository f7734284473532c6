"""Loads the data files: programs by the names they are called by.

All files are read at once, but one is parsed only when a name that was asked for stands in its headers or names.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from deploylint.programs.build import ANY, ProgramError, build, words
from deploylint.programs.grammar import Program

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KINDS = ("names", "modules", "packages", "files")

Table = Mapping[str, Any]


def names() -> tuple[str, ...]:
    """The canonical names of all programs, sorted; `any` stands for every program."""
    return tuple(sorted(name for file in _texts() for name in _tables(file)))


@cache
def lookup(name: str) -> Program | None:
    """The program of a canonical name, or of a name that one of a family goes by; None for any other."""
    return program(name) if _file(name) is not None else find("names", name)


@cache
def program(name: str) -> Program:
    """The program of a canonical name. Raises KeyError for a name no file has, ProgramError for a bad table."""
    file = _file(name)
    if file is None:
        raise KeyError(name)
    return build(name, _tables(file)[name], file)


@cache
def find(kind: str, name: str) -> Program | None:
    """The program that has the name among its `names`, `modules`, `packages` or `files` (the kind)."""
    for file in _candidates().get(name, ()):
        for canonical, table in _tables(file).items():
            if name in called(kind, canonical, table, file):
                return program(canonical)
    return None


@cache
def versioned(name: str) -> Program | None:
    """The program that a name with a version behind it means (`python3.11`, `pip3`), if its file allows that."""
    bare = name.rstrip("0123456789.")
    found = find("names", bare) if bare and bare != name else None
    return found if found is not None and found.versioned else None


def called(kind: str, canonical: str, table: Table, file: str) -> tuple[str, ...]:
    """The names of one kind that a table claims; without `names` a program is called by its canonical name."""
    default = canonical if kind == "names" and canonical != ANY else ""
    return words(table.get(kind, default), f"{file}: {canonical}.{kind}")


def check(folder: Path) -> None:
    """Raises ProgramError if a data file of a folder is wrong, or if two of its programs claim one name."""
    claimed: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.toml")):
        for canonical, table in parsed(path.name, path.read_text(encoding="utf-8")).items():
            claims = [("table", canonical)]
            claims += [(kind, name) for kind in _KINDS for name in called(kind, canonical, table, path.name)]
            for claim in claims:
                other = claimed.setdefault(claim, f"{path.name}: {canonical}")
                if other != f"{path.name}: {canonical}" or claims.count(claim) > 1:
                    raise ProgramError(f"{path.name}: {canonical}: the name '{claim[1]}' is also in {other}")
            build(canonical, table, path.name)


def _file(name: str) -> str | None:
    """The file with the table of a canonical name."""
    return next((file for file in _candidates().get(name, ()) if name in _tables(file)), None)


@cache
def _candidates() -> Mapping[str, list[str]]:
    """Each word of the headers and name keys of all files (one line each), with the files it stands in."""
    found: dict[str, list[str]] = {}
    for file, text in _texts().items():
        for line in text.split("\n"):
            key, _, value = line.partition(" = ")
            if line.startswith("["):
                found.setdefault(line[1:-1], []).append(file)
            elif key in _KINDS:
                for word in value.strip('"').split():
                    found.setdefault(word, []).append(file)
    return found


@cache
def _texts() -> dict[str, str]:
    folder = Path(__file__).parent
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}


@cache
def _tables(file: str) -> Mapping[str, Table]:
    return parsed(file, _texts()[file])


def parsed(file: str, text: str) -> Mapping[str, Table]:
    """The tables of a data file's text. Raises ProgramError if it is no TOML, or holds anything but tables."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProgramError(f"{file}: {error}") from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ProgramError(f"{file}: {name}: a program must be a table")
    return tables
