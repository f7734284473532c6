"""Environment variables that a module's schema demands when it is loaded: zod, and envalid.

Sources: zod.dev (`parse` throws; a key is needed unless its schema takes undefined), github.com/af/envalid (`cleanEnv`
ends the program where a variable without a default is not set).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from deploylint.facts.source import EnvironmentRead
from deploylint.read.ecmascript_names import arguments, segments, text, unwrapped
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

# What undefined never passes, and what may follow it without letting it pass. `z.coerce.string()` makes a text of it.
_HEADS = frozenset({"string", "enum", "nativeEnum", "literal", "url", "email", "uuid"})
_FOLLOWING = frozenset(
    (
        "min max length url email uuid regex trim nonempty startsWith endsWith includes toLowerCase toUpperCase int "
        "positive nonnegative finite gt gte lt lte transform refine superRefine describe pipe datetime ip brand"
    ).split()
)
_OF_OBJECT = frozenset({"strict", "passthrough", "loose", "strip", "refine", "superRefine", "transform", "describe"})
_VALIDATORS = frozenset({"str", "bool", "num", "email", "host", "port", "url", "json"})
_DEFAULTS = ("default", "devDefault", "requiredWhen", "...")


def demanded(syntax: Syntax) -> Iterator[EnvironmentRead]:
    """The variables in the order of the source, of checks at the top of the module."""
    source = syntax.source.text
    if "process.env" not in source or ("zod" not in source and "envalid" not in source):
        return
    schemas: dict[str, Node] = {}
    for statement in syntax.root.named_children:
        if statement.type == "export_statement":
            statement = statement.child_by_field_name("declaration") or statement
        for bound, value in _values(statement):
            value = unwrapped(value)
            if value.type != "call_expression":
                continue
            given = arguments(value)
            names = segments(value)
            if names[-1:] == ("parse",) and len(given) == 1 and text(given[0]) == "process.env":
                yield from _parsed(syntax, value, schemas)
            elif names[-1:] == ("cleanEnv",) and len(given) > 1 and text(given[0]) == "process.env":
                yield from _keys(syntax, given[1], _is_validated)
            elif bound and names[:2] == ("z", "object"):
                schemas[bound] = value


def _values(statement: Node) -> Iterator[tuple[str, Node]]:
    """What a statement binds or does: a name, "" without one, and an expression."""
    if statement.type == "expression_statement" and statement.named_children:
        yield "", statement.named_children[0]
    for one in statement.named_children if statement.type == "lexical_declaration" else ():
        name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
        if name is not None and value is not None:
            yield (text(name) if name.type == "identifier" else ""), value


def _parsed(syntax: Syntax, call: Node, schemas: dict[str, Node]) -> Iterator[EnvironmentRead]:
    """The keys of the object whose `parse` is called: it stands there, or a name is bound to it above."""
    function = call.child_by_field_name("function")
    owner = function.child_by_field_name("object") if function is not None else None
    if owner is None:
        return
    node: Node | None = unwrapped(owner)
    if node is not None and node.type == "identifier":
        node = schemas.get(text(node))
    while node is not None and node.type == "call_expression":
        names = segments(node)
        if names == ("z", "object"):
            given = arguments(node)
            yield from _keys(syntax, given[0], _is_needed) if given else ()
            return
        function = node.child_by_field_name("function")
        goes_on = function is not None and names[-1:] != () and names[-1] in _OF_OBJECT
        node = function.child_by_field_name("object") if goes_on and function is not None else None


def _is_needed(value: Node) -> bool:
    names = segments(value)
    rest = names[2:]
    if names[:3] == ("z", "coerce", "number"):
        rest = names[3:]
    elif names[:1] != ("z",) or names[1:2] == () or names[1] not in _HEADS:
        return False
    return set(rest) <= _FOLLOWING


def _is_validated(value: Node) -> bool:
    said = "".join(text(one) for one in arguments(value))
    return bool(_VALIDATORS & {*segments(value)[-1:]}) and not any(word in said for word in _DEFAULTS)


def _keys(syntax: Syntax, node: Node, accepts: Callable[[Node], bool]) -> Iterator[EnvironmentRead]:
    for pair in node.named_children if node.type == "object" else ():
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is None or value is None or key.type not in {"property_identifier", "string"}:
            continue
        name, value = text(key).strip("\"'"), unwrapped(value)
        if value.type == "call_expression" and accepts(value):
            yield EnvironmentRead(name, syntax.range(key), name)
