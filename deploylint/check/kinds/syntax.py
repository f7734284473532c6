"""Calls, imports and statements of source files, found by the rule's own tree-sitter queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import holding, normal, place, query_name, shown
from deploylint.facts.files import PackageJson
from deploylint.facts.glob import matches
from deploylint.facts.place import Range, Span
from deploylint.facts.source import Match, PythonModule, ScriptModule
from deploylint.model.paths import join, parent
from deploylint.model.sources import part
from deploylint.model.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

BY_CONTENT = True


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """queries: query by languages parted by commas; the capture `match` is what is reported, others are placeholders.
    What stands inside a node captured as `_guard` is passed over, and so is what has a `_whole` that no pattern
    captures as `_companion`: two siblings in one pattern would be tried pair by pair.

    needles: bytes without which no query can match. parts: part of a repository -> message for what stands there; "" is
    silence. aside_paths: patterns of files with the message `aside`. programs: False if programs of the command line
    (`bin` of a package.json, and files with a `#!` line) have it too. optional_imports: False if imports under a
    condition or a try statement do not count. message: of what no other setting speaks of. started: True if the
    role is production in files that a production start reaches, and unknown in others.
    """

    queries: Mapping[str, str]
    needles: tuple[str, ...]
    parts: Mapping[str, str] = {}
    aside_paths: tuple[str, ...] = ()
    programs: bool = True
    optional_imports: bool = True
    message: str = "default"
    started: bool = False


def queries(params: Params) -> Mapping[str, str]:
    """Language -> query."""
    return {language: query for names, query in params.queries.items() for language in names.split(",")}


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each line on which a query matches."""
    workspace = deployment.workspace
    names = frozenset(query_name(query) for query in params.queries.values())
    held = holding(workspace, params.needles, tuple(queries(params)))
    programs = frozenset[str]() if params.programs or not held else _programs(workspace)
    for path in held:
        message = params.parts.get(part(path), params.message)
        if message == params.message and any(matches(pattern, path) for pattern in params.aside_paths):
            message = "aside"
        if message == params.message and not params.programs and _is_program(workspace, path, programs):
            message = "aside"
        if message:
            passed = frozenset[Range]() if params.optional_imports else _optional(workspace, path)
            for hit in _hits(workspace, path, message, names, passed):
                yield replace(hit, role="unknown") if params.started and path not in deployment.started else hit


def _optional(workspace: Workspace, path: str) -> frozenset[Range]:
    facts = workspace.facts(path)
    if not isinstance(facts, PythonModule | ScriptModule):
        return frozenset()
    return frozenset(one.range for one in facts.imports if one.optional)


def _hits(
    workspace: Workspace, path: str, message: str, names: frozenset[str], passed: frozenset[Range]
) -> Iterator[Hit]:
    lines = set[int]()
    found = [match for match in workspace.matches(path) if match.query in names]
    guards = [place for match in found for name, place, _ in match.captures if name == "_guard"]
    companions = {place for match in found for name, place, _ in match.captures if name == "_companion"}
    for match in found:
        if any(match.range.covers(one) for one in passed) or not _is_accompanied(match, companions):
            continue
        if match.range.line not in lines and not any(guard.covers(match.range) for guard in guards):
            lines.add(match.range.line)
            yield _hit(path, match, message)


def _is_accompanied(match: Match, companions: set[Range]) -> bool:
    return all(name != "_companion" and (name != "_whole" or where in companions) for name, where, _ in match.captures)


def _hit(path: str, match: Match, message: str) -> Hit:
    values = {name: shown(text) for name, _, text in match.captures if not name.startswith("_")}
    found = next((text for name, _, text in match.captures if name == "match"), "")
    values["found"] = shown(found)
    return Hit(
        span=Span(path, match.range),
        subject=tuple(name for name in (match.symbol, normal(found)) if name),
        message=message,
        values=(*values.items(), ("place", place(match.symbol, path))),
    )


def _is_program(workspace: Workspace, path: str, programs: frozenset[str]) -> bool:
    return path in programs or workspace.line(path, 1).startswith("#!")


def _programs(workspace: Workspace) -> frozenset[str]:
    """The files that a package.json names as programs."""
    found = set()
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson)
        for entry in package.bins if package is not None else ():
            program = join(parent(path), entry.value)
            if program is not None:
                found.add(program)
    return frozenset(found)
