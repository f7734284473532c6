"""What a JavaScript or TypeScript module imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploylint.facts.source import Import
from deploylint.read.ecmascript_names import FUNCTIONS, arguments, literal_string, text
from deploylint.read.sweep import Found
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_CONDITIONS = frozenset({"if_statement", "ternary_expression"})


def imports(syntax: Syntax, found: Iterable[Found]) -> tuple[Import, ...]:
    """Every imported name in the order of the source; the Range is that of the module's name within its quotes.

    A name is `default`, `*`, or as the other module calls it; None for `import "m"`, `require("m")` and `import("m")`.
    What only types use is optional, as is what a condition, `try` or `.catch` guards.
    """
    made: list[Import] = []
    for item in found:
        if item.kind in {"import_statement", "export_statement"}:
            made.extend(_declared(syntax, item.node))
        elif item.kind == "call_expression":
            module = literal_string(_loaded(item.node))
            if module is not None:
                local = any(scope.kind in FUNCTIONS for scope in item.outward())
                made.append(Import(text(module), None, 0, syntax.range(module), _optional(item), local))
    return tuple(made)


def _loaded(call: Node) -> Node | None:
    """The argument of `require(...)` or `import(...)`."""
    function = call.child_by_field_name("function")
    if function is None or not (function.type == "import" or function.text == b"require"):
        return None
    given = arguments(call)
    return given[0] if given else None


def _declared(syntax: Syntax, node: Node) -> Iterator[Import]:
    clauses = [child for child in node.named_children if child.type != "comment"]
    source = node.child_by_field_name("source")
    for clause in clauses:
        source = clause.child_by_field_name("source") if clause.type == "import_require_clause" else source
    module = literal_string(source)
    if module is None:
        return
    types_only = any(child.type in {"type", "typeof"} for child in node.children)
    where, name = syntax.range(module), text(module)
    for imported, type_only in _names(node, clauses):
        yield Import(name, imported, 0, where, types_only or type_only)


def _names(node: Node, clauses: list[Node]) -> list[tuple[str | None, bool]]:
    """The names an import or export statement takes over, and whether each is a type alone."""
    if node.type == "export_statement":
        specifiers = [s for clause in clauses if clause.type == "export_clause" for s in clause.named_children]
        named = [_specified(s) for s in specifiers if s.type == "export_specifier"]
        return named if any(clause.type == "export_clause" for clause in clauses) else [("*", False)]
    names: list[tuple[str | None, bool]] = []
    for part in (part for clause in clauses if clause.type == "import_clause" for part in clause.named_children):
        if part.type == "identifier":
            names.append(("default", False))
        elif part.type == "namespace_import":
            names.append(("*", False))
        elif part.type == "named_imports":
            names.extend(_specified(s) for s in part.named_children if s.type == "import_specifier")
    return names or [(None, False)]


def _specified(specifier: Node) -> tuple[str | None, bool]:
    name = specifier.child_by_field_name("name")
    type_only = any(child.type in {"type", "typeof"} for child in specifier.children)
    return (text(name).strip("\"'") if name is not None else None), type_only


def _optional(item: Found) -> bool:
    inside = item
    in_finally = False
    for scope in item.outward():
        if scope.kind in _CONDITIONS:
            return True
        if scope.kind == "finally_clause":
            in_finally = True
        elif scope.kind == "try_statement":
            if not in_finally and scope.node.child_by_field_name("handler") is not None:
                return True
            in_finally = False
        elif scope.kind == "call_expression" and catches(scope.node) and not _is_argument(scope.node, inside.node):
            return True
        inside = scope
    return False


def catches(call: Node) -> bool:
    """True for `something.catch(...)`."""
    function = call.child_by_field_name("function")
    if function is None or function.type != "member_expression":
        return False
    method = function.child_by_field_name("property")
    return method is not None and method.text == b"catch"


def _is_argument(call: Node, inner: Node) -> bool:
    given = call.child_by_field_name("arguments")
    return given is not None and given.start_byte <= inner.start_byte
