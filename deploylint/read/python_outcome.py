"""What the body of an except clause does with the failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploylint.read.outcome import ACTS, ASSIGNS, HANDLES, RETURNS, SILENT, Form, Step, outcome
from deploylint.read.python_names import name, segments
from deploylint.read.reporting import (
    Value,
    answers,
    assigned,
    is_error_status,
    names_failure,
    pair_value,
    strongest,
    tells,
    text_value,
)

if TYPE_CHECKING:
    from tree_sitter import Node

_SILENT = {"pass_statement": "pass", "continue_statement": "continue", "break_statement": "break"}
_DEEPEST_VALUE = 6
_RAISES = frozenset({"raise_statement", "assert_statement", "print_statement"})
_ACTS = frozenset(
    {
        *("function_definition", "class_definition", "lambda", "decorated_definition", "augmented_assignment"),
        *("for_statement", "while_statement", "delete_statement", "import_statement", "import_from_statement"),
        *("exec_statement", "ERROR"),
    }
)
_CLOSED = frozenset({"function_definition", "class_definition", "lambda", "string", "comment"})
_CONDITIONED = frozenset({"if_statement", "elif_clause", "while_statement", "conditional_expression"})
_LITERALS = frozenset({"none", "true", "false", "integer", "float", "ellipsis"})
_EMPTY_MAKERS = frozenset(
    {"dict", "list", "set", "tuple", "frozenset", "str", "bytes", "float", "int", "bool", "Decimal"}
)
_COLLECTIONS = frozenset({"tuple", "expression_list", "list", "set"})


def block_outcome(body: Node, bound: str | None) -> tuple[Form, str]:
    """The strongest thing a block does, and for a silent one its telling statement; bound: the exception's name."""

    def step(node: Node, quiet: bool) -> Step:
        if node.type == "identifier":
            return HANDLES if bound is not None and not quiet and name(node) == bound else SILENT
        return _step(node)

    return outcome(body, step, _within, "pass")


def _step(node: Node) -> Step:
    """What one node does by itself."""
    kind = node.type
    if kind in _RAISES:
        return HANDLES
    if kind == "call":
        return _call(node)
    if kind in {"return_statement", "yield"}:
        return _returned(node)
    if kind == "assignment":
        return _assigned(node)
    if kind in _ACTS or node.is_missing:
        return ACTS
    return "silent", _SILENT.get(kind, "")


def _within(node: Node) -> list[tuple[Node, bool]]:
    """The children to look at next; hidden: the exception's name there is only looked at, and goes nowhere."""
    kind = node.type
    if kind in _CLOSED:
        inner = [child for child in node.named_children if child.type == "interpolation"] if kind == "string" else []
        return [(child, False) for child in inner]
    if kind == "attribute":
        value = node.child_by_field_name("object")
        return [(value, False)] if value is not None else []
    if kind == "keyword_argument":
        value = node.child_by_field_name("value")
        return [(value, False)] if value is not None else []
    if kind == "assignment":
        left = node.child_by_field_name("left")
        return [(child, False) for child in node.named_children if child != left or child.type != "identifier"]
    if kind in _CONDITIONED:
        condition = node.child_by_field_name("condition")
        if kind == "conditional_expression" and node.named_child_count == 3:
            condition = node.named_children[1]
        return [(child, child == condition) for child in node.named_children]
    if kind == "delete_statement":
        return []
    return [(child, False) for child in node.named_children]


def _call(node: Node) -> Step:
    if tells(segments(node.child_by_field_name("function"))):
        return HANDLES
    if _makes_empty(node):
        return SILENT
    arguments = node.child_by_field_name("arguments")
    said = _argument_values(arguments) if arguments is not None else []
    return HANDLES if "failure" in said else ACTS


def _argument_values(arguments: Node) -> list[Value]:
    values: list[Value] = []
    for child in arguments.named_children:
        if child.type == "keyword_argument":
            key, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if key is not None and value is not None:
                values.append(_pair(name(key), value, 1))
        elif child.type != "call":
            values.append(_value(child, 1))
    return values


def _returned(node: Node) -> Step:
    value = strongest([_value(child) for child in node.named_children])
    if value in {"failure", "message"}:
        return HANDLES
    if value == "constant":
        return RETURNS if node.type == "return_statement" else ACTS
    made = node.named_children[0]
    made = made.named_children[0] if made.type == "await" and made.named_children else made
    if made.type == "call" and (
        answers(segments(made.child_by_field_name("function"))) or _says(made.child_by_field_name("arguments"))
    ):
        return HANDLES
    return ACTS


def _says(arguments: Node | None) -> bool:
    return arguments is not None and not {"failure", "message"}.isdisjoint(_argument_values(arguments))


def _assigned(node: Node) -> Step:
    """An assignment of a constant is silent, unless what it says or the target's name speaks of an error."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if right is None:
        return SILENT
    if right.type == "assignment":
        return ASSIGNS
    named = left is not None and right.type != "none" and names_failure(".".join(segments(left)))
    return assigned(_value(right), named)


def _value(node: Node, depth: int = 0) -> Value:
    """What an expression says to whoever gets it; other than a name or a call it is judged by its parts."""
    kind = node.type
    if depth > _DEEPEST_VALUE:
        return "computed"
    if kind in _LITERALS or kind == "comment":
        return "constant"
    if kind in {"string", "concatenated_string"}:
        return text_value(_unquoted(node))
    if kind in {"parenthesized_expression", "unary_operator", "not_operator"} and node.named_child_count:
        return _value(node.named_children[0], depth + 1)
    if kind in _COLLECTIONS:
        return _collection(node, depth)
    if kind == "dictionary":
        return _dictionary(node, depth)
    return "constant" if kind == "call" and _makes_empty(node) else "computed"


def _unquoted(node: Node) -> str:
    text = (node.text or b"").decode("utf-8", "replace")
    return text.lstrip("rRbBfFuUtT").strip("'\"") if text[-1:] in {"'", '"'} else text


def _makes_empty(node: Node) -> bool:
    """True for `dict()`, `float("nan")` and their like."""
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or function.type != "identifier" or name(function) not in _EMPTY_MAKERS:
        return False
    return all(_value(child, _DEEPEST_VALUE) == "constant" for child in arguments.named_children)


def _collection(node: Node, depth: int) -> Value:
    members = node.named_children
    values = [_value(child, depth + 1) for child in members]
    if node.type in {"tuple", "expression_list"}:
        return "failure" if any(is_error_status(_literal(child)) for child in members) else strongest(values)
    value = strongest(values)
    return value if value != "constant" or not values else "computed"


def _dictionary(node: Node, depth: int) -> Value:
    values: list[Value] = []
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and value is not None:
            values.append(_pair((key.text or b"").decode("utf-8", "replace"), value, depth + 1))
        elif pair.type != "comment":
            values.append("computed")
    return "failure" if "failure" in values else "computed" if values else "constant"


def _pair(key: str, value: Node, depth: int) -> Value:
    return pair_value(key.strip("'\""), _literal(value), _value(value, depth))


def _literal(node: Node) -> str:
    """The text of a short literal, for what is none an ellipsis."""
    short = node.child_count < 4 and node.end_byte - node.start_byte < 80
    return (node.text or b"").decode("utf-8", "replace") if short else "..."
