"""The names that a Python module binds at its top level, and whether it binds others nobody can read off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploylint.read.python_names import IMPORTS, imported_names, name, segments
from deploylint.read.sweep import Found, sweep
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

# Statements whose blocks run in the module's own scope.
_TRANSPARENT = frozenset(
    {
        *("module", "block", "ERROR", "if_statement", "elif_clause", "else_clause", "for_statement", "while_statement"),
        *("try_statement", "except_clause", "finally_clause", "with_statement", "match_statement", "case_clause"),
        *("expression_statement", "decorated_definition"),
    }
)
_TARGETS = frozenset(
    {
        *("pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "tuple", "list", "list_splat"),
        *("parenthesized_expression", "as_pattern_target", "expression_list", "type", "generic_type"),
    }
)
_SCOPES = frozenset({"function_definition", "lambda", "class_definition"})
_DYNAMIC_MARKS = ("globals", "vars", "locals", "exec", "setattr", "sys.modules")
_DYNAMIC_KINDS = frozenset({"function_definition", "lambda", "call", "subscript", "exec_statement"})
_READS = frozenset({"get", "keys", "values", "items", "copy", "__contains__"})


def definitions(root: Node, found: Iterable[Found]) -> dict[str, int]:
    """All names bound at module level, in any branch, and those that functions bind by `global`, with their first line.

    found: the named_expression and global_statement nodes of the module, with the scopes around them.
    """
    bound: dict[str, int] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        for one in _bound_by(node):
            bound.setdefault(one, node.start_point[0] + 1)
        if node.type in _TRANSPARENT:
            stack.extend(reversed(node.named_children))
    for other in found:
        if other.kind == "named_expression":
            target = other.node.child_by_field_name("name")
            if target is not None and not any(scope.kind in _SCOPES for scope in other.outward()):
                bound.setdefault(name(target), other.node.start_point[0] + 1)
        elif other.kind == "global_statement":
            for child in other.node.named_children:
                bound.setdefault(name(child), other.node.start_point[0] + 1)
    return bound


def _bound_by(node: Node) -> list[str]:
    """The names that a node binds itself, without those bound by what stands in it."""
    kind = node.type
    if kind in {"assignment", "augmented_assignment"}:
        return _assigned(node)
    if kind in {"function_definition", "class_definition"}:
        return _targets(node.child_by_field_name("name"))
    if kind in IMPORTS:
        return [alias or module.partition(".")[0] for module, alias in imported_names(node)]
    if kind in {"for_statement", "type_alias_statement"}:
        return _targets(node.child_by_field_name("left"))
    if kind == "with_statement":
        return [bound for target in _with_targets(node) for bound in _targets(target)]
    if kind == "case_clause":
        patterns = (child for child in node.named_children if child.type == "case_pattern")
        return [bound for pattern in patterns for bound in _captured(pattern)]
    return []


def _assigned(node: Node) -> list[str]:
    """The targets of `a = b = 1`; a bare annotation `a: int` binds nothing."""
    names: list[str] = []
    while node.type in {"assignment", "augmented_assignment"}:
        right = node.child_by_field_name("right")
        if right is None:
            break
        names.extend(_targets(node.child_by_field_name("left")))
        node = right
    return names


def _targets(node: Node | None) -> list[str]:
    """The identifiers of a target, through tuples, lists and stars; attributes and items bind no name."""
    names: list[str] = []
    stack = [node] if node is not None else []
    while stack:
        target = stack.pop()
        if target.type == "identifier":
            names.append(name(target))
        elif target.type == "generic_type":
            stack.extend(target.named_children[:1])
        elif target.type in _TARGETS:
            stack.extend(reversed(target.named_children))
    return names


def _with_targets(node: Node) -> list[Node]:
    targets = []
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if clause is not None else ():
        value = item.child_by_field_name("value")
        alias = value.child_by_field_name("alias") if value is not None and value.type == "as_pattern" else None
        if alias is not None:
            targets.append(alias)
    return targets


def _captured(pattern: Node) -> list[str]:
    """The names that a case pattern captures: no class names, keywords, dotted values or wildcards."""
    names: list[str] = []
    stack = [pattern]
    while stack:
        node = stack.pop()
        children = node.named_children
        if node.type in {"class_pattern", "keyword_pattern"}:
            children = children[1:]
        elif node.type == "dotted_name" and len(children) > 1:
            continue
        elif node.type == "identifier":
            names.append(name(node))
        if node.type != "string":
            stack.extend(reversed(children))
    return names


def dynamic(syntax: Syntax, names: Iterable[str]) -> bool:
    """True if names may be bound that the source does not show: `globals()[x] = y`, `exec`, a module `__getattr__`."""
    if "__getattr__" in names:
        return True
    text = syntax.source.text
    if not any(mark in text for mark in _DYNAMIC_MARKS):
        return False
    return any(map(_binds_dynamically, sweep(syntax.tree, "python", _DYNAMIC_KINDS)))


def _binds_dynamically(found: Found) -> bool:
    node, local = found.node, any(scope.kind in {"function_definition", "lambda"} for scope in found.outward())
    if found.kind == "exec_statement":
        return not local
    if found.kind == "subscript":
        index = node.child_by_field_name("subscript")
        value = node.child_by_field_name("value")
        return segments(value) == ("sys", "modules") and index is not None and index.text == b"__name__"
    if found.kind != "call":
        return False
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    called = function.text if function is not None else None
    if called in {b"exec", b"execfile"}:
        return not local
    if called == b"setattr":
        return arguments is not None and b"sys.modules" in (arguments.text or b"")
    namespace = called == b"globals" or (called in {b"vars", b"locals"} and not local)
    empty = arguments is not None and arguments.named_child_count == 0
    return namespace and empty and not _only_read(node)


def _only_read(call: Node) -> bool:
    """True where the mapping is only looked into: `globals()["a"]`, `globals().get("a")`, `"a" in globals()`."""
    parent = call.parent
    if parent is None or parent.type == "comparison_operator":
        return parent is not None
    if parent.type == "attribute":
        attribute = parent.child_by_field_name("attribute")
        return attribute is not None and name(attribute) in _READS
    if parent.type != "subscript":
        return False
    around = parent.parent
    if around is None or around.type == "delete_statement":
        return False
    return around.type not in {"assignment", "augmented_assignment"} or around.child_by_field_name("left") != parent
