"""Handlers of Python source that log and raise where they did nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst
from libcst import matchers as m
from libcst.metadata import Assignment, GlobalScope, ImportAssignment

from deploylint.fix.encoded import Splice
from deploylint.fix.python import Handler, Parsed
from deploylint.fix.python_imports import imported, importing
from deploylint.fix.refused import Refused

_MAKERS = frozenset({"getLogger", "get_logger", "getChild"})
_NOTHING = m.Pass() | m.Expr(value=m.Ellipsis())


def splices(parsed: Parsed, starts: Sequence[int]) -> tuple[Splice, ...]:
    """What mends the except clauses that begin at these offsets, and the import they need.

    Raises Refused for what is no clause whose body is `pass` alone.
    """
    found: list[Splice] = []
    needs_import = False
    for start in starts:
        if start not in parsed.handlers:
            raise Refused("it is no except clause")
        handler, function = parsed.handlers[start]
        logger = _logger(parsed, handler)
        needs_import = needs_import or (logger is None and not imported(parsed, handler, "logging"))
        what = f"{function or 'a step of this module'} failed"
        call = f'{logger or "logging.getLogger(__name__)"}.exception("{what}")'
        found.extend(_body(parsed, handler, call))
    if needs_import:
        found.append(importing(parsed, "logging"))
    return tuple(found)


def _body(parsed: Parsed, handler: Handler, call: str) -> tuple[Splice, Splice]:
    """The splices that put a call in place of the statement that does nothing, and `raise` on the next line.

    A comment behind the statement stays behind the call.
    """
    body = handler.body
    only = body.body[0] if len(body.body) == 1 else None
    if only is None or not m.matches(only, _NOTHING | m.SimpleStatementLine(body=[_NOTHING])):
        raise Refused("its body is more than 'pass'")
    start, end = parsed.offsets(only)
    if isinstance(body, cst.SimpleStatementSuite):
        indent = _indentation(parsed, parsed.offsets(handler)[0]) + parsed.module.default_indent
        while parsed.source.text[start - 1] in " \t":
            start -= 1
        call = f"\n{indent}{call}"
    else:
        indent = _indentation(parsed, start)
    line_end = parsed.source.text.find("\n", end)
    behind = line_end if line_end >= 0 else len(parsed.source.text)
    return (start, end, call), (behind, behind, f"\n{indent}raise")


def _indentation(parsed: Parsed, offset: int) -> str:
    """What stands before an offset on its line, which is nothing but white space. Raises Refused if it is more."""
    line = parsed.source.position(offset)[0]
    text = parsed.source.text[parsed.source.starts[line - 1] : offset]
    if text.strip():
        raise Refused("something else stands on its line")
    return text


def _logger(parsed: Parsed, handler: cst.CSTNode) -> str | None:
    """The name of the logger that the module makes for itself above the handler, None if there is none."""
    start = parsed.offsets(handler)[0]
    for name, end in _loggers(parsed):
        if end <= start and _is_global(parsed, handler, name):
            return name
    return None


def _loggers(parsed: Parsed) -> Iterator[tuple[str, int]]:
    """The top-level names of loggers, each with the offset behind the statement that makes it."""
    for line in parsed.module.body:
        for statement in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(statement, cst.Assign | cst.AnnAssign) and _makes_logger(statement.value):
                target = statement.target if isinstance(statement, cst.AnnAssign) else statement.targets[0].target
                if isinstance(target, cst.Name):
                    yield target.value, parsed.offsets(statement)[1]
            elif m.matches(statement, m.ImportFrom(module=m.Name("loguru"), names=[m.ImportAlias(m.Name("logger"))])):
                yield "logger", parsed.offsets(statement)[1]


def _makes_logger(value: cst.BaseExpression | None) -> bool:
    if not isinstance(value, cst.Call):
        return False
    called = value.func.attr if isinstance(value.func, cst.Attribute) else value.func
    return isinstance(called, cst.Name) and called.value in _MAKERS


def _is_global(parsed: Parsed, node: cst.CSTNode, name: str) -> bool:
    """True if a name means in a node what the module bound it to, once."""
    assignments = list(parsed.scope(node)[name])
    if len(assignments) != 1 or not isinstance(assignments[0], Assignment | ImportAssignment):
        return False
    return isinstance(assignments[0].scope, GlobalScope)
