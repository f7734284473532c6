"""Names in Python source: dotted names, and what imports make them stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from deploylint.read.sweep import Found
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

IMPORTS = frozenset({"import_statement", "import_from_statement", "future_import_statement"})
LONGEST_CHAIN = 16


def name(node: Node) -> str:
    """An identifier as Python compares it: NFKC."""
    text = (node.text or b"").decode("utf-8", "replace")
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def dotted_text(node: Node) -> str:
    """The text of a dotted_name node without white space, comments and continuation lines within."""
    if node.type == "dotted_name":
        return ".".join(name(child) for child in node.named_children if child.type == "identifier")
    return name(node)


def segments(node: Node | None) -> tuple[str, ...]:
    """The names along a chain of attributes, calls and subscripts: `get(x).log.error` is (get, log, error).

    What is no name (a string, an expression in parentheses) is left out, and of long chains the beginning.
    """
    parts: list[str] = []
    while node is not None and len(parts) < LONGEST_CHAIN:
        if node.type == "attribute":
            attribute = node.child_by_field_name("attribute")
            if attribute is not None:
                parts.append(name(attribute))
            node = node.child_by_field_name("object")
        elif node.type == "call":
            node = node.child_by_field_name("function")
        elif node.type == "subscript":
            node = node.child_by_field_name("value")
        else:
            if node.type == "identifier":
                parts.append(name(node))
            break
    return tuple(reversed(parts))


def dotted(node: Node | None, names: Mapping[str, str]) -> str | None:
    """The dotted name of an identifier or a chain of attributes, its first part resolved; None for all else."""
    inner, links = node, 0
    while inner is not None and inner.type == "attribute" and links < LONGEST_CHAIN:
        inner, links = inner.child_by_field_name("object"), links + 1
    if node is None or inner is None or inner.type != "identifier":
        return None
    first, *rest = segments(node)
    return ".".join((names.get(first, first), *rest))


def imported_names(node: Node) -> list[tuple[str, str | None]]:
    """What an import statement names, each with its alias: `import a.b, c as d` is (a.b, None) and (c, d)."""
    pairs: list[tuple[str, str | None]] = []
    for child in node.children_by_field_name("name"):
        if child.type == "aliased_import":
            original, alias = child.child_by_field_name("name"), child.child_by_field_name("alias")
            if original is not None and alias is not None:
                pairs.append((dotted_text(original), name(alias)))
        elif child.type == "dotted_name":
            pairs.append((dotted_text(child), None))
    return pairs


def from_module(node: Node) -> tuple[str, int]:
    """The module and the level of an import_from_statement: `from ..a.b import c` is (a.b, 2)."""
    module = node.child_by_field_name("module_name")
    if module is None:
        return "", 0
    if module.type != "relative_import":
        return dotted_text(module), 0
    level, below = 0, ""
    for child in module.named_children:
        if child.type == "import_prefix":
            level = (child.text or b"").count(b".")
        elif child.type == "dotted_name":
            below = dotted_text(child)
    return below, level


def aliases(imports: Iterable[Found]) -> dict[str, str]:
    """Local names to the dotted names that imports make them stand for: `from sys import path` is path: sys.path."""
    names: dict[str, str] = {}
    for found in imports:
        if found.kind == "import_statement":
            for module, alias in imported_names(found.node):
                if alias is not None:
                    names[alias] = module
                else:
                    first = module.partition(".")[0]
                    names[first] = first
        elif found.kind == "import_from_statement":
            module, level = from_module(found.node)
            for original, alias in imported_names(found.node):
                names[alias or original] = f"{'.' * level}{module}.{original}"
    return names


def caught(clause: Node, syntax: Syntax) -> tuple[str, ...]:
    """The types an except clause or a call of suppress names, as written; empty for a bare `except:`.

    What is no dotted name stands as its text.
    """
    types: list[str] = []
    fields = clause.children_by_field_name("value") if clause.type == "except_clause" else clause.named_children
    for value in fields:
        if value.type == "comment":
            continue
        inner = value.named_children[0] if value.type == "as_pattern" and value.named_children else value
        while inner.type == "parenthesized_expression" and inner.named_child_count == 1:
            inner = inner.named_children[0]
        members = inner.named_children if inner.type in {"tuple", "list"} and inner.named_child_count else [inner]
        types.extend(dotted(m, {}) or syntax.snippet(m, m) for m in members if m.type != "comment")
    return tuple(types)
