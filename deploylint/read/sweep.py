"""One walk over a syntax tree that keeps the few nodes a reader asks for, and which of them stand around which.

A cursor is used, not a query: it is as fast, stays linear on broken and very deep trees, and knows the nesting.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.read.syntax import language

if TYPE_CHECKING:
    from tree_sitter import Node, Tree


# No person nests this deep; without a bound, asking each node what stands around it would be quadratic.
_DEEPEST = 200


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A node of a kind that was asked for, and the nearest of those around it."""

    node: Node
    kind: str
    around: Found | None

    def outward(self) -> Iterator[Found]:
        """The found nodes around this one, the nearest first."""
        found = self.around
        while found is not None:
            yield found
            found = found.around


@cache
def _kinds(name: str, kinds: frozenset[str]) -> dict[int, str]:
    """The grammar's numbers of named node kinds; a kind may have several, kinds it does not know have none."""
    grammar = language(name)
    numbers = range(grammar.node_kind_count)
    return {n: kind for n in numbers if grammar.node_kind_is_named(n) and (kind := _kind(name, n)) in kinds}


def _kind(name: str, number: int) -> str:
    return language(name).node_kind_for_id(number) or ""


def sweep(tree: Tree, name: str, kinds: frozenset[str]) -> list[Found]:
    """All nodes of the kinds in the order of the source, those around before those within.

    What stands in more than 200 of them is left out.
    """
    numbers = _kinds(name, kinds)
    cursor = tree.walk()
    down, onward, up = cursor.goto_first_child, cursor.goto_next_sibling, cursor.goto_parent
    found: list[Found] = []
    around: list[tuple[int, Found]] = []
    level = 0
    while True:
        node = cursor.node
        kind = numbers.get(node.kind_id) if node is not None and len(around) < _DEEPEST else None
        if kind is not None and node is not None:
            here = Found(node, kind, around[-1][1] if around else None)
            found.append(here)
            around.append((level, here))
        if down():
            level += 1
            continue
        while True:
            while around and around[-1][0] >= level:
                around.pop()
            if onward():
                break
            if not up():
                return found
            level -= 1
