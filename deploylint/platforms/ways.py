"""Ways into a document: `a.b` a key below a key, `a[].b` each item of a list, or the one there, `a.*` any key."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Node


def nodes(root: Node, way: str) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """The nodes at a way, in the order of the file: the way with its keys and 0-based numbers, and the nodes on it.

    The first of the nodes is root, the last the one at the way.
    """
    yield from _below("", (root,), way.split(".") if way else [])


def _below(said: str, chain: tuple[Node, ...], steps: list[str]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    if not steps:
        yield said, chain
        return
    step, rest = steps[0], steps[1:]
    key = step.removesuffix("[]")
    for entry in chain[-1].entries:
        if key not in ("*", entry.key.value) or (key != "*" and chain[-1].entry(key) is not entry):
            continue
        here = f"{said}.{entry.key.value}".removeprefix(".")
        if not step.endswith("[]") or entry.value.kind != "sequence":
            yield from _below(here, (*chain, entry.value), rest)
            continue
        for number, item in enumerate(entry.value.items):
            yield from _below(f"{here}[{number}]", (*chain, entry.value, item), rest)
