"""Entries of YAML and JSON files: where they stand, and what a file says after some of them changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from deploylint.facts.document import Entry, Node
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.fix.refused import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """An entry and all entries of its mapping."""

    entry: Entry
    siblings: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the entry whose key stands at a range: the way of keys to its value, and a new value if any."""

    range: Range
    way: tuple[str, ...]
    value: str | None


def find(tree: Node, place: Range) -> Place:
    """The entry whose key stands at a range, or else whose value does. Raises Refused if there is none."""
    places = list(_places(tree))
    for one in places:
        if one.entry.key.range() == place:
            return one
    for one in places:
        value = one.entry.value
        if place in (value.range, value.text.range() if value.text is not None else None):
            return one
    raise Refused("no key stands there")


def _places(tree: Node) -> Iterator[Place]:
    for _, node in tree.walk():
        for entry in node.entries:
            yield Place(entry, node.entries)


def expected(node: Node, changes: Sequence[Change] = ()) -> Any:
    """What a node says, without places, once the changes are made; keys that stand twice in a mapping stay so."""
    if node.kind == "mapping":
        return ("mapping", node.tag, [_entry(entry, changes) for entry in node.entries])
    if node.kind == "sequence":
        return ("sequence", node.tag, [expected(item, changes) for item in node.items])
    return ("scalar", node.tag, type(node.value).__name__, node.value)


def _entry(entry: Entry, changes: Sequence[Change]) -> tuple[str, Any]:
    value = expected(entry.value, changes)
    for change in changes:
        if change.range == entry.key.range():
            if change.value is not None:
                value = ("scalar", "", "str", change.value)
            for part in reversed(change.way[1:]):
                value = ("mapping", "", [(part, value)])
            return change.way[0], value
    return entry.key.value, value


def written(text: str, *, quoted: bool) -> str:
    """A string as a key or value; without quotes where every version of YAML reads it as this string."""
    plain = _plain().fullmatch(text) and text.lower() not in _OTHER
    return text if plain and not quoted else json.dumps(text, ensure_ascii=False)


# What some version of YAML takes for something else than a string.
_OTHER = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
