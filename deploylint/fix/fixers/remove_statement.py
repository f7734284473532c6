"""Removes the statements that a rule's query matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import msgspec

from deploylint.check.finding import Finding
from deploylint.check.nominate import query_name
from deploylint.facts.edit import Edit
from deploylint.fix.encoded import Splice
from deploylint.fix.files import File
from deploylint.fix.fixer import Attempt, Task, together
from deploylint.fix.shape import same_but_edited

Extent = tuple[int, int]
_Extents = frozenset[Extent]


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: what is removed is what the rule reports."""


def attempt(task: Task) -> Attempt:
    """Remove all that the queries matched on the lines of the findings; a finding is mended in whole or not at all.

    An import goes when nothing else uses what it imports; the calls of the pool that use it go with it. An import that
    is no finding goes when it was there for a removed call alone.
    """
    targets = _targets(task)
    pool = _of(targets, task.pool)
    spare = _Extents().union(*targets.values()) - pool - _covered(task, targets)

    def plan(findings: Sequence[Finding]) -> tuple[Edit, ...]:
        return task.file.edits(_splices(task.file, _of(targets, findings), pool, spare))

    return together(task.wanted, plan, lambda _, edits: same_but_edited(task.file, edits))


def _splices(file: File, wanted: _Extents, pool: _Extents, spare: _Extents) -> tuple[Splice, ...]:
    if file.format != "python":
        from deploylint.fix.script_removal import splices

        return splices(file, wanted)
    from deploylint.fix.python_removal import Removal, unused

    parsed = file.python
    return Removal(parsed, unused(parsed, wanted, pool, spare)).splices()


def _targets(task: Task) -> Mapping[int, _Extents]:
    """What the rule's queries matched, by line."""
    queries = cast(Mapping[str, str], task.rule.params["queries"])
    names = {query_name(query) for query in queries.values()}
    found: dict[int, set[Extent]] = {}
    for match in task.file.matches:
        if match.query in names:
            found.setdefault(match.range.line, set()).add(task.file.offsets(match.range))
    return {line: frozenset(extents) for line, extents in found.items()}


def _covered(task: Task, targets: Mapping[int, _Extents]) -> _Extents:
    """What stands on lines that a comment for deploylint covers."""
    directives = task.file.facts.directives if task.file.facts is not None else ()
    covered = {line for one in directives for line in range(one.first_line, one.last_line + 1)}
    return _Extents().union(*(extents for line, extents in targets.items() if line in covered))


def _of(targets: Mapping[int, _Extents], findings: Iterable[Finding]) -> _Extents:
    return _Extents().union(*(targets.get(finding.span.range.line, ()) for finding in findings))
