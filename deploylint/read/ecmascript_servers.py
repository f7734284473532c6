"""Servers that JavaScript and TypeScript source starts: `app.listen(3000)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from deploylint.facts.source import CallSetting, ServerCall
from deploylint.read.ecmascript_literals import Values
from deploylint.read.ecmascript_names import arguments, text
from deploylint.read.source_values import Module
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol

if TYPE_CHECKING:
    from tree_sitter import Node

_CALLBACKS = frozenset({"arrow_function", "function_expression"})
_NO_HOST = _CALLBACKS | {"identifier", "member_expression"}


def servers(module: Module, found: Sequence[Found]) -> tuple[ServerCall, ...]:
    """The calls of `listen` in the order of the source; found: the nodes of `ecmascript_scopes.KINDS`.

    https://nodejs.org/api/net.html#serverlisten: (port, host), or an object with both.
    """
    made = []
    for item in found:
        function = item.node.child_by_field_name("function") if item.kind == "call_expression" else None
        method = function.child_by_field_name("property") if function is not None else None
        given = arguments(item.node)
        if function is None or method is None or method.text != b"listen":
            continue
        if not given or given[0].type in _CALLBACKS:  # a router's history, a mock
            continue
        made.append(
            ServerCall(
                program="node",
                settings=tuple(_settings(module, item)),
                range=module.syntax.range(function),
                found=f"{module.syntax.snippet(function, function)}()",
                symbol=symbol(item),
                runs=module.scopes.runs(item),
            )
        )
    return tuple(made)


def _settings(module: Module, item: Found) -> Iterator[CallSetting]:
    given = arguments(item.node)
    if given and given[0].type == "object":
        for pair in given[0].named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None and text(key) in {"port", "host"}:
                yield _setting(module, item, text(key), value, pair)
        return
    for said, node in zip(("port", "host"), given, strict=False):
        if said == "port" or node.type not in _NO_HOST:
            yield _setting(module, item, said, node, node)


def _setting(module: Module, item: Found, said: str, value: Node, place: Node) -> CallSetting:
    found = Values(module, item).constant(value)
    return CallSetting(said, found, module.syntax.range(place), module.syntax.snippet(place, place))
