"""Fixers: the functions that mend findings, found by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Any

import msgspec

from deploylint.check import discover
from deploylint.check.errors import RuleError
from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.facts.edit import Edit
from deploylint.facts.record import dataclass
from deploylint.fix import fixers
from deploylint.fix.files import File
from deploylint.fix.refused import Refused


@dataclass(frozen=True, slots=True)
class Task:
    """Findings of one rule in one file, to be mended together.

    pool: all findings of the rule there that may be mended; what mends a wanted one may mend others of them too.
    """

    rule: Rule
    params: Any
    file: File
    wanted: tuple[Finding, ...]
    pool: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The edits that mend the wanted findings, but for the refused ones: key -> reason, as a sentence part."""

    edits: tuple[Edit, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


Edits = tuple[Edit, ...]


def together(
    findings: Sequence[Finding],
    plan: Callable[[Sequence[Finding]], Edits],
    verify: Callable[[Sequence[Finding], Edits], None],
) -> Attempt:
    """Mend findings at once, or, where that is refused, as many of them as can be mended together.

    plan: the edits for findings. verify: that these change nothing else, which is slow. Both raise Refused.
    """
    refused: dict[str, str] = {}
    mended: list[Finding] = []
    for finding in findings:
        reason, _ = _tried((finding,), plan)
        if reason:
            refused[finding.key] = reason
        else:
            mended.append(finding)
    reason, edits = _tried(mended, plan, verify)
    if reason:
        edits, left, mended = (), mended, []
        for finding in left:
            reason, found = _tried((*mended, finding), plan, verify)
            if reason:
                refused[finding.key] = reason
            else:
                edits = found
                mended.append(finding)
    return Attempt(edits, refused)


def _tried(
    findings: Sequence[Finding],
    plan: Callable[[Sequence[Finding]], Edits],
    verify: Callable[[Sequence[Finding], Edits], None] | None = None,
) -> tuple[str, Edits]:
    """The reason why findings cannot be mended together, or "" and the edits."""
    try:
        edits = plan(findings) if findings else ()
        if edits and verify is not None:
            verify(findings, edits)
        return "", edits
    except Refused as error:
        return str(error), ()
    except RecursionError:
        return "the file nests too deeply", ()


@dataclass(frozen=True, slots=True)
class Fixer:
    """A module of `fixers`. params: its frozen msgspec struct. attempt: mends what it can of a task."""

    name: str
    params: type[Any]
    attempt: Callable[[Task], Attempt]


def names() -> tuple[str, ...]:
    """The names of all fixers."""
    return discover.names(fixers)


@cache
def find(name: str) -> Fixer | None:
    """The fixer of a name (`rename-key` is `fixers/rename_key.py`), or None."""
    module = discover.module(fixers, name)
    if module is None:
        return None
    return Fixer(name, module.Params, module.attempt)


def of(rule: Rule) -> tuple[Fixer, Any]:
    """The fixer of a rule that has one, and its parameters. Raises RuleError for what the fixer does not take."""
    remedy = rule.remedy
    fixer = find(remedy.name) if remedy is not None else None
    if remedy is None or fixer is None:
        named = remedy.name if remedy is not None else ""
        raise RuleError(rule.path, 1, f"no fixer '{named}'; there are {', '.join(names())}")
    try:
        return fixer, msgspec.convert(dict(remedy.params), fixer.params)
    except msgspec.ValidationError as error:
        raise RuleError(rule.path, 1, f"{rule.id}: fix: {error}") from error
