"""What a JavaScript module exports, as a tree of nodes: literals, and names that are bound once followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deploylint.facts.document import Entry, Scalar
from deploylint.facts.document import Node as Tree
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.ecmascript_literals import Values
from deploylint.read.ecmascript_names import text, unwrapped
from deploylint.read.ecmascript_scopes import KINDS, imported_names, scopes
from deploylint.read.source_values import Module
from deploylint.read.sweep import Found, sweep
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

DYNAMIC = "dynamic"  # the tag of a scalar of which only the run knows the value
_DEEPEST = 12
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


def exported(syntax: Syntax, language: str) -> Tree | None:
    """The value of `module.exports = ...` or `export default ...`, the last of them; None if there is none."""
    found = sweep(syntax.tree, language, KINDS | {"export_statement"})
    module = Module(syntax, scopes(found), imported_names(found))
    for item in reversed(found):
        value = _value(item.node)
        if value is not None:
            return _Objects(module, item).tree(value)
    return None


def _value(node: Node) -> Node | None:
    if node.type == "export_statement":
        return node.child_by_field_name("value")
    if node.type != "assignment_expression":
        return None
    left = node.child_by_field_name("left")
    return (
        node.child_by_field_name("right") if left is not None and text(left) in ("module.exports", "exports") else None
    )


@dataclass(frozen=True)
class _Objects:
    module: Module
    item: Found
    depth: int = 0

    def tree(self, node: Node) -> Tree:
        """The node as a mapping, a sequence or a scalar; what is no literal is a dynamic scalar."""
        node = unwrapped(node)
        place = self.module.syntax.range(node)
        inner = replace(self, depth=self.depth + 1)
        if self.depth > _DEEPEST:
            return self._scalar(node)
        if node.type == "identifier":
            bound = self.module.scopes.bound(text(node), self.item)
            if isinstance(bound, Found):
                return replace(inner, item=bound).tree(bound.node)
        if node.type == "object":
            return Tree("mapping", place, entries=tuple(inner._entries(node)))
        if node.type == "array":
            items = (child for child in node.named_children if child.type != "comment")
            return Tree("sequence", place, items=tuple(inner.tree(child) for child in items))
        return self._scalar(node)

    def _scalar(self, node: Node) -> Tree:
        source, place = self.module.syntax.source, self.module.syntax.range(node)
        start, end = self.module.syntax.offsets(node)
        if node.type in _WORDS:
            return Tree("scalar", place, Text.whole(source, start, end), _WORDS[node.type])
        if node.type == "number":
            return Tree("scalar", place, Text.whole(source, start, end), _number(text(node)))
        found = Values(self.module, self.item).string(node)
        if found.value is None:
            return Tree("scalar", place, found.text, found.text.value, tag=DYNAMIC)
        return Tree("scalar", place, found.text, found.value, style='"')

    def _entries(self, node: Node) -> list[Entry]:
        found: list[Entry] = []
        for child in node.named_children:
            if child.type == "spread_element" and child.named_children:
                found += self.tree(child.named_children[0]).entries
            elif child.type == "shorthand_property_identifier":
                found.append(Entry(self._key(child), self._named(child), self.module.syntax.range(child)))
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if child.type == "pair" and key is not None and value is not None:
                found.append(Entry(self._key(key), self.tree(value), self.module.syntax.range(child)))
        return found

    def _named(self, node: Node) -> Tree:
        bound = self.module.scopes.bound(text(node), self.item)
        return replace(self, item=bound).tree(bound.node) if isinstance(bound, Found) else self._scalar(node)

    def _key(self, node: Node) -> Text:
        if node.type == "string":
            return Values(self.module, self.item).string(node).text
        return Text.whole(self.module.syntax.source, *self.module.syntax.offsets(node))


def _number(said: str) -> Scalar:
    try:
        return int(said, 0)
    except ValueError:
        return said
