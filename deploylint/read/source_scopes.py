"""Functions of a source file, the names that are bound once in them, and what running the file makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.facts.source import Runs
from deploylint.read.source_reach import TOP, Reference, combined, reached
from deploylint.read.sweep import Found

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function with a name, and its parameters in order."""

    name: str
    parameters: tuple[str, ...]
    item: Found


@dataclass(frozen=True, slots=True)
class Binding:
    """A name that gets a value in a function (its id, or TOP); value None where it is no plain assignment."""

    owner: int
    name: str
    value: Found | None


@dataclass(frozen=True)
class Scopes:
    """functions: by the id of their node. mutated: names of lists that are changed after they were made.

    branches: ids of the nodes whose inside runs only on a condition.
    """

    functions: Mapping[int, Function]
    bindings: tuple[Binding, ...]
    mutated: frozenset[str]
    branches: frozenset[int]
    references: tuple[Reference, ...]

    def chain(self, item: Found) -> Iterator[int]:
        """The ids of the functions around a place, the nearest first, then TOP."""
        for scope in item.outward():
            if scope.node.id in self.functions:
                yield scope.node.id
        yield TOP

    def bound(self, name: str, item: Found) -> Found | int | None:
        """What a name stands for at a place: what it is assigned, once; or the id of a function with this parameter."""
        for owner in self.chain(item):
            if owner != TOP and name in self.functions[owner].parameters:
                return None if (owner, name) in self._once else owner
            if (owner, name) in self._once:
                return self._once[owner, name]
        return None

    def runs(self, item: Found) -> Runs:
        """What running the file as a program does with a place."""
        return combined(
            self._reached.get(next(self.chain(item))), branch=in_branch(item, self.functions, self.branches)
        )

    @cached_property
    def _once(self) -> dict[tuple[int, str], Found | None]:
        found: dict[tuple[int, str], Found | None] = {}
        for one in self.bindings:
            key = (one.owner, one.name)
            found[key] = None if key in found else one.value
        return found

    @cached_property
    def _reached(self) -> dict[int, Runs]:
        return reached({key: one.name for key, one in self.functions.items()}, self.references)


def owner_of(item: Found, functions: Mapping[int, Function]) -> int:
    """The id of the function around a place, or TOP."""
    return next((scope.node.id for scope in item.outward() if scope.node.id in functions), TOP)


def in_branch(item: Found, functions: Mapping[int, Function], branches: frozenset[int]) -> bool:
    """True if a place runs only on a condition, seen from the function around it."""
    for scope in item.outward():
        if scope.node.id in functions:
            return False
        if scope.node.id in branches:
            return True
    return False


def text_of(node: Node | None) -> str:
    """The text of a node; empty for none."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""
