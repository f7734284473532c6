"""Keys and values of a platform file that have a newer name."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.check.finding import Hit
from deploylint.check.schemas import SchemaParams, described
from deploylint.facts.document import Entry
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Deployment
from deploylint.platforms.schema import Schema, Successor, schema
from deploylint.platforms.visit import Typed, visit


class Params(SchemaParams, frozen=True, forbid_unknown_fields=True):
    """Nothing more."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each old key and each old value; one that an anchor shares is reported where it stands."""
    known = schema(params.platform)
    for path, root in described(deployment, params):
        seen: set[Range] = set()
        for typed in visit(known, root):
            for hit in _judged(path, known, typed):
                if hit.span.range not in seen:
                    seen.add(hit.span.range)
                    yield hit


def _judged(path: str, known: Schema, typed: Typed) -> Iterator[Hit]:
    keys, values = known.deprecated.get(typed.type, {}), known.renamed.get(typed.type, {})
    for entry in typed.node.entries if keys or values else ():
        key = entry.key.value
        if key in keys:
            yield _key(path, known, typed, entry, keys[key])
        said = entry.value.text.value if entry.value.text is not None else ""
        if said in values.get(key, {}):
            yield _value(path, known, typed, entry, said, values[key][said])


def _key(path: str, known: Schema, typed: Typed, entry: Entry, successor: Successor) -> Hit:
    """near: the key to write; new: its value, the same as before unless the values were renamed too."""
    said = entry.value.text.value if entry.value.kind == "scalar" and entry.value.text is not None else ""
    new = successor.values.get(said.lower(), said)
    return Hit(
        span=Span(path, entry.key.range()),
        subject=(*typed.way, entry.key.value),
        message="value" if successor.values else "default",
        values=(
            ("key", entry.key.value),
            ("near", successor.key),
            ("new", new),
            ("place", known.name(typed.type)),
            ("platform", known.title),
        ),
        platform=known.title.lower(),
    )


def _value(path: str, known: Schema, typed: Typed, entry: Entry, said: str, new: str) -> Hit:
    assert entry.value.text is not None
    return Hit(
        span=Span(path, entry.value.text.range()),
        subject=(*typed.way, entry.key.value, said),
        message="renamed",
        values=(
            ("key", entry.key.value),
            ("value", said),
            ("near", new),
            ("place", known.name(typed.type)),
            ("platform", known.title),
        ),
        platform=known.title.lower(),
    )
