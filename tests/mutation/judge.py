"""What the linter says of mutants: found, missed, and what else it newly says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deploylint.check.finding import Finding
from tests.mutation.mutants import OPERATORS, Mutant
from tests.mutation.repositories import State


@dataclass(frozen=True)
class Verdict:
    """found: the expected rule newly reports at the expected line; others: new errors that are not about the fault."""

    repository: str
    mutant: Mutant
    found: bool
    others: tuple[Finding, ...]

    def __str__(self) -> str:
        mutant = self.mutant
        where = f"{self.repository} {mutant.operator} {mutant.path}:{sorted(mutant.lines)} {'/'.join(mutant.rules)}"
        said = "".join(f"\n    also {f.rule} {f.span.path}:{f.span.range.line} {f.message}" for f in self.others)
        return f"{'found ' if self.found else 'MISSED'} {where}{said}"


def verdicts(name: str, before: State) -> Iterator[Verdict]:
    """The verdicts on all mutants of a repository that prints no error; none where it does."""
    if before.errors:
        return
    known = {finding.key: finding.level for finding in before.findings}
    for operator in OPERATORS:
        for mutant in operator(before):
            new = [f for f in mutant.state.findings if f.key not in known or known[f.key] != f.level]
            hits = [f for f in new if f.rule in mutant.rules and _at(mutant, f)]
            others = [f for f in new if f.level == "error" and not _about(mutant, f)]
            yield Verdict(name, mutant, bool(hits), tuple(others))


def _at(mutant: Mutant, finding: Finding) -> bool:
    """True if the finding, or a place it names, is where the fault is; a COPY of the file fails before the start."""
    if finding.rule == "IMG003":
        return _about(mutant, finding)
    places = [finding.span, *(related.span for related in finding.related)]
    expected = {(mutant.path, line) for line in mutant.lines} | mutant.way
    return any((place.path, place.range.line) in expected for place in places)


def _about(mutant: Mutant, finding: Finding) -> bool:
    """True if a finding follows from the fault."""
    return finding.rule in (*mutant.rules, *mutant.follows) or mutant.word.lower() in finding.message.lower()


def table(judged: Iterable[Verdict]) -> str:
    """How many mutants of each operator were found, and how many had another new error."""
    made, found, others = Counter[str](), Counter[str](), Counter[str]()
    repositories = set()
    for verdict in judged:
        for name in (verdict.mutant.operator, "all"):
            made[name] += 1
            found[name] += verdict.found
            others[name] += bool(verdict.others)
        repositories.add(verdict.repository)
    rows = [
        f"{name:16} {made[name]:5} {found[name] / made[name]:6.2f} {others[name] / made[name]:6.2f}" for name in made
    ]
    return "\n".join(
        [f"{'operator':16} {'made':>5} {'found':>6} {'other':>6}   {len(repositories)} repositories", *rows]
    )
