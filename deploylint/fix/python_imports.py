"""Adding an import to a Python module."""

from __future__ import annotations

import sys

import libcst as cst
from libcst import matchers as m
from libcst.helpers import get_full_name_for_node
from libcst.metadata import ImportAssignment

from deploylint.fix.encoded import Splice
from deploylint.fix.python import Parsed
from deploylint.fix.refused import Refused

_DOCSTRING = m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString() | m.ConcatenatedString())])
_FUTURE = m.SimpleStatementLine(body=[m.ImportFrom(module=m.Name("__future__")), m.ZeroOrMore()])
_IMPORT = m.SimpleStatementLine(body=[m.AtLeastN(m.Import() | m.ImportFrom(), n=1)])


def imported(parsed: Parsed, node: cst.CSTNode, name: str) -> bool:
    """True if a module is known in a node by its name, False if nothing is.

    Raises Refused where the name means something else, or is not imported at the top above the node.
    """
    assignments = list(parsed.scope(node)[name])
    top = [line for line in parsed.module.body if isinstance(line, cst.SimpleStatementLine)]
    above = [one for line in top for one in line.body if parsed.offsets(one)[1] <= parsed.offsets(node)[0]]
    for one in assignments:
        if not isinstance(one, ImportAssignment) or one.node not in above or not _names(one.node, name):
            raise Refused(f"'{name}' means something else there")
    return bool(assignments)


def _names(node: cst.CSTNode, name: str) -> bool:
    """True if a statement imports a module of this name, or one in it, under no other name."""
    aliases = node.names if isinstance(node, cst.Import) else ()
    return any(alias.asname is None and alias.evaluated_name.split(".")[0] == name for alias in aliases)


def importing(parsed: Parsed, name: str) -> Splice:
    """What imports a module at the top: among the imports there, else behind the docstring, else first."""
    lines = list(parsed.module.body)
    head = 0
    while head < len(lines) and (m.matches(lines[head], _FUTURE) or (head == 0 and m.matches(lines[0], _DOCSTRING))):
        head += 1
    first = next((index for index in range(head, len(lines)) if m.matches(lines[index], _IMPORT)), None)
    if first is None:
        at = _below(parsed, lines[head - 1]) if head else _above(parsed, lines[0])
        gap = "\n\n" if isinstance(lines[0], cst.FunctionDef | cst.ClassDef) else "\n"
        return at, at, f"\nimport {name}\n" if head else f"import {name}\n{gap}"
    last = first
    for index in range(first, len(lines)):
        if not m.matches(lines[index], _IMPORT):
            break
        if _follows(lines[index], name):
            at = _line_start(parsed, lines[index])
            return at, at, f"import {name}\n" if _is_standard(lines[index]) else f"import {name}\n\n"
        last = index
    at = _below(parsed, lines[last])
    return at, at, f"import {name}\n"


def _follows(line: cst.CSTNode, name: str) -> bool:
    """True if an import of this name belongs before a line of imports."""
    statement = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    if isinstance(statement, cst.Import):
        return statement.names[0].evaluated_name.lower() > name
    return True


def _is_standard(line: cst.CSTNode) -> bool:
    """True if a line imports from the standard library, so that another such import stands in one block with it."""
    statement = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
    if isinstance(statement, cst.Import):
        module = statement.names[0].evaluated_name
    elif isinstance(statement, cst.ImportFrom) and statement.module is not None and not statement.relative:
        module = get_full_name_for_node(statement.module) or ""
    else:
        return False
    return module.split(".")[0] in sys.stdlib_module_names


def _line_start(parsed: Parsed, node: cst.CSTNode) -> int:
    return parsed.source.starts[parsed.source.position(parsed.offsets(node)[0])[0] - 1]


def _above(parsed: Parsed, node: cst.CSTNode) -> int:
    """The start of the first line that belongs to a statement; comments at the top of the file belong to the file."""
    own = sum(line.comment is not None for line in getattr(node, "leading_lines", ()))
    line = parsed.source.position(parsed.offsets(node)[0])[0]
    return parsed.source.starts[line - 1 - own]


def _below(parsed: Parsed, node: cst.CSTNode) -> int:
    """The start of the line behind a statement. Raises Refused if it ends the file."""
    line = parsed.source.position(parsed.offsets(node)[1])[0]
    if line >= len(parsed.source.starts):
        raise Refused("nothing stands behind its imports")
    return parsed.source.starts[line]
