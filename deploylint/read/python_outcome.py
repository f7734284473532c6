"""What the body of an except clause does with the failure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from deploylint.read.python_names import name, segments
from deploylint.read.reporting import Value, answers, names_failure, strongest, tells, text_value

if TYPE_CHECKING:
    from tree_sitter import Node

Form = Literal["handles", "acts", "silent"]

_SILENT = ("return", "assign", "break", "continue", "pass")
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
_FIRST_ERROR_STATUS = 400


def outcome(body: Node, bound: str | None) -> tuple[Form, str]:
    """The strongest thing a block does, and for a silent one its telling statement; bound: the exception's name."""
    acts, marks = False, set[str]()
    stack: list[tuple[Node, bool]] = [(body, False)]
    while stack:
        node, quiet = stack.pop()
        form, mark = _step(node, bound if not quiet else None)
        if form == "handles":
            return "handles", ""
        acts = acts or form == "acts"
        marks.add(mark)
        stack.extend((child, quiet or hidden) for child, hidden in _within(node))
    if acts:
        return "acts", ""
    return "silent", next((mark for mark in _SILENT if mark in marks), "pass")


def _step(node: Node, bound: str | None) -> tuple[Form, str]:
    """What one node does by itself."""
    kind = node.type
    if kind == "identifier":
        return ("handles" if bound is not None and name(node) == bound else "silent"), ""
    if kind in _RAISES:
        return "handles", ""
    if kind == "call":
        return _call(node), ""
    if kind in {"return_statement", "yield"}:
        return _returned(node)
    if kind == "assignment":
        return _assigned(node)
    if kind in _ACTS or node.is_missing:
        return "acts", ""
    return "silent", kind.removesuffix("_statement")


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


def _call(node: Node) -> Form:
    if tells(segments(node.child_by_field_name("function"))):
        return "handles"
    arguments = node.child_by_field_name("arguments")
    said = _argument_values(arguments) if arguments is not None else []
    return "handles" if "failure" in said else "acts"


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


def _returned(node: Node) -> tuple[Form, str]:
    if not node.named_child_count:
        return "silent", "return"
    values = [_value(child) for child in node.named_children if child.type != "comment"]
    value = strongest(values)
    if value in {"failure", "message"}:
        return "handles", ""
    if value == "constant":
        return ("silent", "return") if node.type == "return_statement" else ("acts", "")
    made = node.named_children[0]
    made = made.named_children[0] if made.type == "await" and made.named_children else made
    if made.type == "call" and (
        answers(segments(made.child_by_field_name("function"))) or _says(made.child_by_field_name("arguments"))
    ):
        return "handles", ""
    return "acts", ""


def _says(arguments: Node | None) -> bool:
    return arguments is not None and not {"failure", "message"}.isdisjoint(_argument_values(arguments))


def _assigned(node: Node) -> tuple[Form, str]:
    """An assignment of a constant is silent, unless what it says or the target's name speaks of an error."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if right is None:
        return "silent", ""
    if right.type == "assignment":
        return "silent", "assign"
    value = _value(right)
    if value == "failure":
        return "handles", ""
    if value != "constant":
        return "acts", ""
    named = left is not None and names_failure(".".join(segments(left)))
    return ("acts", "") if named and right.type != "none" else ("silent", "assign")


def _value(node: Node, depth: int = 0) -> Value:
    """What an expression says to whoever gets it; other than a name or a call it is judged by its parts."""
    kind = node.type
    if depth > _DEEPEST_VALUE:
        return "computed"
    if kind in _LITERALS or kind == "comment":
        return "constant"
    if kind in {"string", "concatenated_string"}:
        return text_value((node.text or b"").decode("utf-8", "replace").strip("rRbBfFuU'\""))
    if kind in {"parenthesized_expression", "unary_operator", "not_operator"} and node.named_child_count:
        return _value(node.named_children[0], depth + 1)
    if kind in _COLLECTIONS:
        return _collection(node, depth)
    if kind == "dictionary":
        return _dictionary(node, depth)
    return "constant" if kind == "call" and _makes_empty(node) else "computed"


def _makes_empty(node: Node) -> bool:
    """True for `dict()`, `float("nan")` and their like."""
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or function.type != "identifier" or name(function) not in _EMPTY_MAKERS:
        return False
    return all(_value(child, _DEEPEST_VALUE) == "constant" for child in arguments.named_children)


def _collection(node: Node, depth: int) -> Value:
    members = node.named_children
    values = [_value(child, depth + 1) for child in members]
    statuses = (child for child in members if child.type == "integer")
    if node.type in {"tuple", "expression_list"}:
        if any(_is_error_status(child) for child in statuses):
            return "failure"
        return strongest(values)
    value = strongest(values)
    return value if value != "constant" or not values else "computed"


def _is_error_status(node: Node) -> bool:
    text = (node.text or b"").decode("ascii", "replace")
    return len(text) == 3 and text.isdigit() and _FIRST_ERROR_STATUS <= int(text) < _FIRST_ERROR_STATUS + 200


def _dictionary(node: Node, depth: int) -> Value:
    values: list[Value] = []
    for pair in node.named_children:
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if pair.type == "comment":
            continue
        if key is None or value is None:
            values.append("computed")
        else:
            values.append(_pair((key.text or b"").decode("utf-8", "replace"), value, depth + 1))
    return strongest(values) if "failure" in values else ("computed" if values else "constant")


def _pair(key: str, value: Node, depth: int) -> Value:
    """What `key: value` says: a key that names an error makes any value but None and True one."""
    said: Sequence[Value] = [_value(value, depth)]
    if names_failure(key) and value.type not in {"none", "false", "integer"} and not _is_empty(value):
        return "failure"
    if key.strip("'\"") in {"success", "ok", "healthy", "valid", "connected"} and value.type == "false":
        return "failure"
    if key.strip("'\"") in {"status_code", "status", "code"} and value.type == "integer" and _is_error_status(value):
        return "failure"
    return strongest(said)


def _is_empty(value: Node) -> bool:
    return value.type in {"string", "list", "dictionary", "tuple"} and (value.text or b"").strip(b"'\"[]{}()") == b""
