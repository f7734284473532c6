"""Keys of a platform file that its platform does not know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.document import Entry, Node
from deploylint.facts.files import Blueprint
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment
from deploylint.platforms.schema import Schema, schema


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """platform: the name of the schema. format: which files it describes."""

    platform: str
    format: str


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each key that the schema does not have where it stands."""
    known = schema(params.platform)
    for path in deployment.workspace.of_format(params.format):
        facts = deployment.workspace.get(path, Blueprint)
        if facts is not None and facts.root.kind == "mapping" and facts.root.entries:
            if not any(known.types[known.root].get(entry.key.value) for entry in facts.root.entries):
                yield _hit(path, known, facts.root.entries[0], known.root, ("",), foreign=True)
                continue
            for entry, kind, way in _unknown(known, facts.root, known.root, ()):
                yield _hit(path, known, entry, kind, way)


def _unknown(
    known: Schema, node: Node, kind: str, way: tuple[str, ...]
) -> Iterator[tuple[Entry, str, tuple[str, ...]]]:
    if kind.startswith("["):
        for number, item in enumerate(node.items):
            yield from _unknown(known, item, kind[1:-1], (*way, _label(item, number)))
        return
    kind = _chosen(known, node, kind)
    if node.kind != "mapping" or kind not in known.types:
        return
    keys = known.types[kind]
    for entry in node.entries:
        key = entry.key.value
        if key not in keys:
            yield entry, kind, (*way, key)
        elif keys[key]:
            yield from _unknown(known, entry.value, keys[key], (*way, key))


def _label(item: Node, number: int) -> str:
    """What an item of a list is called: its name or key, so that inserting another one changes nothing."""
    said = item.string("name") or item.string("key") if item.kind == "mapping" else None
    return said.value if said is not None else str(number)


def _chosen(known: Schema, node: Node, kind: str) -> str:
    for choice in known.choices.get(kind, ()):
        if all((text := node.string(key)) is not None and text.value in values for key, values in choice.where.items()):
            return choice.type
    return kind


def _hit(path: str, known: Schema, entry: Entry, kind: str, way: tuple[str, ...], *, foreign: bool = False) -> Hit:
    key = entry.key.value
    keys = known.types[kind]
    meant = known.meant.get(key)
    if meant not in keys:
        near = get_close_matches(key, keys, 1, 0.75)
        meant = near[0] if near else None
    message = "default" if meant is None else "near"
    if key in known.doubtful.get(kind, ()):
        message = "doubtful"
    if foreign:
        message = "foreign"
    return Hit(
        span=Span(path, entry.key.range()),
        subject=way,
        message=message,
        values=(("key", key), ("near", meant or ""), ("place", known.name(kind)), ("platform", known.title)),
        platform=known.title.lower(),
    )
