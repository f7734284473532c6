"""What the readers of Python and ECMAScript literals share: names that are bound once are followed to their values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.read.source_scopes import Scopes
from deploylint.read.source_words import Woven, hole
from deploylint.read.sweep import Found
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True)
class Module:
    """A parsed module with its scopes; names: what imports make local names stand for."""

    syntax: Syntax
    scopes: Scopes
    names: Mapping[str, str]


@dataclass(frozen=True)
class Following(ABC):
    """Reads expressions where an item stands.

    given: what the parameters of the function around it stand for, for one call of it: expressions, each with the
    reader of the place where they are written. touched: the functions whose parameters were needed and not given.
    """

    module: Module
    item: Found
    given: Mapping[str, tuple[tuple[Node, ...], Following]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    depth: int = 0

    @abstractmethod
    def string(self, node: Node) -> Woven:
        """The string that an expression is, with holes where that cannot be known."""

    @abstractmethod
    def items(self, node: Node) -> list[Woven] | None:
        """The strings of a list; None for what is not known to be one."""

    def followed(self, said: str, node: Node) -> Woven:
        """The string that the name at a node stands for."""
        start, end = self.module.syntax.offsets(node)
        source = self.module.syntax.source
        if said in self.given:
            nodes, values = self.given[said]
            return values.string(nodes[0]) if len(nodes) == 1 else hole(source, start, end)
        bound = self.module.scopes.bound(said, self.item)
        if isinstance(bound, int):
            self.touched.add(bound)
        if not isinstance(bound, Found):
            return hole(source, start, end)
        found = replace(self, item=bound).string(bound.node)
        return hole(source, start, end) if found.unknown else found

    def list_of_name(self, said: str, node: Node) -> list[Woven] | None:
        """The strings of the list that the name at a node stands for."""
        if f"*{said}" in self.given:
            nodes, values = self.given[f"*{said}"]
            return [values.string(one) for one in nodes]
        if said in self.given:
            nodes, values = self.given[said]
            return values.items(nodes[0]) if len(nodes) == 1 else None
        bound = self.module.scopes.bound(said, self.item)
        bound = self.module.scopes.bound(f"*{said}", self.item) if bound is None else bound
        if isinstance(bound, int):
            self.touched.add(bound)
        if not isinstance(bound, Found):
            return None
        found = replace(self, item=bound).items(bound.node)
        if found is not None and said in self.module.scopes.mutated:
            found.append(hole(self.module.syntax.source, *self.module.syntax.offsets(node)))
        return found
