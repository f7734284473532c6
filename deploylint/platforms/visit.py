"""A document beside its schema: every node with the type that the schema gives it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Entry, Node
from deploylint.facts.record import dataclass
from deploylint.platforms.schema import Schema


@dataclass(frozen=True, slots=True)
class Typed:
    """A node and its type: of the schema's types, a value, or `[x]` for a list; "" where anything may stand.

    way: keys and names of list items from the root, for people and structural keys. entry: the entry whose value it
    is, None for the root and for items of a list. merged: it came through `<<` from another place of the file.
    """

    type: str
    node: Node
    way: tuple[str, ...]
    entry: Entry | None = None
    merged: bool = False


def visit(schema: Schema, root: Node) -> Iterator[Typed]:
    """The root and all that the schema knows below it, in the order of the file; nothing for a foreign file.

    A node is visited where it has the form that its type says: a list where a mapping is wanted is passed over.
    """
    if not foreign(schema, root):
        yield from _visit(schema, Typed(schema.root, root, ()))


def foreign(schema: Schema, root: Node) -> bool:
    """True if no key of the root is one of the schema's own, or one is another kind of file's: then it is that.

    A file that names the platform's JSON Schema says itself what it is.
    """
    said = root.string("$schema")
    if said is not None and f"/{schema.title.lower()}." in said.value.lower():
        return False
    own = schema.types[schema.root].keys() - set(schema.generic)
    keys = {entry.key.value for entry in root.entries}
    return not keys & own or bool(keys & set(schema.other))


def label(item: Node, number: int) -> str:
    """What an item of a list is called: its name or key, so that inserting another one changes nothing."""
    said = item.string("name") or item.string("key") if item.kind == "mapping" else None
    return said.value if said is not None else str(number)


def chosen(schema: Schema, node: Node, type_name: str) -> str:
    """The type of a node whose values decide it."""
    for choice in schema.choices.get(type_name, ()):
        if all((text := node.string(key)) is not None and text.value in values for key, values in choice.where.items()):
            return choice.type
    return type_name


def _visit(schema: Schema, here: Typed) -> Iterator[Typed]:
    type_name, node, merged = _formed(chosen(schema, here.node, here.type), here.node), here.node, here.merged
    yield Typed(type_name, node, here.way, here.entry, merged)
    if type_name.startswith("["):
        for number, item in enumerate(node.items):
            yield from _visit(schema, Typed(type_name[1:-1], item, (*here.way, label(item, number)), None, merged))
    elif type_name.startswith("{"):
        for entry in node.entries:
            way = (*here.way, entry.key.value)
            yield from _visit(schema, Typed(type_name[1:-1], entry.value, way, entry, merged or entry.merged))
    elif node.kind == "mapping":
        keys = schema.types.get(type_name, {})
        for entry in node.entries:
            if entry.key.value in keys:
                way = (*here.way, entry.key.value)
                yield from _visit(schema, Typed(keys[entry.key.value], entry.value, way, entry, merged or entry.merged))


def _formed(type_name: str, node: Node) -> str:
    """What `x*` means for a node: `[x]` for a list, else x."""
    if not type_name.endswith("*"):
        return type_name
    return f"[{type_name[:-1]}]" if node.kind == "sequence" else type_name[:-1]
