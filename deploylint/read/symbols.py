"""The dotted names of the functions and classes around a place in source code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.read.sweep import Found

if TYPE_CHECKING:
    from tree_sitter import Node

_PYTHON = frozenset({"function_definition", "class_definition"})
_ECMASCRIPT = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "class_declaration",
        "abstract_class_declaration",
        "class",
        "method_definition",
        "internal_module",
        "variable_declarator",
        "pair",
        "assignment_expression",
        "field_definition",
        "public_field_definition",
    }
)
SCOPES: dict[str, frozenset[str]] = {
    "python": _PYTHON,
    "javascript": _ECMASCRIPT,
    "typescript": _ECMASCRIPT,
    "tsx": _ECMASCRIPT,
    "bash": frozenset({"function_definition"}),
}
_ANY = frozenset().union(*SCOPES.values())

# What gives its name to the functions in its value, and the fields of the name and of the value.
_HOLDERS = {
    "variable_declarator": ("name", "value"),
    "pair": ("key", "value"),
    "assignment_expression": ("left", "right"),
    "field_definition": ("property", "value"),
    "public_field_definition": ("name", "value"),
}
_PATTERNS = frozenset({"array_pattern", "object_pattern"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
_BODIES = _FUNCTIONS | {"object", "class"}


def symbol(found: Found) -> str:
    """The dotted names of the definitions strictly around a found node; empty at the top of the module."""
    names = [name for scope in found.outward() if scope.kind in _ANY and (name := scope_name(scope))]
    return ".".join(reversed(names))


def scope_name(found: Found) -> str:
    """The name that a definition gives to what stands in it; empty if it defines nothing or has no name."""
    node, kind = found.node, found.kind
    if kind in _HOLDERS:
        name_field, value_field = _HOLDERS[kind]
        value = node.child_by_field_name(value_field)
        if value is None or not _defines(value):
            return ""
        return _name(node.child_by_field_name(name_field))
    return _name(node.child_by_field_name("name"))


def _defines(value: Node) -> bool:
    """True for a function, class or object, and for a call that is handed a function (`memo(() => ...)`)."""
    if value.type in _BODIES:
        return True
    arguments = value.child_by_field_name("arguments") if value.type == "call_expression" else None
    return arguments is not None and any(child.type in _FUNCTIONS for child in arguments.named_children)


def _name(node: Node | None) -> str:
    if node is None or node.text is None or node.child_count > 8 or node.type in _PATTERNS:
        return ""
    text = "".join(node.text.decode("utf-8", "replace").split()).strip("\"'`")
    return text if len(text) <= 80 else ""
