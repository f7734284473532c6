"""What the body of a catch clause does with the failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.read.ecmascript_names import arguments, segments, text, unwrapped
from deploylint.read.outcome import ACTS, HANDLES, RETURNS, SILENT, Form, Step, outcome
from deploylint.read.reporting import (
    Value,
    answers,
    assigned,
    names_failure,
    pair_value,
    strongest,
    tells,
    text_value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST_VALUE = 6
_ACTS = frozenset(
    {
        *("augmented_assignment_expression", "update_expression", "for_statement", "for_in_statement"),
        *("while_statement", "do_statement", "function_declaration", "class_declaration", "yield_expression", "ERROR"),
    }
)
_MARKS = {"continue_statement": "continue", "break_statement": "break"}
_CLOSED = frozenset({"function_declaration", "class_declaration", "type_annotation", "comment", "regex"})
_CONDITIONED = frozenset({"if_statement", "ternary_expression", "while_statement", "do_statement"})
_LITERALS = frozenset({"null", "undefined", "true", "false", "number", "regex", "comment"})
_CONSTANT_NAMES = frozenset({"undefined", "NaN", "Infinity"})
_EMPTY_MAKERS = frozenset({"Map", "Set", "WeakMap", "Array", "Object"})
_CONTINUATIONS = frozenset({"next", "done", "cb", "callback"})
_STATUSES = frozenset({"statusCode", "exitCode", "status"})
_USES = frozenset({"identifier", "shorthand_property_identifier"})


def block_outcome(body: Node, bound: frozenset[str]) -> tuple[Form, str]:
    """The strongest thing a block or an arrow function's expression does, and for a silent one its telling mark.

    bound: the names that the failure, or parts of it, are given.
    """

    def step(node: Node, quiet: bool) -> Step:
        if node.type in _USES:
            return HANDLES if not quiet and text(node) in bound else SILENT
        return _step(node)

    if body.type != "statement_block":
        form, mark = _given(body)
        if form != "acts":
            return form, mark
        form, _ = outcome(body, step, _within, "return")
        return ("handles", "") if form == "handles" else ("acts", "")
    return outcome(body, step, _within, "empty")


def _step(node: Node) -> Step:
    """What one node does by itself."""
    kind = node.type
    if kind == "throw_statement":
        return HANDLES
    if kind in {"call_expression", "new_expression"}:
        return _call(node)
    if kind == "return_statement":
        given = [child for child in node.named_children if child.type != "comment"]
        return _given(given[0]) if given else RETURNS
    if kind == "assignment_expression":
        return _assigned(node.child_by_field_name("left"), node.child_by_field_name("right"))
    if kind == "variable_declarator":
        return _assigned(node.child_by_field_name("name"), node.child_by_field_name("value"))
    if kind in _ACTS or node.is_missing or (kind == "unary_expression" and text(node).startswith("delete")):
        return ACTS
    return "silent", _MARKS.get(kind, "")


def _within(node: Node) -> list[tuple[Node, bool]]:
    """The children to look at next; hidden: the failure is only looked at there, and goes nowhere."""
    kind = node.type
    if kind in _CLOSED:
        return []
    children = node.named_children
    if kind in _CONDITIONED:
        condition = node.child_by_field_name("condition")
        return [(child, child == condition) for child in children]
    if kind == "switch_statement":
        value = node.child_by_field_name("value")
        return [(child, child == value) for child in children]
    if kind in {"assignment_expression", "variable_declarator"}:
        left = node.child_by_field_name("left" if kind == "assignment_expression" else "name")
        return [(child, False) for child in children if child != left or child.type == "member_expression"]
    return [(child, False) for child in children]


def _call(node: Node) -> Step:
    called = segments(node)
    given = arguments(node)
    if tells(called) or answers(called) or (given and called[-1:] and called[-1] in _CONTINUATIONS):
        return HANDLES
    if _makes_empty(node):
        return SILENT
    return HANDLES if any(_value(child, 1) == "failure" for child in given) else ACTS


def _given(node: Node) -> Step:
    """What returning an expression does."""
    value = _value(node)
    if value in {"failure", "message"}:
        return HANDLES
    if value == "constant":
        return RETURNS
    made = unwrapped(node)
    if made.type in {"call_expression", "new_expression"}:
        says = {_value(child, 1) for child in arguments(made)}
        if answers(segments(made)) or not says.isdisjoint({"failure", "message"}):
            return HANDLES
    return ACTS


def _assigned(left: Node | None, right: Node | None) -> Step:
    if right is None:
        return SILENT
    target = segments(left)
    if target and target[-1] in _STATUSES and right.type == "number" and text(right) != "0":
        return HANDLES
    named = right.type not in {"null", "undefined"} and names_failure(".".join(target))
    return assigned(_value(right), named)


def _value(node: Node, depth: int = 0) -> Value:
    """What an expression says to whoever gets it; other than a name or a call it is judged by its parts."""
    node = unwrapped(node) if node.type != "await_expression" else node
    kind = node.type
    if depth > _DEEPEST_VALUE:
        return "computed"
    if kind in _LITERALS or (kind == "identifier" and text(node) in _CONSTANT_NAMES):
        return "constant"
    if kind in {"string", "template_string"}:
        return text_value(text(node).strip("\"'`"))
    if kind.startswith("jsx_"):
        return "message"
    if kind == "unary_expression" and node.named_child_count:
        return _value(node.named_children[-1], depth + 1)
    if kind == "array":
        values = [_value(child, depth + 1) for child in node.named_children if child.type != "comment"]
        value = strongest(values)
        return value if value != "constant" or not values else "computed"
    if kind == "object":
        return _object(node, depth)
    return "constant" if _makes_empty(node) else "computed"


def _makes_empty(node: Node) -> bool:
    """True for `new Map()` and `Promise.resolve(null)`."""
    if node.type == "new_expression":
        return segments(node)[-1:] != () and segments(node)[-1] in _EMPTY_MAKERS and not arguments(node)
    if node.type == "call_expression" and segments(node) == ("Promise", "resolve"):
        return all(_value(child, _DEEPEST_VALUE) == "constant" for child in arguments(node))
    return False


def _object(node: Node, depth: int) -> Value:
    values: list[Value] = []
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if pair.type == "pair" and key is not None and value is not None:
            literal = text(value) if value.child_count < 4 and value.end_byte - value.start_byte < 80 else "..."
            values.append(pair_value(text(key).strip("\"'"), literal, _value(value, depth + 1)))
        elif pair.type == "shorthand_property_identifier" and names_failure(text(pair)):
            values.append("failure")
        elif pair.type != "comment":
            values.append("computed")
    return "failure" if "failure" in values else "computed" if values else "constant"
