"""Literal values at the top of a Python module, and what it puts into the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from deploylint.facts.source import EnvironmentDefault, ModuleValue
from deploylint.read.python_names import dotted, name
from deploylint.read.python_templates import Templates
from deploylint.read.source_scopes import text_of
from deploylint.read.sweep import sweep
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_SWITCHES = {"true": "true", "false": "false"}
_NESTED = frozenset(
    {
        *("if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "finally_clause", "block"),
        *("with_statement", "for_statement", "while_statement", "match_statement", "case_clause"),
    }
)
_KINDS = frozenset({"call", "assignment"})
_PUTTING = re.compile(
    r"environ\s*(?:\.\s*setdefault|\[[^]]{1,200}]\s*=(?!=)|as\s)"
)  # what is worth a walk over the tree


def values(syntax: Syntax, names: Mapping[str, str]) -> tuple[ModuleValue, ...]:
    """What the module's own statements assign to names, in their order."""
    known = Templates(names)
    return tuple(value for statement in syntax.root.named_children for value in _assigned(syntax, statement, known))


def environment(syntax: Syntax, names: Mapping[str, str]) -> tuple[EnvironmentDefault, ...]:
    """What the module puts into `os.environ`, in functions too."""
    if _PUTTING.search(syntax.source.text) is None:
        return ()
    found = (_put(syntax, item.node, names) for item in sweep(syntax.tree, "python", _KINDS))
    return tuple(one for one in found if one is not None)


def _assigned(syntax: Syntax, statement: Node, known: Templates) -> Iterator[ModuleValue]:
    stack = [(statement, False)]
    while stack:
        node, inside = stack.pop()
        if node.type in _NESTED:
            stack.extend((child, True) for child in reversed(node.named_children))
            continue
        if node.type != "expression_statement":
            continue
        for child in node.named_children:
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if left is None or right is None or left.type != "identifier":
                continue
            plain = child.type == "assignment" and not inside
            template = known.assign(name(left), right if plain else None)
            yield ModuleValue(name(left), literal(right) if plain else None, syntax.range(child), template)


def literal(node: Node | None) -> str | None:
    """A switch, number or plain string as text; None for all else."""
    if node is None:
        return None
    if node.type in _SWITCHES:
        return _SWITCHES[node.type]
    if node.type == "integer":
        return text_of(node)
    if node.type != "string":
        return None
    inner = node.named_children
    parts = [child for child in inner if child.type not in {"string_start", "string_end"}]
    if any(part.type != "string_content" or part.named_child_count for part in parts):
        return None
    return "".join(text_of(part) for part in parts)


def _put(syntax: Syntax, node: Node, names: Mapping[str, str]) -> EnvironmentDefault | None:
    if node.type == "assignment":
        left = node.child_by_field_name("left")
        if left is None or left.type != "subscript":
            return None
        key = literal(left.child_by_field_name("subscript"))
        if key is None or dotted(left.child_by_field_name("value"), names) != "os.environ":
            return None
        return EnvironmentDefault(key, literal(node.child_by_field_name("right")), syntax.range(node), force=True)
    if dotted(node.child_by_field_name("function"), names) != "os.environ.setdefault":
        return None
    given = node.child_by_field_name("arguments")
    parts = [child for child in given.named_children if child.type != "comment"] if given is not None else []
    key = literal(parts[0]) if parts else None
    if key is None or len(parts) < 2:
        return None
    return EnvironmentDefault(key, literal(parts[1]), syntax.range(node))
