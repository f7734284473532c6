"""Functions and names of a Python module, as far as its commands and servers need them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deploylint.read.python_names import name
from deploylint.read.source_reach import Reference
from deploylint.read.source_scopes import Binding, Function, Scopes, in_branch, owner_of
from deploylint.read.sweep import Found

if TYPE_CHECKING:
    from tree_sitter import Node

KINDS = frozenset(
    {
        *("function_definition", "class_definition", "lambda", "call", "identifier", "expression_statement"),
        *("assignment", "augmented_assignment", "named_expression", "for_statement", "as_pattern_target"),
        *("global_statement", "nonlocal_statement", "if_statement", "conditional_expression", "except_clause"),
        *("case_clause", "try_statement"),
    }
)
_BRANCHES = frozenset({"if_statement", "conditional_expression", "except_clause", "case_clause", "lambda"})
_CHANGES = frozenset({"append", "extend", "insert", "remove", "pop", "clear"})


def scopes(found: Sequence[Found]) -> Scopes:
    """The scopes of a module; found: its nodes of KINDS."""
    functions = {
        item.node.id: Function(_called(item.node), _parameters(item.node), item)
        for item in found
        if item.kind == "function_definition"
    }
    branches = frozenset(
        item.node.id
        for item in found
        if item.kind in _BRANCHES and not (item.kind == "if_statement" and is_main_guard(item.node))
    )
    methods = frozenset(one.name for one in functions.values() if _is_method(one.item))
    names = frozenset(one.name for one in functions.values())
    references = tuple(
        Reference(said, owner_of(item, functions), in_branch(item, functions, branches))
        for item in found
        if item.kind == "identifier" and (said := name(item.node)) in names and _refers(item.node, said, methods)
    )
    bindings = tuple(binding for item in found for binding in _bindings(item, owner_of(item, functions)))
    return Scopes(functions, bindings, frozenset(_mutated(found)), branches, references)


def guarded(item: Found) -> bool:
    """True under `if __name__ == "__main__":`."""
    return any(scope.kind == "if_statement" and is_main_guard(scope.node) for scope in item.outward())


def is_main_guard(statement: Node) -> bool:
    """True for `if __name__ == "__main__":`, either way round, alone or with other conditions."""
    condition = statement.child_by_field_name("condition") if statement.type == "if_statement" else None
    stack = [condition] if condition is not None else []
    while stack:
        node = stack.pop()
        if node.type == "comparison_operator":
            parts = [part.text or b"" for part in node.children]
            if b"__name__" in parts and b"==" in parts and {b'"__main__"', b"'__main__'"}.intersection(parts):
                return True
        elif node.type in {"boolean_operator", "parenthesized_expression"}:
            stack.extend(node.named_children)
    return False


def _called(function: Node) -> str:
    said = function.child_by_field_name("name")
    return name(said) if said is not None else ""


def _parameters(function: Node) -> tuple[str, ...]:
    """The parameters in order; `*args` keeps its star."""
    found = function.child_by_field_name("parameters")
    names = []
    for child in found.named_children if found is not None else ():
        said = child if child.type == "identifier" else child.child_by_field_name("name")
        if said is None and child.type in {"typed_parameter", "list_splat_pattern"} and child.named_children:
            said = child.named_children[0]
        if said is not None:
            names.append(("*" if child.type == "list_splat_pattern" else "") + name(said).lstrip("*"))
    return tuple(names)


def _is_method(item: Found) -> bool:
    return item.around is not None and item.around.kind == "class_definition"


def _refers(node: Node, said: str, methods: frozenset[str]) -> bool:
    """True if an identifier may mean the function of its name: `run` a function, `x.run` a method."""
    parent = node.parent
    if parent is not None and parent.type == "attribute" and parent.child_by_field_name("attribute") == node:
        return said in methods
    if parent is not None and parent.type == "keyword_argument" and parent.child_by_field_name("name") == node:
        return False
    return said not in methods


def _bindings(item: Found, owner: int) -> Iterator[Binding]:
    node = item.node
    if item.kind in {"assignment", "named_expression"}:
        left = node.child_by_field_name("left" if item.kind == "assignment" else "name")
        right = node.child_by_field_name("right" if item.kind == "assignment" else "value")
        plain = left is not None and left.type == "identifier" and right is not None
        for said in _names(left):
            yield Binding(owner, said, Found(right, "value", item) if plain and right is not None else None)
    elif item.kind in {"augmented_assignment", "for_statement"}:
        for said in _names(node.child_by_field_name("left")):
            yield from (Binding(owner, said, None), Binding(owner, said, None))
    elif item.kind == "as_pattern_target":
        for said in _names(node):
            yield Binding(owner, said, None)
    elif item.kind in {"global_statement", "nonlocal_statement"}:
        for child in node.named_children:
            yield from (Binding(key, name(child), None) for key in (0, owner))


def _names(target: Node | None) -> list[str]:
    """The names that a target binds, through tuples and lists."""
    found: list[str] = []
    stack = [target] if target is not None else []
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            found.append(name(node))
        elif node.type not in {"attribute", "subscript"}:
            stack.extend(node.named_children)
    return found


def _mutated(found: Sequence[Found]) -> Iterator[str]:
    """Names on which `append` and the like are called."""
    for item in found:
        function = item.node.child_by_field_name("function") if item.kind == "call" else None
        if function is None or function.type != "attribute":
            continue
        method, target = function.child_by_field_name("attribute"), function.child_by_field_name("object")
        if method is not None and target is not None and target.type == "identifier" and name(method) in _CHANGES:
            yield name(target)
