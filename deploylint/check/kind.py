"""Kinds: the Python functions behind rules, found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from deploylint.check import discover, kinds
from deploylint.check.errors import RuleError
from deploylint.check.finding import Hit
from deploylint.check.rule import Rule
from deploylint.facts.record import dataclass

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Kind:
    """A module of `kinds`.

    params: its frozen msgspec struct. check: judges a Deployment. review: in place of check, judges what the
    suppression filter saw. queries: language -> tree-sitter query whose matches check asks the workspace for.
    by_content: check judges the files that `nominate.holding` gives it by their own content, and asks the deployment
    of those alone in which it has found something (the module says `BY_CONTENT = True`).
    """

    name: str
    params: type[Any]
    check: Callable[[Deployment, Any], Iterator[Hit]] | None
    review: Callable[[Any, Any], Iterator[Hit]] | None
    queries: Callable[[Any], Mapping[str, str]] | None
    by_content: bool = False


def names() -> tuple[str, ...]:
    """The names of all kinds."""
    return discover.names(kinds)


@cache
def find(name: str) -> Kind | None:
    """The kind of a name (`silent-handler` is `kinds/silent_handler.py`), or None."""
    module = discover.module(kinds, name)
    if module is None:
        return None
    check, review, queries = (getattr(module, part, None) for part in ("check", "review", "queries"))
    return Kind(name, module.Params, check, review, queries, getattr(module, "BY_CONTENT", False))


def of(rule: Rule) -> Kind:
    """The kind of a rule. Raises RuleError if there is none of that name."""
    kind = find(rule.kind)
    if kind is None:
        raise RuleError(rule.path, 1, f"no kind '{rule.kind}'; there are {', '.join(names())}")
    return kind


def params(rule: Rule, values: Mapping[str, object] | None = None) -> Any:
    """A rule's parameters (or these values in their place) as its kind's own struct. Raises RuleError."""
    try:
        return msgspec.convert(dict(rule.params if values is None else values), of(rule).params)
    except msgspec.ValidationError as error:
        raise RuleError(rule.path, 1, f"{rule.id}: {error}") from error
