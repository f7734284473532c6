"""Environment variables without which a JavaScript or TypeScript module cannot be loaded.

An unset variable is undefined and harms nobody, so only what ends the program counts, at the top of the module:
`if (!process.env.NAME) throw ...`, `invariant(process.env.NAME, ...)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deploylint.facts.source import EnvironmentRead
from deploylint.read.ecmascript_names import arguments, literal_string, text, unwrapped
from deploylint.read.ecmascript_schemas import demanded
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_ASSERTIONS = frozenset({"invariant", "assert", "assert.ok"})
_NOTHING = frozenset({"undefined", "null", '""', "''"})


def reads(syntax: Syntax) -> tuple[EnvironmentRead, ...]:
    """The variables in the order of the source."""
    if "process.env" not in syntax.source.text:
        return ()
    bound: dict[str, EnvironmentRead] = {}
    found: list[EnvironmentRead] = []
    for statement in syntax.root.named_children:
        if statement.type == "export_statement":
            statement = statement.child_by_field_name("declaration") or statement
        if statement.type == "lexical_declaration":
            bound.update(_bound(syntax, statement))
        elif statement.type == "if_statement":
            found += _guarded(syntax, statement, bound)
        elif statement.type == "expression_statement" and statement.named_children:
            found += _asserted(syntax, statement.named_children[0], bound)
    return tuple(dict.fromkeys((*found, *demanded(syntax))))


def _bound(syntax: Syntax, declaration: Node) -> Iterator[tuple[str, EnvironmentRead]]:
    for one in declaration.named_children:
        said, value = one.child_by_field_name("name"), one.child_by_field_name("value")
        read = _read(syntax, value) if value is not None else None
        if said is not None and said.type == "identifier" and read is not None:
            yield text(said), read


def _guarded(syntax: Syntax, statement: Node, bound: dict[str, EnvironmentRead]) -> Iterator[EnvironmentRead]:
    condition, body = statement.child_by_field_name("condition"), statement.child_by_field_name("consequence")
    if condition is None or body is None:
        return
    inner = body.named_children if body.type == "statement_block" else [body]
    if not any(_ends(one) for one in inner):
        return
    stack = [condition]
    while stack:
        node = unwrapped(stack.pop())
        operator = node.child_by_field_name("operator")
        said = text(operator) if operator is not None else ""
        if said == "||":
            stack.extend(reversed(node.named_children))
        elif said == "!":
            yield from _demanded(syntax, node.child_by_field_name("argument"), bound)
        elif said in ("===", "==") and text(node.named_children[-1]) in _NOTHING:
            yield from _demanded(syntax, node.named_children[0], bound)


def _asserted(syntax: Syntax, call: Node, bound: dict[str, EnvironmentRead]) -> Iterator[EnvironmentRead]:
    function = call.child_by_field_name("function") if call.type == "call_expression" else None
    if function is not None and text(function) in _ASSERTIONS:
        yield from _demanded(syntax, next(iter(arguments(call)), None), bound)


def _demanded(syntax: Syntax, node: Node | None, bound: dict[str, EnvironmentRead]) -> Iterator[EnvironmentRead]:
    if node is None:
        return
    node = unwrapped(node)
    found = bound.get(text(node)) if node.type == "identifier" else _read(syntax, node)
    if found is not None:
        yield found


def _read(syntax: Syntax, node: Node) -> EnvironmentRead | None:
    """`process.env.NAME` or `process.env["NAME"]`."""
    node = unwrapped(node)
    owner = node.child_by_field_name("object")
    if owner is None or text(owner) != "process.env":
        return None
    member = node.child_by_field_name("property")
    if node.type == "subscript_expression":
        member = literal_string(node.child_by_field_name("index"))
    return EnvironmentRead(text(member), syntax.range(node), text(node)) if member is not None else None


def _ends(statement: Node) -> bool:
    if statement.type == "expression_statement" and statement.named_children:
        return text(statement.named_children[0]).startswith("process.exit(")
    return statement.type == "throw_statement"
