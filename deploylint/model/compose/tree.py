"""Compose values that know their file: what nodes of several files are merged into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any, Literal

from deploylint.facts.document import Node, Scalar
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.compose.interpolate import Interpolated


@dataclass(frozen=True, slots=True)
class Value:
    """A mapping, a sequence or a scalar of one of the merged files.

    span: where it stands, a pair of a mapping with its key; of what several files say the last one's place. node: of
    that place. base: the folder that relative paths in it count from. scalar: the value as its file's rules resolve it,
    texts interpolated. missing: the variables in it that nothing of the repository sets, so that it is not known;
    assumed: those whose default counts unless something else sets them.
    """

    kind: Literal["mapping", "sequence", "scalar"]
    span: Span
    node: Node
    base: str = ""
    scalar: Scalar = None
    tag: str = ""
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    entries: Mapping[str, Value] = field(default_factory=dict)
    items: tuple[Value, ...] = ()

    @property
    def null(self) -> bool:
        """True for an explicit or an empty null."""
        return self.kind == "scalar" and self.scalar is None

    @property
    def text(self) -> str:
        """A scalar as a text; "" for everything else."""
        if self.kind != "scalar" or self.scalar is None:
            return ""
        if isinstance(self.scalar, bool):
            return "true" if self.scalar else "false"
        return str(self.scalar)

    def get(self, *way: str) -> Value | None:
        """What lies under a way of keys."""
        found: Value | None = self
        for key in way:
            found = found.entries.get(key) if found is not None else None
        return found

    def said(self, *way: str) -> str:
        """The text under a way of keys; "" where there is none."""
        found = self.get(*way)
        return found.text if found is not None else ""

    def texts(self, *way: str) -> tuple[Value, ...]:
        """The scalars of the sequence under a way of keys, or the one scalar that stands for such a sequence."""
        found = self.get(*way)
        if found is None or found.kind == "mapping":
            return ()
        return tuple(v for v in (found.items if found.kind == "sequence" else (found,)) if v.text)


Interpolation = Callable[[str], Interpolated]


def value(path: str, node: Node, base: str, interpolation: Interpolation, place: Range | None = None) -> Value:
    """A node of a file as a Value. place: of the pair that it is the value of."""
    made = Value(node.kind, Span(path, place or node.range), node, base, tag=node.tag)
    if node.kind == "mapping":
        entries = {e.key.value: node.entry(e.key.value) or e for e in node.entries}
        pairs = {k: value(path, e.value, base, interpolation, e.range) for k, e in entries.items()}
        return replace(made, entries=pairs)
    if node.kind == "sequence":
        return replace(made, items=tuple(value(path, item, base, interpolation) for item in node.items))
    if not isinstance(node.value, str):
        return replace(made, scalar=node.value)
    done = interpolation(node.value)
    return replace(made, scalar=done.value, missing=done.missing, assumed=done.assumed)


def plain(one: Value) -> Any:
    """The value as dictionaries, lists and scalars."""
    if one.kind == "mapping":
        return {key: plain(entry) for key, entry in one.entries.items()}
    if one.kind == "sequence":
        return [plain(item) for item in one.items]
    return one.scalar
