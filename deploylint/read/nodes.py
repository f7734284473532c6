"""What the typed readers of YAML, JSON and TOML ask of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from deploylint.facts.document import Document, Entry, Node
from deploylint.facts.files import Variable
from deploylint.facts.text import Text


def base(document: Document) -> dict[str, Any]:
    """The fields that the facts of every format on top of a document share."""
    return {
        "root": document.root,
        "problems": document.problems,
        "comments": document.comments,
        "directives": document.directives,
    }


def mapping(node: Node | None) -> tuple[Entry, ...]:
    """The entries of a mapping, each key once as `Node.entry` chooses it; none for anything else."""
    if node is None or node.kind != "mapping":
        return ()
    if len({entry.key.value for entry in node.entries}) == len(node.entries):
        return node.entries
    return tuple(entry for entry in node.entries if node.entry(entry.key.value) is entry)


def scalar(node: Node | None) -> Text | None:
    """The text of a scalar that is not null."""
    return node.string() if node is not None else None


def string(node: Node | None) -> str | None:
    """The value of a string."""
    return node.value if node is not None and isinstance(node.value, str) else None


def texts(node: Node | None) -> tuple[Text, ...]:
    """The texts of a sequence's scalars, or of the one scalar that stands for such a sequence."""
    if node is None:
        return ()
    found = (scalar(item) for item in (node.items if node.kind == "sequence" else (node,)))
    return tuple(text for text in found if text is not None)


def names(node: Node | None) -> tuple[Text, ...]:
    """The names in a list, or the keys of a mapping that stands for it."""
    return tuple(entry.key for entry in mapping(node)) if node and node.kind == "mapping" else texts(node)


def same(text: Text) -> Text:
    """The text as it is: for formats that have no layer of their own over their values."""
    return text


def variables(node: Node | None, taken_off: Callable[[Text], Text] = same) -> Iterator[Variable]:
    """The variables of a mapping, or of a list of `NAME=value`; a name without a value has the value "".

    taken_off removes the format's own layer from a value.
    """
    for entry in mapping(node):
        if entry.value.kind == "scalar" and entry.value.text is not None:
            value = taken_off(entry.value.text) if entry.value.value is not None else _nothing(entry.key)
            yield Variable(entry.key, value, entry.range)
    if node is not None and node.kind == "sequence":
        for item in texts(node):
            at = item.value.find("=")
            if at < 0:
                yield Variable(item, _nothing(item), item.range())
            else:
                yield Variable(item.slice(0, at), taken_off(item.slice(at + 1)), item.range())


def _nothing(name: Text) -> Text:
    end = name.offsets()[1]
    return Text("", (), (end, end), name.source)
