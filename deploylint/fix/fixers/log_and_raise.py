"""Lets a handler that does nothing log the exception with its traceback, and pass it on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from deploylint.check.finding import Finding
from deploylint.facts.edit import Edit
from deploylint.fix.fixer import Attempt, Task, together
from deploylint.fix.refused import Refused
from deploylint.fix.shape import same_but_edited


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: where it logs is what the module says."""


def attempt(task: Task) -> Attempt:
    """Put a call of the module's logger, or of one that logging gives by its name, and `raise` in place of `pass`."""

    def mend(findings: Sequence[Finding]) -> tuple[Edit, ...]:
        if task.file.format != "python":
            raise Refused("only Python is mended so")
        from deploylint.fix.python_handlers import splices

        parsed = task.file.python
        edits = task.file.edits(splices(parsed, [task.file.offsets(finding.span.range)[0] for finding in findings]))
        same_but_edited(task.file, task.file.after(edits), edits)
        return edits

    return together(task.wanted, mend)
