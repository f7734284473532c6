"""The except clauses of a Python module, and the failures that `contextlib.suppress` swallows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.source import Handler
from deploylint.read.python_imports import suppressing
from deploylint.read.python_names import caught, name, segments
from deploylint.read.python_outcome import block_outcome
from deploylint.read.reporting import cleans_up, is_task
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol
from deploylint.read.syntax import Syntax, fold

if TYPE_CHECKING:
    from tree_sitter import Node

# Every clause is looked through with all clauses in it: deeper ones are left out, to stay linear.
_DEEPEST = 20
_STEPS_THROUGH = frozenset(
    {"block", "if_statement", "elif_clause", "else_clause", "for_statement", "expression_statement"}
)
_CONSTANTS = frozenset({"none", "true", "false", "integer", "string", "identifier", "attribute"})


def handlers(syntax: Syntax, found: Iterable[Found], names: Mapping[str, str]) -> tuple[Handler, ...]:
    """All except clauses and suppressing with statements in the order of the source.

    names: what imports make local names stand for. The Range is the clause's head, or the call of `suppress`.
    """
    made: list[Handler] = []
    for item in found:
        if item.kind == "except_clause":
            if sum(scope.kind == "except_clause" for scope in item.outward()) < _DEEPEST:
                made.append(_clause(syntax, item))
        elif item.kind == "with_statement":
            made.extend(_suppressions(syntax, item, names))
    return tuple(made)


def _clause(syntax: Syntax, item: Found) -> Handler:
    node = item.node
    body = next((child for child in node.named_children if child.type == "block"), None)
    last = next((child for child in node.children if child.type == ":"), node.children[0])
    form, mark = block_outcome(body, _bound(node)) if body is not None and not node.has_error else ("acts", "")
    tried = _tried(item)
    return Handler(
        range=syntax.between(node, last),
        types=caught(node, syntax),
        form=form,
        body=mark,
        symbol=symbol(item),
        snippet=syntax.snippet(node, last),
        cleanup=tried is not None and _only_cleans_up(tried),
        optional_import=tried is not None and _only_imports(tried),
        conversion=tried is not None and _only_converts(tried),
        answers=tried is not None and body is not None and mark in ("return", "assign") and _answers(tried, body),
        extent=syntax.range(node),
    )


def _bound(clause: Node) -> str | None:
    value = clause.child_by_field_name("value")
    alias = value.child_by_field_name("alias") if value is not None and value.type == "as_pattern" else None
    return name(alias) if alias is not None else None


def _tried(item: Found) -> Node | None:
    """The block that the clause of a try statement guards."""
    around = item.around
    return around.node.child_by_field_name("body") if around is not None and around.kind == "try_statement" else None


def _suppressions(syntax: Syntax, item: Found, names: Mapping[str, str]) -> Iterator[Handler]:
    body = item.node.child_by_field_name("body")
    for call, arguments in suppressing(item.node, names):
        yield Handler(
            range=syntax.range(call),
            types=caught(arguments, syntax) or ("()",),
            form="silent",
            body="pass",
            symbol=symbol(item),
            snippet=fold(f"with {syntax.text(call)}:"),
            cleanup=body is not None and _only_cleans_up(body),
            optional_import=body is not None and _only_imports(body),
        )


def _only_cleans_up(body: Node) -> bool:
    """True if all that a block does is closing, unlinking, cancelling, joining, under a condition or not."""
    cleaned = False
    stack = [body]
    while stack:
        node = stack.pop()
        if node.type in _STEPS_THROUGH:
            conditions = [node.child_by_field_name(field) for field in ("condition", "left", "right")]
            stack.extend(child for child in node.named_children if child not in conditions)
        elif node.type == "await" and node.named_children:
            inner = node.named_children[0]
            cleaned = cleaned or inner.type == "identifier"
            if inner.type != "identifier":
                stack.append(inner)
            elif not is_task(name(inner)):
                return False
        elif node.type == "call":
            if not cleans_up(segments(node.child_by_field_name("function"))):
                return False
            cleaned = True
        elif not _does_nothing(node):
            return False
    return cleaned


def _does_nothing(node: Node) -> bool:
    if node.type == "assignment":
        right = node.child_by_field_name("right")
        return right is not None and right.type in {"none", "false", "true"}
    return node.type in {"comment", "string", "pass_statement"}


_CONVERSIONS = frozenset("int float complex Decimal Fraction UUID fromisoformat strptime".split())


def _only_converts(body: Node) -> bool:
    """True if all that a block does is to convert one value: `x = float(x)`, `return datetime.fromisoformat(text)`."""
    statements = [statement for statement in body.named_children if statement.type != "comment"]
    if len(statements) != 1 or statements[0].named_child_count != 1:
        return False
    value: Node | None = statements[0].named_children[0]
    if value is not None and value.type == "assignment":
        value = value.child_by_field_name("right")
    if value is None or value.type != "call":
        return False
    called = segments(value.child_by_field_name("function"))
    return bool(called) and called[-1] in _CONVERSIONS


_YES = frozenset({"true", "comparison_operator", "not_operator", "boolean_operator"})
_INNER = frozenset({"function_definition", "class_definition", "lambda", "decorated_definition", "try_statement"})


def _answers(tried: Node, body: Node) -> bool:
    """True if a clause says False by the same way in which what is tried says True: the failure is the answer."""
    statements = [statement for statement in body.named_children if statement.type != "comment"]
    if len(statements) != 1:
        return False
    way, value = _said(statements[0])
    return way is not None and value is not None and value.type == "false" and _yes(tried, way)


def _yes(tried: Node, way: str) -> bool:
    """True if a block says True in a way, or the statement behind its try statement does."""
    whole = tried.parent
    behind = whole.next_named_sibling if whole is not None else None
    stack = [tried, behind] if behind is not None else [tried]
    while stack:
        node = stack.pop()
        found, value = _said(node)
        if found == way and value is not None and value.type in _YES:
            return True
        if node.type not in _INNER:
            stack.extend(node.named_children)
    return False


def _said(statement: Node) -> tuple[str | None, Node | None]:
    """How a statement gives a value, `return` or the name it sets, and the value; None for another statement."""
    if statement.type == "return_statement":
        return "return", statement.named_children[0] if statement.named_children else None
    inner = next(iter(statement.named_children), None) if statement.type == "expression_statement" else None
    if inner is None or inner.type != "assignment":
        return None, None
    left = inner.child_by_field_name("left")
    return (name(left) if left is not None else None), inner.child_by_field_name("right")


def _only_imports(body: Node) -> bool:
    """True if a block imports, and beside it assigns nothing but constants and names."""
    imports = False
    for statement in body.named_children:
        if statement.type in {"import_statement", "import_from_statement"}:
            imports = True
        elif statement.type == "expression_statement" and statement.named_child_count == 1:
            expression = statement.named_children[0]
            right = expression.child_by_field_name("right") if expression.type == "assignment" else expression
            if right is None or right.type not in _CONSTANTS:
                return False
        elif statement.type not in {"comment", "pass_statement"}:
            return False
    return imports
