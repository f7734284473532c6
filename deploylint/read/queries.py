"""Rules' own tree-sitter queries, run over one source as one query."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from deploylint.facts.place import Source
from deploylint.facts.source import Match
from deploylint.read.sweep import Found, sweep
from deploylint.read.symbols import SCOPES, scope_name
from deploylint.read.syntax import Syntax, language, overlong, parse

if TYPE_CHECKING:
    from tree_sitter import Node, Query

_MAIN = "match"
# Queries are quadratic over very deep trees and over long runs of tokens that a syntax error leaves.
_DEEPEST = 10_000
_LONGEST_RUN = 10_000

_Items = tuple[tuple[str, str], ...]


def matches(source: Source, language: str, queries: Mapping[str, str]) -> tuple[Match, ...]:
    """All matches of the queries in a source in python, javascript, typescript, tsx or bash, in its order.

    queries: tree-sitter query texts by name; the match is the capture `@match`, or else the first and largest.
    Sources with lines of more than 20,000 characters, or too deep, have none. Raises ValueError with one line that
    names the query if a text is no query of the language, or for an unknown language.
    """
    items = tuple(sorted(queries.items()))
    if not items:
        return ()
    query, starts = _compiled(language, items)
    if overlong(source) is not None:
        return ()
    syntax = parse(source, language)
    if _degenerate(syntax):
        return ()
    return tuple(sorted(set(_run(syntax, language, query, starts, items)), key=_order))


def _order(match: Match) -> tuple[object, ...]:
    return match.range, match.query, match.captures


def _run(syntax: Syntax, name: str, query: Query, starts: Sequence[int], items: _Items) -> list[Match]:
    from tree_sitter import QueryCursor

    def owner(pattern: int) -> str:
        return items[bisect_right(starts, query.start_byte_for_pattern(pattern)) - 1][0]

    unknown: list[tuple[int, str]] = []

    def refuse(predicate: str, args: object, pattern_index: int, captures: object) -> bool:
        unknown.append((pattern_index, predicate))
        return False

    found = QueryCursor(query).matches(syntax.root, refuse)
    if unknown:
        pattern, predicate = unknown[0]
        raise ValueError(f"query '{owner(pattern)}' is not valid for {name}: there is no predicate '#{predicate}'")
    if not found:
        return []
    scopes = [scope for scope in sweep(syntax.tree, name, SCOPES[name]) if scope_name(scope)]
    begins = [scope.node.start_byte for scope in scopes]
    made = []
    for pattern, captures in found:
        nodes = [(label, node) for label, group in captures.items() for node in group]
        if not nodes:
            continue
        main = captures[_MAIN][0] if captures.get(_MAIN) else min((n for _, n in nodes), key=_outermost)
        texts = tuple((label, syntax.range(node), syntax.text(node)) for label, node in sorted(nodes, key=_by_place))
        made.append(Match(owner(pattern), syntax.range(main), _symbol(main, scopes, begins), texts))
    return made


def _outermost(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


def _by_place(capture: tuple[str, Node]) -> tuple[int, int, str]:
    label, node = capture
    return (*_outermost(node), label)


def _symbol(node: Node, scopes: Sequence[Found], begins: Sequence[int]) -> str:
    """The dotted names of the definitions strictly around a node; scopes: all definitions, in order."""
    index = bisect_right(begins, node.start_byte) - 1
    scope: Found | None = scopes[index] if index >= 0 else None
    names = []
    while scope is not None:
        inner = scope.node
        if inner.end_byte >= node.end_byte and inner != node:
            name = scope_name(scope)
            if name:
                names.append(name)
        scope = scope.around
    return ".".join(reversed(names))


@cache
def _compiled(name: str, items: _Items) -> tuple[Query, tuple[int, ...]]:
    """The queries as one, and the byte at which each begins in it."""
    from tree_sitter import Query, QueryError

    grammar = language(name)
    starts, at = [], 0
    for _, text in items:
        starts.append(at)
        at += len(text.encode()) + 1
    try:
        query = Query(grammar, "\n".join(text for _, text in items))
    except QueryError:
        for label, text in items:
            _check(name, label, text)
        raise
    patterns = range(query.pattern_count)
    owners = {bisect_right(starts, query.start_byte_for_pattern(pattern)) - 1 for pattern in patterns}
    for index, (label, text) in enumerate(items):
        if index not in owners or "@" not in text:
            _check(name, label, text)
            raise ValueError(f"query '{label}' is not valid for {name}: it captures nothing")
    return query, tuple(starts)


def _check(name: str, label: str, text: str) -> None:
    from tree_sitter import Query, QueryError

    try:
        Query(language(name), text)
    except QueryError as error:
        reason = " ".join(str(error).split())
        raise ValueError(f"query '{label}' is not valid for {name}: {reason}") from error


def _degenerate(syntax: Syntax) -> bool:
    """True if the tree is so deep, or a syntax error left so many tokens side by side, that a query would not end."""
    root = syntax.root
    if root.descendant_count < min(_DEEPEST, _LONGEST_RUN):
        return False
    cursor = syntax.tree.walk()
    depth = 0
    runs = [0]
    while True:
        if cursor.goto_first_child():
            depth += 1
            if depth > _DEEPEST:
                return True
            runs.append(0)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return False
            depth -= 1
            runs.pop()
        if root.has_error:
            node = cursor.node
            runs[-1] = 0 if node is None or node.is_named else runs[-1] + 1
            if runs[-1] > _LONGEST_RUN:
                return True
