"""Names and literals in JavaScript and TypeScript source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

FUNCTIONS = frozenset(
    {
        *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
        *("arrow_function", "method_definition"),
    }
)
LONGEST_CHAIN = 16
# What stands around an expression and leaves its value as it is, or awaits it.
_WRAPPERS = frozenset(
    {
        *("parenthesized_expression", "await_expression", "non_null_expression", "as_expression"),
        *("satisfies_expression", "type_assertion"),
    }
)
_INNER = {
    "call_expression": "function",
    "new_expression": "constructor",
    "subscript_expression": "object",
}


def text(node: Node) -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def unwrapped(node: Node) -> Node:
    """The expression in parentheses, casts and `await`."""
    while node.type in _WRAPPERS and node.named_child_count:
        inner = node.named_children[-1 if node.type == "type_assertion" else 0]
        if inner.type == "comment":
            break
        node = inner
    return node


def segments(node: Node | None) -> tuple[str, ...]:
    """The names along a chain of members, calls and items: `get(x).log.error` is (get, log, error).

    What is no name is left out, and of long chains the beginning.
    """
    parts: list[str] = []
    while node is not None and len(parts) < LONGEST_CHAIN:
        node = unwrapped(node)
        if node.type == "member_expression":
            member = node.child_by_field_name("property")
            if member is not None:
                parts.append(text(member).lstrip("#"))
            node = node.child_by_field_name("object")
        elif node.type in _INNER:
            node = node.child_by_field_name(_INNER[node.type])
        else:
            if node.type in {"identifier", "this", "super", "import"}:
                parts.append(text(node))
            break
    return tuple(reversed(parts))


def literal_string(node: Node | None) -> Node | None:
    """The content of a string or of a template without substitutions and escapes; None for all else."""
    if node is None or node.type not in {"string", "template_string"}:
        return None
    parts = node.named_children
    return parts[0] if len(parts) == 1 and parts[0].type == "string_fragment" else None


def arguments(call: Node) -> list[Node]:
    """The arguments of a call without comments; none for a tagged template."""
    found = call.child_by_field_name("arguments")
    if found is None or found.type != "arguments":
        return []
    return [child for child in found.named_children if child.type != "comment"]
