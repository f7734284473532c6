"""Files without which a JavaScript or TypeScript module cannot be loaded: `fs.readFileSync` at its top.

Only paths from the working directory count. Those from the module's own folder are passed over: a bundler moves it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deploylint.facts.source import FileLoad
from deploylint.read.ecmascript_names import arguments, literal_string, segments, text, unwrapped
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_PASSING = frozenset({"lexical_declaration", "variable_declaration", "variable_declarator", "expression_statement"})
_EVALUATED = frozenset(
    {
        *("call_expression", "arguments", "object", "pair", "await_expression", "parenthesized_expression"),
        *("assignment_expression", "as_expression", "non_null_expression", "satisfies_expression", "member_expression"),
        *("new_expression", "array"),
    }
)


def loads(syntax: Syntax) -> tuple[FileLoad, ...]:
    """The files in the order of the source."""
    if "readFileSync" not in syntax.source.text:
        return ()
    return tuple(_loads(syntax))


def _loads(syntax: Syntax) -> Iterator[FileLoad]:
    stack = list(reversed(syntax.root.named_children))
    while stack:
        node = stack.pop()
        if node.type == "export_statement":
            stack.extend(one for one in (node.child_by_field_name("declaration"),) if one is not None)
        elif node.type in _PASSING or node.type in _EVALUATED:
            path = _path(node) if node.type == "call_expression" else None
            if path is not None:
                yield FileLoad(path, syntax.range(node), syntax.snippet(node, node), guarded=_guarded(syntax, path))
            else:
                stack.extend(reversed(node.named_children))


def _path(call: Node) -> str | None:
    """What `fs.readFileSync(...)` reads, normalised; None for another call and for a path that is not known."""
    given = arguments(call)
    if segments(call) not in (("fs", "readFileSync"), ("readFileSync",)) or not given:
        return None
    parts = [given[0]]
    inner = unwrapped(given[0])
    if inner.type == "call_expression" and segments(inner) in (("path", "join"), ("path", "resolve")):
        parts = arguments(inner)
        if parts and text(parts[0]) == "process.cwd()":
            parts = parts[1:]
    found = [text(said) for part in parts if (said := literal_string(part)) is not None]
    if len(found) != len(parts) or not found or found[0].startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(*found))
    return path if path != "." and not path.startswith("..") else None


def _guarded(syntax: Syntax, path: str) -> bool:
    """True if the module speaks of the file elsewhere too."""
    pattern = re.compile(rf"(?<![\w.-]){re.escape(posixpath.basename(path))}(?![\w-])")
    return len(pattern.findall(syntax.source.text)) > 1 or "existsSync" in syntax.source.text
