"""Functions and names of a JavaScript or TypeScript module, as far as its commands and servers need them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from deploylint.read.ecmascript_names import FUNCTIONS, LONGEST_CHAIN, arguments, segments, text, unwrapped
from deploylint.read.source_reach import Reference
from deploylint.read.source_scopes import Binding, Function, Scopes, in_branch, owner_of
from deploylint.read.sweep import Found

if TYPE_CHECKING:
    from tree_sitter import Node

KINDS = FUNCTIONS | {
    *("call_expression", "new_expression", "variable_declarator", "identifier", "import_statement", "try_statement"),
    *("if_statement", "ternary_expression", "switch_case", "switch_default", "catch_clause", "assignment_expression"),
    *("augmented_assignment_expression", "shorthand_property_identifier", "property_identifier", "class_body"),
}
_BRANCHES = frozenset({"if_statement", "ternary_expression", "switch_case", "switch_default", "catch_clause"})
_NAMED = frozenset({"function_declaration", "generator_function_declaration", "method_definition"})
_REFERRING = frozenset({"identifier", "property_identifier"})
_CHANGES = frozenset({"push", "unshift", "splice", "pop", "shift"})
# Methods that run the function they are given at once, or when what stands before them is done.
_RUN_IT = frozenset({"then", "finally", "forEach", "map", "reduce"})


def scopes(found: Sequence[Found]) -> Scopes:
    """The scopes of a module; found: its nodes of KINDS."""
    functions = {
        item.node.id: Function(said, _parameters(item.node), item)
        for item in found
        if item.kind in FUNCTIONS and (said := _name(item.node))
    }
    branches = frozenset(
        item.node.id
        for item in found
        if item.kind in _BRANCHES or (item.kind in FUNCTIONS and item.node.id not in functions and not _at_once(item))
    )
    methods = frozenset(one.name for one in functions.values() if one.item.kind == "method_definition")
    names = frozenset(one.name for one in functions.values())
    references = tuple(
        Reference(said, owner_of(item, functions), in_branch(item, functions, branches))
        for item in found
        if item.kind in _REFERRING and (said := text(item.node)) in names and _refers(item, said, methods)
    )
    bindings = tuple(binding for item in found for binding in _bindings(item, owner_of(item, functions)))
    return Scopes(functions, bindings, frozenset(_mutated(found)), branches, references)


def imported_names(found: Sequence[Found]) -> dict[str, str]:
    """Local names to what they are of another module: `const { execSync: run } = require("child_process")`."""
    names: dict[str, str] = {}
    for item in found:
        if item.kind == "import_statement":
            names.update(_imported(item.node))
        elif item.kind == "variable_declarator":
            names.update(_required(item.node, names))
    return names


def dotted(node: Node | None, names: Mapping[str, str]) -> str | None:
    """The dotted name of an identifier or a chain of members, its first part resolved; None for all else.

    `require("child_process").exec` is child_process.exec; of `$({...})` it is the name that is called.
    """
    parts: list[str] = []
    for _ in range(LONGEST_CHAIN):
        if node is None:
            return None
        node = unwrapped(node)
        if node.type == "member_expression":
            member = node.child_by_field_name("property")
            parts.append(text(member) if member is not None else "")
            node = node.child_by_field_name("object")
        elif node.type == "call_expression":
            module = _module_of(node)
            if module is not None:
                return ".".join((module, *reversed(parts)))
            if parts:
                return None
            node = node.child_by_field_name("function")
        else:
            break
    if node is None or node.type != "identifier":
        return None
    first = text(node)
    return ".".join((names.get(first, first), *reversed(parts)))


def _module_of(node: Node | None) -> str | None:
    """The module of `require("m")` and `await import("m")`, without `node:`."""
    node = unwrapped(node) if node is not None else None
    function = node.child_by_field_name("function") if node is not None and node.type == "call_expression" else None
    if node is None or function is None or not (function.type == "import" or function.text == b"require"):
        return None
    given = arguments(node)
    return text(given[0]).strip("\"'`").removeprefix("node:") if given and given[0].type == "string" else None


def _imported(statement: Node) -> Iterator[tuple[str, str]]:
    source = statement.child_by_field_name("source")
    if source is None:
        return
    module = text(source).strip("\"'").removeprefix("node:")
    clause = next((child for child in statement.named_children if child.type == "import_clause"), None)
    if clause is None and module == "zx/globals":
        yield "$", "zx.$"
    for part in clause.named_children if clause is not None else ():
        if part.type in {"identifier", "namespace_import"}:
            yield text(part).removeprefix("*").strip().removeprefix("as").strip(), module
        for specifier in part.named_children if part.type == "named_imports" else ():
            said, alias = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
            if said is not None:
                yield text(alias or said), f"{module}.{text(said)}"


def _required(declarator: Node, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    left, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
    if left is None or value is None:
        return
    value = unwrapped(value)
    module = _module_of(value) or dotted(value, names) if value.type != "call_expression" else _module_of(value)
    if value.type == "call_expression" and segments(value.child_by_field_name("function"))[-1:] == ("promisify",):
        given = arguments(value)
        module = dotted(given[0], names) if given else None
    if module is None or ("." not in module and module == text(value)):
        return
    if left.type == "identifier":
        yield text(left), module
    for part in left.named_children if left.type == "object_pattern" else ():
        if part.type == "shorthand_property_identifier_pattern":
            yield text(part), f"{module}.{text(part)}"
        elif part.type == "pair_pattern":
            key, local = part.child_by_field_name("key"), part.child_by_field_name("value")
            if key is not None and local is not None and local.type == "identifier":
                yield text(local), f"{module}.{text(key)}"


def _name(function: Node) -> str:
    """The name of a function: its own, or that of the constant it is the value of."""
    said = function.child_by_field_name("name")
    if said is not None and function.type in _NAMED:
        return text(said)
    parent = function.parent
    if parent is not None and parent.type == "variable_declarator":
        left = parent.child_by_field_name("name")
        return text(left) if left is not None and left.type == "identifier" else ""
    return ""


def _parameters(function: Node) -> tuple[str, ...]:
    """The parameters in order; `...args` as `*args`, patterns as an empty name."""
    single = function.child_by_field_name("parameter")
    if single is not None:
        return (text(single),)
    found = function.child_by_field_name("parameters")
    names = []
    for child in found.named_children if found is not None else ():
        inner = child.child_by_field_name("pattern") or child.child_by_field_name("left") or child
        if inner.type == "rest_pattern":
            names.append("*" + text(inner).removeprefix("..."))
        elif child.type != "comment":
            names.append(text(inner) if inner.type == "identifier" else "")
    return tuple(names)


def _at_once(item: Found) -> bool:
    """True for a function without a name that runs where it stands: `(() => {...})()`, `.then(() => ...)`."""
    parent = item.node.parent
    while parent is not None and parent.type == "parenthesized_expression":
        parent = parent.parent
    if parent is None:
        return False
    if parent.type == "call_expression":
        return True
    call = parent.parent if parent.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    return function is not None and (segments(function) or ("",))[-1] in _RUN_IT


def _refers(item: Found, said: str, methods: frozenset[str]) -> bool:
    """True if a name may mean a function here, and is not only declared or handed out to other modules."""
    parent, node = item.node.parent, item.node
    if item.kind == "property_identifier":
        return parent is not None and parent.type == "member_expression" and said in methods
    if parent is None or parent.type in {"export_statement", "export_specifier", "formal_parameters"}:
        return False
    if parent.type == "variable_declarator" and parent.child_by_field_name("name") == node:
        return False
    if parent.type == "assignment_expression":
        left = parent.child_by_field_name("left")
        if left == node or (left is not None and text(left).startswith(("module.exports", "exports."))):
            return False
    return said not in methods


def _bindings(item: Found, owner: int) -> Iterator[Binding]:
    node = item.node
    if item.kind == "variable_declarator":
        left, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if left is not None and left.type == "identifier":
            yield Binding(owner, text(left), Found(value, "value", item) if value is not None else None)
    elif item.kind in {"assignment_expression", "augmented_assignment_expression"}:
        left = node.child_by_field_name("left")
        if left is not None and left.type == "identifier":
            yield from (Binding(key, text(left), None) for key in (owner, owner, 0, 0))


def _mutated(found: Sequence[Found]) -> Iterator[str]:
    """Names on which `push` and the like are called."""
    for item in found:
        function = item.node.child_by_field_name("function") if item.kind == "call_expression" else None
        if function is None or function.type != "member_expression":
            continue
        method, target = function.child_by_field_name("property"), function.child_by_field_name("object")
        if method is not None and target is not None and target.type == "identifier" and text(method) in _CHANGES:
            yield text(target)
