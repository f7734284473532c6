"""Keys that the platform of a file does not know, for platforms whose files are told by their names."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.document import Document, Entry, Node
from deploylint.facts.files import ComposeFile
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment
from deploylint.model.evidence import is_aside
from deploylint.model.workspace import Workspace
from deploylint.platforms.schema import Schema, schema
from deploylint.platforms.visit import Typed, visit

_MESSAGES = {
    ("refused", False): "default",
    ("refused", True): "near",
    ("ignored", False): "ignored",
    ("ignored", True): "ignored-near",
}


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """schema: the name of a schema. files: patterns of the files that it describes; format: or those of a format."""

    schema: str
    files: list[str] = []
    format: str = ""


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """read: which schema holds for which files."""

    read: list[Row]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each key that a schema does not have where it stands. Files of examples are left alone."""
    for row in params.read:
        known = schema(row.schema)
        for path, root in _files(deployment.workspace, row):
            seen = set()
            for typed in visit(known, root):
                for entry in _unknown(known, typed):
                    if entry.range not in seen:  # an anchor that several merge is one place
                        seen.add(entry.range)
                        yield _hit(path, known, entry, typed)


def _files(workspace: Workspace, row: Row) -> Iterator[tuple[str, Node]]:
    paths = {path for pattern in row.files for path in workspace.glob(pattern)}
    paths |= set(workspace.of_format(row.format)) if row.format else set()
    for path in sorted(paths):
        facts = workspace.facts(path)
        aside = is_aside(path)
        if isinstance(facts, (Document, ComposeFile)) and facts.root.kind == "mapping" and not aside:
            yield path, facts.root


def _unknown(known: Schema, typed: Typed) -> Iterator[Entry]:
    keys = known.types.get(typed.type)
    for entry in typed.node.entries if keys is not None else ():
        key = entry.key.value
        if (
            keys is not None
            and key not in keys
            and not key.startswith(known.free)
            and "{{" not in key
            and "$" not in key
        ):
            yield entry


def _hit(path: str, known: Schema, entry: Entry, typed: Typed) -> Hit:
    key = entry.key.value
    near = _near(known, key, typed.type)
    return Hit(
        span=Span(path, entry.key.range()),
        subject=(*typed.way, key),
        message=_MESSAGES[known.unknown, bool(near)],
        values=(("key", key), ("near", near), ("place", known.name(typed.type)), ("platform", known.title)),
        platform=known.title.lower(),
    )


def _near(known: Schema, key: str, kind: str) -> str:
    """The key that was meant, "" where none comes near."""
    keys = known.types[kind]
    meant = known.meant.get(key)
    if meant is not None and (meant in keys or not meant):
        return meant
    close = get_close_matches(key, keys, 1, 0.75)
    return close[0] if close else ""
