"""Keys of a platform file that its platform does not know."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from deploylint.check.finding import Hit
from deploylint.check.schemas import SchemaParams, described
from deploylint.facts.document import Entry
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment
from deploylint.platforms.schema import Schema, schema
from deploylint.platforms.visit import foreign, visit


class Params(SchemaParams, frozen=True, forbid_unknown_fields=True):
    """Nothing more."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each key that the schema does not have where it stands."""
    known = schema(params.platform)
    for path, root in described(deployment, params):
        if foreign(known, root):
            yield _hit(path, known, root.entries[0], known.root, ("",), foreign=True)
        for typed in visit(known, root):
            keys = known.types.get(typed.type)
            for entry in typed.node.entries if keys is not None else ():
                if keys is not None and entry.key.value not in keys:
                    yield _hit(path, known, entry, typed.type, (*typed.way, entry.key.value))


def _hit(path: str, known: Schema, entry: Entry, kind: str, way: tuple[str, ...], *, foreign: bool = False) -> Hit:
    key = entry.key.value
    keys = known.types[kind]
    meant = known.meant.get(key)
    if meant == "":
        meant = None
    elif meant not in keys:
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
