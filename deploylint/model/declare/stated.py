"""Values that a platform's file states beside its commands: ports, paths of health checks, variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.document import Node
from deploylint.facts.place import Span
from deploylint.model.deployment import Stated
from deploylint.platforms.ways import nodes


def stated(path: str, root: Node, ways: Sequence[str], group: str = "", default: str = "") -> tuple[Stated, ...]:
    """The scalars at the ways, in the order of the ways.

    group: leave out what stands in a table whose `processes` names other process types only; a table without
    `processes` is of the type default (superfly/flyctl internal/appconfig/processgroups.go).
    """
    found = []
    for way in ways:
        for said, chain in nodes(root, way):
            node = chain[-1]
            if node.kind == "scalar" and node.text is not None and _of_group(chain, group, default):
                found.append(Stated(said, node.text.value, Span(path, node.text.range())))
    return tuple(found)


def variables(path: str, node: Node | None) -> Iterator[tuple[str, tuple[str | None, Span]]]:
    """The variables that a mapping sets: name, then value and place."""
    for entry in node.entries if node is not None else ():
        text = entry.value.text if entry.value.kind == "scalar" else None
        yield entry.key.value, (text.value if text is not None else None, Span(path, entry.value.range))


def _of_group(chain: tuple[Node, ...], group: str, default: str) -> bool:
    for node in chain[1:]:
        named = node.get("processes")
        if named is not None and named.kind == "sequence":
            return any(item.text is not None and item.text.value == group for item in named.items)
    return group == default
