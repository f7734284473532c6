"""Where a Python module changes `sys.path`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.source import PathEdit
from deploylint.read.python_names import dotted, name
from deploylint.read.sweep import Found, sweep
from deploylint.read.symbols import symbol
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_KINDS = frozenset(
    {
        *("function_definition", "class_definition", "lambda"),
        *("call", "assignment", "augmented_assignment", "delete_statement", "named_expression"),
    }
)
_METHODS = {
    **{method: method for method in ("append", "insert", "extend", "remove")},
    "pop": "remove",
    "clear": "remove",
    "__iadd__": "extend",
}
_LISTS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "expression_list"})


def path_edits(syntax: Syntax, names: Mapping[str, str]) -> tuple[PathEdit, ...]:
    """The mutations of `sys.path` in the order of the source; names: what imports make local names stand for.

    A name that is assigned `sys.path` stands for it in the same function, and a module's name in its functions.
    """
    text = syntax.source.text
    if "addsitedir" not in text and not ("path" in text and "sys" in text):
        return ()
    found = sweep(syntax.tree, "python", _KINDS)
    stands = _stand_ins(found, names)
    edits = []
    for item in found:
        action = _action(item, _Scope(names, stands, item))
        if action is not None:
            edits.append(PathEdit(action, syntax.range(item.node), symbol(item), syntax.snippet(item.node, item.node)))
    return tuple(edits)


class _Scope:
    """Whether an expression is `sys.path` where it stands."""

    __slots__ = ("_item", "_names", "_stands")

    def __init__(self, names: Mapping[str, str], stands: Mapping[str, frozenset[int]], item: Found) -> None:
        self._names, self._stands, self._item = names, stands, item

    def is_path(self, node: Node | None) -> bool:
        if node is None or node.type not in {"attribute", "identifier"}:
            return False
        if dotted(node, self._names) == "sys.path":
            return True
        return node.type == "identifier" and bool(self._stands) and self._stands_in(name(node))

    def _stands_in(self, local: str) -> bool:
        scopes = self._stands.get(local)
        return scopes is not None and not scopes.isdisjoint({_function(self._item), 0})

    def called(self, node: Node | None) -> str | None:
        return dotted(node, self._names)


def _function(item: Found) -> int:
    """The node id of the function around an item; 0 at module level."""
    return next((scope.node.id for scope in item.outward() if scope.kind in {"function_definition", "lambda"}), 0)


def _stand_ins(found: list[Found], names: Mapping[str, str]) -> dict[str, frozenset[int]]:
    """Names that are assigned `sys.path`, with the functions that do so."""
    stands: dict[str, frozenset[int]] = {}
    for item in found:
        left_field, right_field = ("name", "value") if item.kind == "named_expression" else ("left", "right")
        if item.kind not in {"assignment", "named_expression"}:
            continue
        left, right = item.node.child_by_field_name(left_field), item.node.child_by_field_name(right_field)
        if left is None or right is None or left.type != "identifier" or right.type not in {"attribute", "identifier"}:
            continue
        if dotted(right, names) == "sys.path":
            stands[name(left)] = stands.get(name(left), frozenset()) | {_function(item)}
    return stands


def _action(item: Found, scope: _Scope) -> str | None:
    node = item.node
    if item.kind == "call":
        return _called(node.child_by_field_name("function"), scope)
    if item.kind == "augmented_assignment":
        return "extend" if scope.is_path(node.child_by_field_name("left")) else None
    if item.kind == "assignment":
        assigned = any(_assigns(target, scope) for target in _targets(node.child_by_field_name("left")))
        return "assign" if assigned else None
    if item.kind == "delete_statement":
        removed = any(_is_item(target, scope) for target in _targets_of_del(node))
        return "remove" if removed else None
    return None


def _called(function: Node | None, scope: _Scope) -> str | None:
    if function is None or function.type not in {"attribute", "identifier"}:
        return None
    if scope.called(function) == "site.addsitedir":
        return "addsitedir"
    method = function.child_by_field_name("attribute")
    action = _METHODS.get(name(method)) if method is not None else None
    return action if action is not None and scope.is_path(function.child_by_field_name("object")) else None


def _assigns(target: Node, scope: _Scope) -> bool:
    """True for `sys.path = ...` and its items and slices; a local name that is bound anew is no edit."""
    if target.type == "identifier":
        return False
    return _is_item(target, scope) or scope.is_path(target)


def _is_item(target: Node, scope: _Scope) -> bool:
    return target.type == "subscript" and scope.is_path(target.child_by_field_name("value"))


def _targets(left: Node | None) -> Iterator[Node]:
    if left is None:
        return
    if left.type in _LISTS:
        yield from left.named_children
    else:
        yield left


def _targets_of_del(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        yield from _targets(child)
