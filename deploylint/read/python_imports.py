"""The imports of a Python module, and which of them may fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.source import Import
from deploylint.read.python_names import IMPORTS, caught, from_module, imported_names, segments
from deploylint.read.sweep import Found
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_MISSING = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})


def imports(syntax: Syntax, found: Iterable[Found]) -> tuple[Import, ...]:
    """Every imported name in the order of the source; the Range is that of the module's name."""
    guards: dict[int, bool] = {}
    made: list[Import] = []
    for statement in found:
        if statement.kind in IMPORTS:
            optional = _optional(statement, syntax, guards)
            local = any(scope.kind in {"function_definition", "lambda"} for scope in statement.outward())
            made.extend(_imports(statement, syntax, optional, local))
    return tuple(made)


def _imports(statement: Found, syntax: Syntax, optional: bool, local: bool) -> Iterator[Import]:
    node = statement.node
    if statement.kind == "import_statement":
        for child, (module, _) in zip(_names(node), imported_names(node), strict=True):
            yield Import(module, None, 0, syntax.range(child), optional, local)
        return
    module, level, place = "__future__", 0, node
    if statement.kind == "import_from_statement":
        module, level = from_module(node)
        place = node.child_by_field_name("module_name") or node
    where = syntax.range(place)
    for original, _ in imported_names(node):
        yield Import(module, original, level, where, optional, local)
    if any(child.type == "wildcard_import" for child in node.named_children):
        yield Import(module, "*", level, where, optional, local)


def _names(node: Node) -> list[Node]:
    """The nodes of the names that imported_names gives, in its order."""
    names = []
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            original = child.child_by_field_name("name")
            if original is not None and child.child_by_field_name("alias") is not None:
                names.append(original)
        elif child.type == "dotted_name":
            names.append(child)
    return names


def _optional(statement: Found, syntax: Syntax, guards: dict[int, bool]) -> bool:
    """True under a condition, or where an ImportError is caught; a `finally` clause is no part of what is tried."""
    in_finally = False
    for scope in statement.outward():
        if scope.kind in {"if_statement", "match_statement"}:
            return True
        if scope.kind == "finally_clause":
            in_finally = True
        elif scope.kind in {"try_statement", "with_statement"}:
            if not in_finally and _guarded(scope.node, syntax, guards):
                return True
            in_finally = False
    return False


def _guarded(node: Node, syntax: Syntax, guards: dict[int, bool]) -> bool:
    if node.id not in guards:
        if node.type == "try_statement":
            clauses = (child for child in node.named_children if child.type == "except_clause")
            guards[node.id] = any(catches_import_error(caught(clause, syntax)) for clause in clauses)
        else:
            calls = suppressing(node, {})
            guards[node.id] = any(catches_import_error(caught(arguments, syntax)) for _, arguments in calls)
    return guards[node.id]


def catches_import_error(types: tuple[str, ...]) -> bool:
    """True if a clause that names these types catches the failure of an import."""
    return not types or any(name.rpartition(".")[2] in _MISSING for name in types)


def suppressing(node: Node, names: Mapping[str, str]) -> Iterator[tuple[Node, Node]]:
    """The calls of `contextlib.suppress` in the head of a with statement, each with its argument list.

    names: what imports make local names stand for; a bare `suppress` that nothing else binds counts too.
    """
    clause = next((child for child in node.named_children if child.type == "with_clause"), None)
    for item in clause.named_children if clause is not None else ():
        value = item.child_by_field_name("value")
        while value is not None and value.type in {"as_pattern", "parenthesized_expression"} and value.named_children:
            value = value.named_children[0]
        if value is None or value.type != "call":
            continue
        function, arguments = value.child_by_field_name("function"), value.child_by_field_name("arguments")
        first, *rest = segments(function) or ("",)
        if arguments is not None and ".".join((names.get(first, first), *rest)) in {"suppress", "contextlib.suppress"}:
            yield value, arguments
