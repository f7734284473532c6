"""The rules that come with deploylint, read once for each version of them."""

# Annotations are not put off here: msgspec would evaluate each one by itself, at every start.

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from deploylint.check import load
from deploylint.check.rule import Remedy, Rule
from deploylint.cli import cache


class Kept(msgspec.Struct, forbid_unknown_fields=True):
    """A rule as plain data: its fields, without examples. dates: where in the parameters dates stand, as text there."""

    id: str
    name: str
    family: str
    kind: str
    confidence: Any
    since: str
    levels: dict[str, Any]
    messages: dict[str, str]
    hints: dict[str, str]
    presets: tuple[str, ...]
    params: dict[str, Any]
    subsumes: tuple[str, ...]
    scope: Any
    tags: tuple[str, ...]
    title: str
    prose: str
    path: str
    remedy: tuple[str, bool, tuple[str, ...], dict[str, Any]] | None
    dates: list[tuple[str | int, ...]] = []

    def rule(self) -> Rule:
        """The rule that was kept."""
        said = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("remedy", "dates")}
        for *way, last in self.dates:
            inner: Any = self.params
            for step in way:
                inner = inner[step]
            inner[last] = date.fromisoformat(inner[last])
        return Rule(**said, remedy=None if self.remedy is None else Remedy(*self.remedy))


def shipped(*, cached: bool = True) -> tuple[Rule, ...]:
    """All of them, by id. cached: they may come from what an earlier run left. Raises RuleError."""
    if not cached:
        return load.shipped()
    name = f"rules-{cache.program()}"
    try:
        return tuple(kept.rule() for kept in msgspec.msgpack.decode(cache.read(name) or b"", type=list[Kept]))
    except (msgspec.DecodeError, RecursionError):
        rules = load.shipped()
        cache.write(name, msgspec.msgpack.encode([_kept(rule) for rule in rules]))
        return rules


def _kept(rule: Rule) -> Kept:
    said = {name: getattr(rule, name) for name in Kept.__struct_fields__ if name not in ("remedy", "dates")}
    one = rule.remedy
    remedy = None if one is None else (one.name, one.safe, one.messages, dict(one.params))
    return Kept(**said, remedy=remedy, dates=list(_dates(rule.params, ())))


def _dates(value: object, way: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, date):
        yield way
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _dates(inner, (*way, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _dates(inner, (*way, index))
