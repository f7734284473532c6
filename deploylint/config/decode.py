"""From nodes with places to the types of the schema: msgspec describes the types, the places come from the nodes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import field
from typing import Any, NoReturn

from msgspec import inspect

from deploylint.config.errors import ConfigError, nearest
from deploylint.facts.document import Entry, Node
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass

Way = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decoder:
    """Decodes the nodes of one file; writes down the place of everything it passes. Raises ConfigError."""

    path: str
    places: dict[str, Span] = field(default_factory=dict)

    def struct(self, node: Node, kind: type[Any]) -> dict[str, Any]:
        """The fields of a struct type that a mapping gives, by their names in Python."""
        info = inspect.type_info(kind)
        assert isinstance(info, inspect.StructType)
        return self._fields(node, info, ())

    def _value(self, node: Node, info: inspect.Type, way: Way) -> Any:
        if isinstance(info, inspect.Metadata):
            value = self._value(node, info.type, way)
            return self._repository_path(value, node, way) if (info.extra or {}).get("path") else value
        if isinstance(info, inspect.UnionType):
            return self._union(node, info, way)
        read = _READERS.get(type(info))
        if read is None:
            raise TypeError(f"the schema uses {type(info).__name__}, which no contract can hold yet")
        return read(self, node, info, way)

    def _union(self, node: Node, info: inspect.UnionType, way: Way) -> Any:
        """The first member that a node of this kind can be."""
        members = [member for member in info.types if not isinstance(member, inspect.NoneType)]
        fitting = [member for member in members if _kind(member) == node.kind]
        if not fitting or _is_null(node):
            self._refuse(node, " or ".join(_name(member) for member in members), way)
        return self._value(node, fitting[0], way)

    def _struct(self, node: Node, info: inspect.StructType, way: Way) -> Any:
        return info.cls(**self._fields(node, info, way))

    def _fields(self, node: Node, info: inspect.StructType, way: Way) -> dict[str, Any]:
        known = {each.encode_name: each for each in info.fields}
        values = {}
        for key, entry in self._entries(node, info, way).items():
            if key not in known:
                place = f" in '{'.'.join(way)}'" if way else ""
                raise self._error(f"unknown key '{key}'{place}{nearest(key, known)}", entry.key.range())
            if not _is_null(entry.value):
                values[known[key].name] = self._value(entry.value, known[key].type, (*way, key))
        for key, each in known.items():
            if each.required and each.name not in values:
                place = f"'{'.'.join(way)}'" if way else "the contract"
                raise self._error(f"{place} lacks '{key}'", node.range)
        return values

    def _dict(self, node: Node, info: inspect.DictType, way: Way) -> dict[str, Any]:
        values = {}
        for key, entry in self._entries(node, info, way).items():
            if isinstance(info.key_type, inspect.LiteralType):
                self._among(key, info.key_type, entry.key.range(), way)
            values[key] = self._value(entry.value, info.value_type, (*way, key))
        return values

    def _entries(self, node: Node, info: inspect.Type, way: Way) -> dict[str, Entry]:
        """The entries of a mapping by key; each is written down. Nothing at all is an empty mapping."""
        if node.kind != "mapping" and not _is_null(node):
            self._refuse(node, _name(info), way)
        entries: dict[str, Entry] = {}
        for entry in node.entries:
            key = entry.key.value
            if key in entries and not entry.merged and not entries[key].merged:
                raise self._error(f"'{'.'.join((*way, key))}' stands here twice", entry.key.range())
            if key in entries and entry.merged:
                continue
            entries[key] = entry
            place = entry.value.range if entry.value.kind == "scalar" else entry.key.range()
            self.places[".".join((*way, key))] = Span(self.path, place)
        return entries

    def _tuple(self, node: Node, info: inspect.VarTupleType, way: Way) -> tuple[Any, ...]:
        if node.kind != "sequence" and not _is_null(node):
            self._refuse(node, _name(info), way)
        values = []
        for index, item in enumerate(node.items):
            inner = (*way, str(index))
            self.places[".".join(inner)] = Span(self.path, item.range)
            values.append(self._value(item, info.item_type, inner))
        return tuple(values)

    def _str(self, node: Node, info: inspect.StrType, way: Way) -> str:
        value = node.value
        if not isinstance(value, str):
            self._refuse(node, "a text", way)
        if len(value.strip()) < (info.min_length or 0):
            raise self._error(f"'{'.'.join(way)}' must not be empty", node.range)
        return value

    def _bool(self, node: Node, info: inspect.BoolType, way: Way) -> bool:
        if not isinstance(node.value, bool):
            self._refuse(node, "true or false", way)
        return node.value

    def _literal(self, node: Node, info: inspect.LiteralType, way: Way) -> str:
        if node.kind != "scalar":
            self._refuse(node, "a text", way)
        return self._among(node.text.value if node.text else "", info, node.range, way)

    def _among(self, word: str, info: inspect.LiteralType, place: Range, way: Way) -> str:
        if word not in info.values:
            known = [str(value) for value in info.values]
            listed = ", ".join(f"'{value}'" for value in known)
            raise self._error(f"'{'.'.join(way)}' knows {listed}, not '{word}'{nearest(word, known)}", place)
        return word

    def _date(self, node: Node, info: inspect.DateType, way: Way) -> datetime.date:
        text = node.text.value if node.kind == "scalar" and node.text else ""
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return datetime.date.fromisoformat(text)
        except ValueError:
            pass
        raise self._error(f"'{'.'.join(way)}' must be a day, written YYYY-MM-DD, not '{text}'", node.range)

    def _any(self, node: Node, info: inspect.AnyType, way: Way) -> Any:
        if node.kind == "mapping":
            return {
                key: self._any(entry.value, info, (*way, key)) for key, entry in self._entries(node, info, way).items()
            }
        if node.kind == "sequence":
            return [self._any(item, info, (*way, str(index))) for index, item in enumerate(node.items)]
        return node.value

    def _repository_path(self, value: str, node: Node, way: Way) -> str:
        parts = [part for part in value.split("/") if part not in ("", ".")]
        if value.startswith("/") or ".." in parts:
            raise self._error(f"'{'.'.join(way)}' must lie in the repository: '{value}' does not", node.range)
        return "/".join(parts)

    def _refuse(self, node: Node, wanted: str, way: Way) -> NoReturn:
        what = f"'{'.'.join(way)}'" if way else "the contract"
        raise self._error(f"{what} must be {wanted}, not {_described(node)}", node.range)

    def _error(self, message: str, place: Range) -> ConfigError:
        return ConfigError(message, Span(self.path, place))


_READERS: dict[type[inspect.Type], Callable[[Decoder, Node, Any, Way], Any]] = {
    inspect.StructType: Decoder._struct,
    inspect.DictType: Decoder._dict,
    inspect.VarTupleType: Decoder._tuple,
    inspect.StrType: Decoder._str,
    inspect.BoolType: Decoder._bool,
    inspect.LiteralType: Decoder._literal,
    inspect.DateType: Decoder._date,
    inspect.AnyType: Decoder._any,
}


def _is_null(node: Node) -> bool:
    return node.kind == "scalar" and node.value is None


def _plain(info: inspect.Type) -> inspect.Type:
    return info.type if isinstance(info, inspect.Metadata) else info


def _kind(info: inspect.Type) -> str:
    """The kind of node that a type is decoded from."""
    if isinstance(_plain(info), (inspect.StructType, inspect.DictType)):
        return "mapping"
    return "sequence" if isinstance(_plain(info), inspect.VarTupleType) else "scalar"


def _name(info: inspect.Type) -> str:
    """What a node must be, in words."""
    kind = _kind(info)
    if kind == "scalar" and isinstance(_plain(info), inspect.LiteralType):
        return "one word"
    return {"mapping": "a mapping", "sequence": "a list", "scalar": "a text"}[kind]


def _described(node: Node) -> str:
    """What a node is, in words."""
    if node.kind != "scalar":
        return "a mapping" if node.kind == "mapping" else "a list"
    if node.value is None or node.text is None:
        return "nothing"
    sort = "boolean" if isinstance(node.value, bool) else "text" if isinstance(node.value, str) else "number"
    return f"the {sort} '{node.text.value}'"
