"""Strings and lists of Python source: literals decoded with their places, names that are bound once followed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.python_names import dotted, name
from deploylint.read.source_scopes import text_of
from deploylint.read.source_values import Following
from deploylint.read.source_words import Woven, hole, moved, split_text, woven
from deploylint.read.sweep import Found
from deploylint.read.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 12  # names that stand for names, strings put together of strings
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\n": "", "0": "\0"}
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]+)\}|([0-7]{1,3}))\Z")
_CONSTANTS = {"true": "true", "false": "false"}


@dataclass(frozen=True)
class Values(Following):
    """Reads Python expressions where an item stands."""

    def string(self, node: Node) -> Woven:
        """The string that an expression is, with holes where that cannot be known."""
        start, end = self.module.syntax.offsets(node)
        source = self.module.syntax.source
        if self.depth > _DEEPEST:
            return hole(source, start, end)
        inner = replace(self, depth=self.depth + 1)
        if node.type == "string":
            return woven(inner._pieces(node), source, (start, end))
        if node.type in {"concatenated_string", "parenthesized_expression"} or _is_sum(node):
            return woven([inner.string(child) for child in _inner(node)], source, (start, end))
        if node.type == "identifier":
            return inner.followed(name(node), node)
        if dotted(node, self.module.names) == "sys.executable":
            return Woven(Text.escape("python", source, start, end))
        if node.type == "call" and text_of(node.child_by_field_name("function")) in {"str", "Path"}:
            given = arguments(node)
            return moved(inner.string(given[0]), source, start, end) if len(given) == 1 else hole(source, start, end)
        return hole(source, start, end)

    def items(self, node: Node) -> list[Woven] | None:
        """The strings of a list or tuple; None for what is not known to be one."""
        if self.depth > _DEEPEST:
            return None
        inner = replace(self, depth=self.depth + 1)
        if node.type in {"list", "tuple"}:
            return [part for child in _inner(node) for part in inner.element(child)]
        if node.type == "parenthesized_expression":
            return inner.items(_inner(node)[0]) if _inner(node) else None
        if _is_sum(node):
            return inner._sum(node)
        if node.type == "identifier":
            return inner.list_of_name(name(node), node)
        return inner._cut(node) if node.type == "call" else None

    def element(self, node: Node) -> list[Woven]:
        """What one element of a list brings: a string, or with a star all of another list."""
        if node.type != "list_splat":
            found = self.string(node)
            place = self.module.syntax.offsets(node)
            return [moved(found, self.module.syntax.source, *place) if node.type == "identifier" else found]
        inner = _inner(node)
        parts = self.items(inner[0]) if inner else None
        return parts if parts is not None else [hole(self.module.syntax.source, *self.module.syntax.offsets(node))]

    def constant(self, node: Node | None) -> str | None:
        """A literal as the value of a setting: true, false, a number, a string; None for all else."""
        if node is None or self.depth > _DEEPEST:
            return None
        if node.type in _CONSTANTS:
            return _CONSTANTS[node.type]
        if node.type == "integer":
            return text_of(node)
        if node.type == "identifier":
            bound = self.module.scopes.bound(name(node), self.item)
            return replace(self, depth=self.depth + 1).constant(bound.node) if isinstance(bound, Found) else None
        found = self.string(node)
        return found.value

    def _sum(self, node: Node) -> list[Woven] | None:
        """`["a"] + rest`: known as soon as one side is a list."""
        sides = [(child, self.items(child)) for child in _inner(node)]
        if all(found is None for _, found in sides):
            return None
        unknown = [[hole(self.module.syntax.source, *self.module.syntax.offsets(child))] for child, _ in sides]
        return [part for (_, found), other in zip(sides, unknown, strict=True) for part in (found or other)]

    def _cut(self, call: Node) -> list[Woven] | None:
        """`shlex.split(text)`, `text.split()`, `list(items)`."""
        function, given = call.child_by_field_name("function"), arguments(call)
        called = dotted(function, self.module.names)
        if called in {"list", "tuple"} and len(given) == 1:
            return self.items(given[0])
        text = given[0] if called == "shlex.split" and given else None
        if function is not None and function.type == "attribute" and not given and called != "shlex.split":
            method = function.child_by_field_name("attribute")
            text = function.child_by_field_name("object") if method is not None and name(method) == "split" else None
        if text is None:
            return None
        words = [word for command in split_text(self.string(text)) for word in command.words]
        return [Woven(word.text, ((0, len(word.text)),) if word.expansions else ()) for word in words]

    def _pieces(self, string: Node) -> Iterator[Woven]:
        """The literal parts and the holes of one string."""
        syntax = self.module.syntax
        for child in string.named_children:
            if child.type == "interpolation":
                value = child.child_by_field_name("expression")
                plain = value is not None and child.named_child_count == 1
                found = self.string(value) if plain and value is not None else None
                known = found is not None and found.value is not None
                start, end = syntax.offsets(child)
                yield moved(found, syntax.source, start, end) if known and found else hole(syntax.source, start, end)
            elif child.type == "string_content":
                yield from (Woven(part) for part in _content(syntax, child))


def arguments(call: Node) -> list[Node]:
    """The positional arguments of a call."""
    return [child for child in _given(call) if child.type not in {"keyword_argument", "dictionary_splat"}]


def keywords(call: Node) -> dict[str, Node]:
    """The keyword arguments of a call: the nodes `name=value`; `**` stands for unknown ones."""
    found = {}
    for child in _given(call):
        if child.type == "keyword_argument":
            found[text_of(child.child_by_field_name("name"))] = child
        elif child.type == "dictionary_splat":
            found["**"] = child
    return found


def _given(call: Node) -> list[Node]:
    found = call.child_by_field_name("arguments")
    return [c for c in found.named_children if c.type != "comment"] if found and found.type == "argument_list" else []


def _inner(node: Node) -> list[Node]:
    return [child for child in node.named_children if child.type != "comment"]


def _is_sum(node: Node) -> bool:
    operator = node.child_by_field_name("operator") if node.type == "binary_operator" else None
    return operator is not None and operator.type == "+"


def _content(syntax: Syntax, content: Node) -> Iterator[Text]:
    at, end = syntax.offsets(content)
    for child in content.named_children:
        start, stop = syntax.offsets(child)
        if start > at:
            yield Text.whole(syntax.source, at, start)
        written = syntax.source.text[start:stop]
        yield Text.escape(_unescaped(written), syntax.source, start, stop)
        at = stop
    if end > at:
        yield Text.whole(syntax.source, at, end)


def _unescaped(written: str) -> str:
    """What an escape (or `{{` of an f-string) stands for."""
    if written in {"{{", "}}"}:
        return written[0]
    code = _CODE.match(written)
    if code is None:
        return _SIMPLE.get(written[1:], written[1:] if written[1:] in "\\'\"" else written)
    if code[4] is not None:
        try:
            return unicodedata.lookup(code[4])
        except KeyError:
            return written
    number = int(code[5], 8) if code[5] is not None else int(code[1] or code[2] or code[3], 16)
    return chr(number) if number <= 0x10FFFF else written
