"""The catch clauses of a JavaScript or TypeScript module, and what its promises' `.catch(...)` do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deploylint.facts.source import Handler
from deploylint.read.ecmascript_imports import catches
from deploylint.read.ecmascript_names import arguments, literal_string, segments, text, unwrapped
from deploylint.read.ecmascript_outcome import block_outcome
from deploylint.read.outcome import ACTS
from deploylint.read.reporting import cleans_up, is_task
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol
from deploylint.read.syntax import Syntax, fold

if TYPE_CHECKING:
    from tree_sitter import Node

# Every clause is looked through with all clauses in it: deeper ones are left out, to stay linear.
_DEEPEST = 20
_AROUND = frozenset({"catch_clause", "arrow_function", "function_expression"})
_BINDERS = frozenset({"identifier", "shorthand_property_identifier_pattern"})
_CALLBACKS = frozenset({"arrow_function", "function_expression"})
_STEPS_THROUGH = frozenset(
    {"statement_block", "if_statement", "else_clause", "expression_statement", "for_in_statement"}
)
_SHORT = 40


def handlers(syntax: Syntax, found: Iterable[Found]) -> tuple[Handler, ...]:
    """All catch clauses and `.catch(...)` that are handed a function, in the order of the source.

    The Range is that of the head: `catch (error)`, `catch((error) =>`.
    What hands on a function by its name is left out.
    """
    made: list[Handler] = []
    for item in found:
        if item.kind == "catch_clause":
            handler = _clause(syntax, item) if _shallow(item) else None
        elif item.kind == "call_expression" and catches(item.node):
            handler = _callback(syntax, item) if _shallow(item) else None
        else:
            continue
        if handler is not None:
            made.append(handler)
    return tuple(made)


def _shallow(item: Found) -> bool:
    return sum(scope.kind in _AROUND for scope in item.outward()) < _DEEPEST


def _clause(syntax: Syntax, item: Found) -> Handler | None:
    node = item.node
    body = node.child_by_field_name("body")
    if body is None:
        return None
    head = [child for child in node.children if child.end_byte <= body.start_byte and child.type != "comment"]
    form, mark = ACTS if node.has_error else block_outcome(body, _bound(node.child_by_field_name("parameter")))
    around = item.around
    tried = around.node.child_by_field_name("body") if around is not None and around.kind == "try_statement" else None
    return Handler(
        range=syntax.between(head[0], head[-1]),
        types=(),
        form=form,
        body=mark,
        symbol=symbol(item),
        snippet=syntax.snippet(head[0], head[-1]),
        cleanup=tried is not None and _only_cleans_up(tried),
        optional_import=tried is not None and _only_imports(tried),
        extent=syntax.range(node),
    )


def _callback(syntax: Syntax, item: Found) -> Handler | None:
    member = item.node.child_by_field_name("function")
    given = arguments(item.node)
    if member is None or not given or given[0].type not in _CALLBACKS:
        return None
    function = given[0]
    method, body = member.child_by_field_name("property"), function.child_by_field_name("body")
    tried = member.child_by_field_name("object")
    if method is None or body is None or tried is None:
        return None
    parameter = function.child_by_field_name("parameter") or function.child_by_field_name("parameters")
    form, mark = ACTS if function.has_error else block_outcome(body, _bound(parameter))
    head = [child for child in function.children if child.end_byte <= body.start_byte and child.type != "comment"]
    whole = syntax.slice(method.start_byte, body.end_byte) if body.end_byte - body.start_byte <= _SHORT else None
    snippet = f".{fold(whole)})" if whole is not None else f".{syntax.snippet(method, head[-1])}"
    tried = unwrapped(tried)
    return Handler(
        range=syntax.between(method, head[-1]),
        types=(),
        form=form,
        body=mark,
        symbol=symbol(item),
        snippet=snippet,
        cleanup=tried.type == "call_expression" and cleans_up(segments(tried)),
        optional_import=_loads(tried),
        extent=syntax.between(method, item.node),
    )


def _bound(parameter: Node | None) -> frozenset[str]:
    """The names in a parameter or a list of them: a name, or those of a pattern."""
    names: set[str] = set()
    stack = [parameter] if parameter is not None else []
    while stack:
        node = stack.pop()
        if node.type in _BINDERS:
            names.add(text(node))
        elif node.type != "type_annotation":
            stack.extend(node.named_children)
    return frozenset(names)


def _only_cleans_up(body: Node) -> bool:
    """True if all that a block does is closing, unlinking, cancelling or the like, under a condition or not."""
    cleaned = False
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type in _STEPS_THROUGH:
            conditions = [node.child_by_field_name(field) for field in ("condition", "left", "right")]
            stack.extend(child for child in node.named_children if child not in conditions)
            continue
        called = unwrapped(node)
        joins = node.type == "await_expression" and called.type == "identifier" and is_task(text(called))
        if joins or (called.type == "call_expression" and cleans_up(segments(called))):
            cleaned = True
        elif node.type != "comment":
            return False
    return cleaned


def _only_imports(body: Node) -> bool:
    """True if a block does nothing but `require` and `import()`."""
    statements = [child for child in body.named_children if child.type != "comment"]
    return bool(statements) and all(_is_import(statement) for statement in statements)


def _is_import(statement: Node) -> bool:
    if statement.type in {"lexical_declaration", "variable_declaration"}:
        values = [child.child_by_field_name("value") for child in statement.named_children]
        return all(value is not None and _loads(value) for value in values)
    if statement.type == "return_statement" or statement.type == "expression_statement":
        inner = [child for child in statement.named_children if child.type != "comment"]
        right = inner[0].child_by_field_name("right") if inner and inner[0].type == "assignment_expression" else None
        return bool(inner) and _loads(right if right is not None else inner[0])
    return False


def _loads(node: Node) -> bool:
    """True for `require("m")`, `await import("m")` and members of them."""
    node = unwrapped(node)
    while node.type == "member_expression":
        inner = node.child_by_field_name("object")
        if inner is None:
            return False
        node = unwrapped(inner)
    if node.type != "call_expression" or segments(node) not in {("require",), ("import",)}:
        return False
    return any(literal_string(argument) is not None for argument in arguments(node))
