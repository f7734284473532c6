"""YAML, JSON and TOML as one tree of nodes with places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from deploylint.facts.base import Facts
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping. merged: it came through `<<`, so its place is where the anchor stands."""

    key: Text
    value: Node
    range: Range
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping, a sequence or a scalar.

    value is the scalar as the format's own rules resolve it (YAML: the core schema, so `no` is a string but `true` a
    boolean), text its characters. tag: an explicit tag such as `!reset`, else "". style: "" plain, `'`, `"`, `|`, `>`.
    Aliases are replaced by what they name; merge keys are resolved, explicit keys first.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    range: Range
    text: Text | None = None
    value: Scalar = None
    tag: str = ""
    style: str = ""
    entries: tuple[Entry, ...] = ()
    items: tuple[Node, ...] = ()

    def entry(self, key: str) -> Entry | None:
        """The entry of a key in this mapping; the last one where the key stands twice."""
        for entry in reversed(self.entries):
            if entry.key.value == key and not entry.merged:
                return entry
        for entry in self.entries:
            if entry.key.value == key:
                return entry
        return None

    def get(self, *path: str | int) -> Node | None:
        """The node under a way of keys and 0-based indexes, or None."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = node.items[step] if 0 <= step < len(node.items) else None
            else:
                entry = node.entry(step)
                node = entry.value if entry else None
        return node

    def string(self, *path: str | int) -> Text | None:
        """The text of the scalar under a way, if it is a string, a number or a boolean."""
        node = self.get(*path)
        return node.text if node is not None and node.kind == "scalar" and node.value is not None else None

    def said(self, *path: str | int) -> str | None:
        """The characters of what `string` finds."""
        text = self.string(*path)
        return text.value if text is not None else None

    def walk(self, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Node]]:
        """This node and all below it, each with its way from here, in the order of the file."""
        yield path, self
        for entry in self.entries:
            yield from entry.value.walk((*path, entry.key.value))
        for index, item in enumerate(self.items):
            yield from item.walk((*path, index))


EMPTY = Node("mapping", Range(1, 1, 1, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Facts):
    """One YAML, JSON or TOML file; of a YAML stream the first document is the root, the others follow."""

    root: Node = EMPTY
    others: tuple[Node, ...] = ()
