"""Schemas of platform files: which keys stand where."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Choice:
    """A type, and the values of keys with which an entry is of it; the last choice has none."""

    type: str
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Schema:
    """types: name -> key -> the type of what stands there, "" for a leaf, `[x]` for a list of x.

    choices: for types that depend on values. meant: wrong key -> right key. doubtful: type -> keys that the sources
    disagree on.
    """

    title: str
    root: str
    types: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, tuple[Choice, ...]]
    names: Mapping[str, str]
    meant: Mapping[str, str]
    doubtful: Mapping[str, tuple[str, ...]]

    def name(self, kind: str) -> str:
        """A type for people."""
        return self.names.get(kind, kind)


@cache
def schema(name: str) -> Schema:
    """The schema of a name. Raises FileNotFoundError if there is none."""
    path = Path(__file__).parent / "schemas" / f"{name}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    return Schema(
        title=data["title"],
        root=data["root"],
        types={kind: _keys(table) for kind, table in data["types"].items()},
        choices={
            kind: tuple(Choice(row["type"], {k: tuple(v) for k, v in row.get("where", {}).items()}) for row in rows)
            for kind, rows in data.get("choose", {}).items()
        },
        names=data.get("names", {}),
        meant=data.get("meant", {}),
        doubtful={kind: tuple(words.split()) for kind, words in data.get("doubtful", {}).items()},
    )


def _keys(table: Mapping[str, Any]) -> Mapping[str, str]:
    """`keys` lists the leaves in one line; the other keys have a type each."""
    leaves = dict.fromkeys(str(table.get("keys", "")).split(), "")
    return {**leaves, **{key: value for key, value in table.items() if key != "keys"}}
