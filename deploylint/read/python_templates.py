"""Texts that a Python module puts together from variables of the environment, as a shell would write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deploylint.read.python_names import dotted, name
from deploylint.read.source_scopes import text_of

if TYPE_CHECKING:
    from tree_sitter import Node

_DEPTH = 16
_CASTS = frozenset({"str", "int"})
_LOOKUPS = frozenset({"os.environ.get", "os.getenv"})
_HOLES = ("%s", "%d")


class Templates:
    """Reads expressions of one module. names: what imports make names stand for."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._known: dict[str, str | None] = {}

    def assign(self, target: str, right: Node | None) -> str | None:
        """What a name is set to: text with `${NAME}` and `${NAME:-default}`; None where it cannot be known.

        A list of one text is that text. right: None for what is set on a condition.
        """
        if right is not None and right.type in ("list", "tuple"):
            items = [child for child in right.named_children if child.type != "comment"]
            right = items[0] if len(items) == 1 else None
        self._known[target] = found = self._text(right, 0) if right is not None else None
        return found

    def _text(self, node: Node | None, depth: int) -> str | None:
        if node is None or depth > _DEPTH:
            return None
        if node.type == "integer":
            return text_of(node)
        if node.type == "identifier":
            return self._known.get(name(node))
        if node.type == "string":
            return self._string(node, depth)
        if node.type == "subscript":
            return self._subscript(node)
        if node.type == "call":
            return self._call(node, depth)
        if node.type == "binary_operator":
            return self._operator(node, depth)
        if node.type == "parenthesized_expression" and node.named_child_count == 1:
            return self._text(node.named_children[0], depth + 1)
        return None

    def _string(self, node: Node, depth: int) -> str | None:
        parts: list[str | None] = []
        for child in node.named_children:
            if child.type == "interpolation":
                plain = child.named_child_count == 1
                parts.append(self._text(child.child_by_field_name("expression"), depth + 1) if plain else None)
            elif child.type == "string_content" and child.named_child_count == 0:
                parts.append(text_of(child))
            elif child.type not in ("string_start", "string_end"):
                parts.append(None)
        return _joined(parts)

    def _subscript(self, node: Node) -> str | None:
        if dotted(node.child_by_field_name("value"), self._names) != "os.environ":
            return None
        key = node.child_by_field_name("subscript")
        said = self._string(key, _DEPTH) if key is not None and key.type == "string" else None
        return f"${{{said}}}" if said else None

    def _call(self, node: Node, depth: int) -> str | None:
        function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        arguments = [child for child in given.named_children if child.type != "comment"] if given is not None else []
        values = [self._text(argument, depth + 1) for argument in arguments]
        called = dotted(function, self._names)
        if called in _CASTS and len(values) == 1:
            return values[0]
        if called in _LOOKUPS and 1 <= len(values) <= 2 and values[0]:
            if len(values) == 1:
                return f"${{{values[0]}}}"
            return f"${{{values[0]}:-{values[1]}}}" if values[1] is not None else None
        if function is not None and function.type == "attribute":
            method, owner = function.child_by_field_name("attribute"), function.child_by_field_name("object")
            if method is not None and name(method) == "format" and owner is not None and owner.type == "string":
                return _filled(self._string(owner, depth + 1), ("{}",), values)
        return None

    def _operator(self, node: Node, depth: int) -> str | None:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        sign = operator.type if operator is not None else ""
        if sign == "+":
            return _joined([self._text(left, depth + 1), self._text(right, depth + 1)])
        if sign == "%" and right is not None:
            several = right.named_children if right.type == "tuple" else [right]
            return _filled(self._text(left, depth + 1), _HOLES, [self._text(one, depth + 1) for one in several])
        return None


def _joined(parts: list[str | None]) -> str | None:
    known = [part for part in parts if part is not None]
    return "".join(known) if len(known) == len(parts) else None


def _filled(pattern: str | None, holes: tuple[str, ...], values: list[str | None]) -> str | None:
    """A format string with its plain holes filled in their order; None if it has others."""
    known = [value for value in values if value is not None]
    if pattern is None or len(known) != len(values):
        return None
    hole = next((one for one in holes if one in pattern), holes[0])
    parts = pattern.split(hole)
    if len(parts) != len(known) + 1 or any(sign in part for part in parts for sign in "{}%"):
        return None
    return parts[0] + "".join(value + part for value, part in zip(known, parts[1:], strict=True))
