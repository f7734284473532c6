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


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: what is removed is what the rule reports."""


def attempt(task: Task) -> Attempt:
    """Remove all that the queries matched on the lines of the findings; a finding is mended in whole or not at all.

    An import goes when nothing else uses what it imports; the calls of the pool that use it go with it.
    """
    targets = _targets(task)
    pool = _of(targets, task.pool)

    def mend(findings: Sequence[Finding]) -> tuple[Edit, ...]:
        edits = task.file.edits(_splices(task.file, _of(targets, findings), pool))
        same_but_edited(task.file, task.file.after(edits), edits)
        return edits

    return together(task.wanted, mend)


def _splices(file: File, wanted: frozenset[Extent], pool: frozenset[Extent]) -> tuple[Splice, ...]:
    if file.format != "python":
        from deploylint.fix.script_removal import splices

        return splices(file, wanted)
    from deploylint.fix.python_removal import Removal, unused

    parsed = file.python
    return Removal(parsed, unused(parsed, wanted, pool)).splices()


def _targets(task: Task) -> Mapping[int, frozenset[Extent]]:
    """What the rule's queries matched, by line."""
    queries = cast(Mapping[str, str], task.rule.params["queries"])
    names = {query_name(query) for query in queries.values()}
    found: dict[int, set[Extent]] = {}
    for match in task.file.matches:
        if match.query in names:
            found.setdefault(match.range.line, set()).add(task.file.offsets(match.range))
    return {line: frozenset(extents) for line, extents in found.items()}


def _of(targets: Mapping[int, frozenset[Extent]], findings: Iterable[Finding]) -> frozenset[Extent]:
    return frozenset[Extent]().union(*(targets.get(finding.span.range.line, ()) for finding in findings))
