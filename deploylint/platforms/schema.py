"""Schemas of platform files: which keys stand where, with which values, and what may not be left out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from deploylint.facts.record import dataclass

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Shape = Literal["any", "mapping", "text", "string", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A type, and the values of keys with which an entry is of it; the last choice has none."""

    type: str
    where: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ValueRule:
    """What a scalar may be. shape `text`: a string or a number, `string`: a number has to stand in quotes.

    one_of: all values there are; open: more may come. instead: what to write for values that people expect to be there.
    least, most: of a number, both included; multiple: it is `least` or a multiple of this.
    """

    shape: Shape = "text"
    one_of: tuple[str, ...] = ()
    open: bool = False
    instead: Mapping[str, str] | None = None
    least: int | None = None
    most: int | None = None
    multiple: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A key of a type whose value is the name of something else in the file.

    to: the types whose `name` it is. what: for people. elsewhere: it may well be defined outside the file. inner: a
    second key that names an entry in a list of what was found.
    """

    type: str
    key: str
    to: tuple[str, ...]
    what: str
    elsewhere: bool = False
    inner: Inner | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    """`key` names an entry of the list `list` by its `by`; not where an entry has `unless`, nor names with a prefix."""

    key: str
    list: str
    by: str
    unless: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Successor:
    """What takes the place of a deprecated key: another key, a dotted way; values: old value -> new one."""

    key: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """types: name -> key -> the type of what stands there: "" for anything, `[x]` for a list of x, `{x}` for a mapping
    of any names to x, `x*` for one x or a list of them, a type or a value.

    unknown: what the platform does with a file that holds a key it does not know. free: beginnings of keys that are
    anybody's. other: keys of the root of another kind of file that has the same name. generic: keys of the root that
    files of other kinds have as well. choices: for types that depend on values. values: the rules of scalars by name.
    meant: wrong key -> right key, "" for one that no key stands for.
    doubtful: type -> keys that the sources disagree on. required: type -> groups of keys of which one must be there;
    expected: the same where the sources disagree. forms: type -> keys (or `key=value`) of which only one may be there.
    deprecated: type -> key -> successor; renamed: type -> key -> old value -> new value. unique: groups of types that
    share one set of names.
    """

    title: str
    root: str
    generic: tuple[str, ...]
    types: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, tuple[Choice, ...]]
    names: Mapping[str, str]
    values: Mapping[str, ValueRule]
    meant: Mapping[str, str]
    doubtful: Mapping[str, tuple[str, ...]]
    required: Mapping[str, tuple[tuple[str, ...], ...]]
    expected: Mapping[str, tuple[tuple[str, ...], ...]]
    forms: Mapping[str, tuple[str, ...]]
    deprecated: Mapping[str, Mapping[str, Successor]]
    renamed: Mapping[str, Mapping[str, Mapping[str, str]]]
    references: tuple[Reference, ...]
    unique: tuple[tuple[str, ...], ...]
    unknown: Literal["refused", "ignored"] = "refused"
    free: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def name(self, kind: str) -> str:
        """A type for people."""
        return self.names.get(kind, kind)


_SHAPES: tuple[Shape, ...] = ("text", "string", "integer", "number", "boolean")


@cache
def schema(name: str) -> Schema:
    """The schema of a name. Raises FileNotFoundError if there is none."""
    path = Path(__file__).parent / "schemas" / f"{name}.toml"
    data = tomllib.loads(path.read_text("utf-8"))
    return Schema(
        title=data["title"],
        root=data["root"],
        generic=tuple(data.get("generic", "").split()),
        types={kind: _keys(table) for kind, table in data["types"].items()},
        choices={
            kind: tuple(Choice(row["type"], {k: tuple(v) for k, v in row.get("where", {}).items()}) for row in rows)
            for kind, rows in data.get("choose", {}).items()
        },
        names=data.get("names", {}),
        values={
            **{shape: ValueRule(shape) for shape in _SHAPES},
            **{value: _value(row) for value, row in data.get("values", {}).items()},
        },
        meant=data.get("meant", {}),
        doubtful={kind: tuple(words.split()) for kind, words in data.get("doubtful", {}).items()},
        required=_groups(data.get("required", {})),
        expected=_groups(data.get("expected", {})),
        forms={kind: tuple(words.split()) for kind, words in data.get("forms", {}).items()},
        deprecated={
            kind: {key: _successor(said) for key, said in table.items()}
            for kind, table in data.get("deprecated", {}).items()
        },
        renamed=data.get("renamed", {}),
        references=tuple(_reference(row) for row in data.get("references", ())),
        unique=tuple(tuple(words.split()) for words in data.get("unique", ())),
        unknown=data.get("unknown", "refused"),
        free=tuple(data.get("free", ())),
        other=tuple(data.get("other", "").split()),
    )


def _keys(table: Mapping[str, Any]) -> Mapping[str, str]:
    """`keys` lists leaves in one line, as `key` or `key:value`; the other keys have a type each."""
    leaves = [str(word).partition(":") for word in str(table.get("keys", "")).split()]
    return {
        **{key: said for key, _, said in leaves},
        **{key: value for key, value in table.items() if key != "keys"},
    }


def _groups(tables: Mapping[str, str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """`name runtime|env`: name, and one of runtime and env."""
    return {kind: tuple(tuple(word.split("|")) for word in words.split()) for kind, words in tables.items()}


def _value(row: Mapping[str, Any]) -> ValueRule:
    return ValueRule(
        shape=row.get("shape", "text"),
        one_of=tuple(row.get("one-of", "").split()),
        open=row.get("open", False),
        instead=row.get("instead"),
        least=row.get("least"),
        most=row.get("most"),
        multiple=row.get("multiple"),
    )


def _successor(said: str | Mapping[str, Any]) -> Successor:
    if isinstance(said, str):
        return Successor(said, {})
    return Successor(said["key"], {key: value for key, value in said.items() if key != "key"})


def _reference(row: Mapping[str, Any]) -> Reference:
    inner = row.get("inner")
    return Reference(
        type=row["type"],
        key=row["key"],
        to=tuple(row["to"].split()),
        what=row["what"],
        elsewhere=row.get("elsewhere", False),
        inner=Inner(inner["key"], inner["list"], inner["by"], inner.get("unless", ""), tuple(inner.get("given", ())))
        if inner is not None
        else None,
    )
