"""Strings and arrays of JavaScript and TypeScript source: literals decoded with their places, constants followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.ecmascript_names import arguments, text, unwrapped
from deploylint.read.ecmascript_scopes import dotted
from deploylint.read.source_values import Following
from deploylint.read.source_words import Woven, hole, moved, split_text, woven
from deploylint.read.sweep import Found

if TYPE_CHECKING:
    from tree_sitter import Node

_DEEPEST = 12
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]+)\})\Z")


@dataclass(frozen=True)
class Values(Following):
    """Reads JavaScript and TypeScript expressions where an item stands."""

    def string(self, node: Node) -> Woven:
        """The string that an expression is, with holes where that cannot be known."""
        source = self.module.syntax.source
        node = unwrapped(node)
        start, end = self.module.syntax.offsets(node)
        if self.depth > _DEEPEST:
            return hole(source, start, end)
        inner = replace(self, depth=self.depth + 1)
        if node.type in {"string", "template_string"}:
            return woven(inner._pieces(node), source, (start, end))
        if _is_sum(node):
            return woven([inner.string(child) for child in node.named_children], source, (start, end))
        if node.type == "identifier":
            return inner.followed(text(node), node)
        if dotted(node, self.module.names) in {"process.execPath", "process.argv0"}:
            return Woven(Text.escape("node", source, start, end))
        if node.type == "call_expression":
            return inner._joined(node) or hole(source, start, end)
        return hole(source, start, end)

    def items(self, node: Node) -> list[Woven] | None:
        """The strings of an array; None for what is not known to be one."""
        node = unwrapped(node)
        if self.depth > _DEEPEST:
            return None
        inner = replace(self, depth=self.depth + 1)
        if node.type == "array":
            return [part for child in node.named_children if child.type != "comment" for part in inner.element(child)]
        if node.type == "identifier":
            return inner.list_of_name(text(node), node)
        return inner._cut(node) if node.type == "call_expression" else None

    def element(self, node: Node) -> list[Woven]:
        """What one element of an array brings: a string, or with `...` all of another one."""
        place = self.module.syntax.offsets(node)
        if node.type != "spread_element":
            found = self.string(node)
            return [moved(found, self.module.syntax.source, *place) if node.type == "identifier" else found]
        parts = self.items(node.named_children[0]) if node.named_children else None
        return parts if parts is not None else [hole(self.module.syntax.source, *place)]

    def constant(self, node: Node | None) -> str | None:
        """A literal as the value of a setting: true, false, a number, a string; None for all else."""
        if node is None:
            return None
        node = unwrapped(node)
        if node.type in {"true", "false", "number"}:
            return text(node)
        if node.type == "identifier" and self.depth <= _DEEPEST:
            bound = self.module.scopes.bound(text(node), self.item)
            return replace(self, depth=self.depth + 1).constant(bound.node) if isinstance(bound, Found) else None
        return self.string(node).value

    def _cut(self, call: Node) -> list[Woven] | None:
        """`"a b".split(" ")`, `["a"].concat(rest)`."""
        method, target = _method(call)
        if method == "concat" and target is not None:
            first = self.items(target)
            rest = [part for node in arguments(call) for part in (self.items(node) or self.element(node))]
            return None if first is None else [*first, *rest]
        if method != "split" or target is None:
            return None
        words = [word for command in split_text(self.string(target)) for word in command.words]
        return [Woven(word.text, ((0, len(word.text)),) if word.expansions else ()) for word in words]

    def _joined(self, call: Node) -> Woven | None:
        """`["npx", "prisma"].join(" ")`."""
        method, target = _method(call)
        parts = self.items(target) if method == "join" and target is not None else None
        given = arguments(call)
        between = self.string(given[0]).value if len(given) == 1 else None
        if not parts or between is None:
            return None
        source, outer = self.module.syntax.source, self.module.syntax.offsets(call)
        put = Woven(Text.escape(between, source, *self.module.syntax.offsets(given[0])))
        return woven([part for one in parts for part in (put, one)][1:], source, outer)

    def _pieces(self, string: Node) -> Iterator[Woven]:
        """The literal parts and the holes of a string or template."""
        syntax = self.module.syntax
        for child in string.named_children:
            start, end = syntax.offsets(child)
            if child.type == "template_substitution":
                found = self.string(child.named_children[0]) if child.named_child_count == 1 else None
                known = found is not None and found.value is not None
                yield moved(found, syntax.source, start, end) if known and found else hole(syntax.source, start, end)
            elif child.type == "escape_sequence":
                yield Woven(Text.escape(_unescaped(syntax.source.text[start:end]), syntax.source, start, end))
            elif child.type == "string_fragment":
                yield Woven(Text.whole(syntax.source, start, end))


def _method(call: Node) -> tuple[str, Node | None]:
    function = call.child_by_field_name("function")
    if function is None or function.type != "member_expression":
        return "", None
    method = function.child_by_field_name("property")
    return (text(method) if method is not None else ""), function.child_by_field_name("object")


def _is_sum(node: Node) -> bool:
    operator = node.child_by_field_name("operator") if node.type == "binary_expression" else None
    return operator is not None and operator.type == "+"


def _unescaped(written: str) -> str:
    code = _CODE.match(written)
    if code is None:
        return _SIMPLE.get(written[1:], written[1:])
    number = int(code[1] or code[2] or code[3], 16)
    return chr(number) if number <= 0x10FFFF else written
