"""Lets a handler that does nothing log the exception with its traceback, and pass it on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from deploylint.check.finding import Finding
from deploylint.facts.edit import Edit
from deploylint.facts.source import Handler, PythonModule
from deploylint.fix.fixer import Attempt, Task, together
from deploylint.fix.refused import Refused
from deploylint.fix.shape import same_but_edited


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: where it logs is what the module says."""


def attempt(task: Task) -> Attempt:
    """Put a call of the module's logger, or of one that logging gives by its name, and `raise` in place of `pass`."""

    def plan(findings: Sequence[Finding]) -> tuple[Edit, ...]:
        if task.file.format != "python":
            raise Refused("only Python is mended so")
        starts = [task.file.offsets(_clause(task, finding).range)[0] for finding in findings]
        from deploylint.fix.python_handlers import splices

        return task.file.edits(splices(task.file.python, starts))

    return together(task.wanted, plan, lambda _, edits: same_but_edited(task.file, edits))


def _clause(task: Task, finding: Finding) -> Handler:
    """What the reader says of a finding's clause: it knows without libcst whether there is anything to mend."""
    facts = task.file.facts
    for handler in facts.handlers if isinstance(facts, PythonModule) else ():
        if handler.range == finding.span.range and handler.snippet.startswith("except"):
            if handler.body not in ("pass", "empty"):
                raise Refused("its body is more than 'pass'")
            return handler
    raise Refused("it is no except clause")
