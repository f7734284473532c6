"""The examples of rules, tried: each section is built in memory and linted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from deploylint.check import engine
from deploylint.check.changes import answered
from deploylint.check.finding import Finding
from deploylint.check.presets import extend
from deploylint.check.rule import Example, ExampleFile, Rule
from deploylint.check.settings import Selection, configure, suppressions
from deploylint.config.load import find
from deploylint.config.schema import Contract
from deploylint.facts.record import dataclass
from deploylint.model.intent import intent
from deploylint.model.join import join
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

TODAY = date(2026, 1, 1)  # the day on which an example is linted that names none
ALWAYS = "CFG001"


@dataclass(frozen=True, slots=True, order=True)
class Mismatch:
    """A line of an example where rule and example disagree; wanted and got are the levels there, `nothing` for none."""

    path: str
    line: int
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: wanted {self.wanted}, got {self.got}"


def mismatches(rule: Rule, example: Example, findings: Iterable[Finding]) -> tuple[Mismatch, ...]:
    """Where what an example expects and what `lint` found disagree."""
    wanted: dict[tuple[str, int], set[str]] = {}
    got: dict[tuple[str, int], set[str]] = {}
    for file in example.files:
        for expected in file.expected:
            wanted.setdefault((file.path, expected.line), set()).add(expected.level)
    for finding in findings:
        said = f"{finding.level} of {finding.rule}: {finding.message}" if finding.rule != rule.id else finding.level
        got.setdefault((finding.span.path, finding.span.range.line), set()).add(said)
    return tuple(
        Mismatch(*place, _words(wanted.get(place)), _words(got.get(place)))
        for place in sorted({*wanted, *got})
        if wanted.get(place) != got.get(place)
    )


def lint(rule: Rule, example: Example, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """What an example's repository is told by this rule, those of `also=` and CFG001, without what it suppresses.

    rules: all there are. With a file `at=base` the example is a change: only what that answers for is told. A contract
    among the files holds, except that it does not choose the rules. Raises ConfigError for one that cannot be followed.
    """
    known = tuple(rules)
    chosen, contract = running(rule, example, known)
    after = head(example.files)
    day = example.as_of or TODAY
    told = _findings(after, chosen, known, contract, day, changes=any(file.base for file in example.files))
    before = [file for file in example.files if file.base]
    if not before:
        return told
    base = _findings(before, chosen, known, contract, day, changes=True)
    return answered(told, base, _added(before, after))


def running(rule: Rule, example: Example, rules: Iterable[Rule]) -> tuple[tuple[Rule, ...], Contract]:
    """The rules that run in an example, as its contract sets them, and the contract. Raises ConfigError."""
    known = tuple(rules)
    ids = tuple(sorted({rule.id, ALWAYS, *example.also} & {one.id for one in known}))
    extended = extend(find(Workspace(tree(head(example.files)))))
    return configure(known, extended.presets, extended.contract, Selection(ids)), extended.contract


def _findings(
    files: Sequence[ExampleFile],
    chosen: Sequence[Rule],
    known: Sequence[Rule],
    contract: Contract,
    day: date,
    *,
    changes: bool,
) -> tuple[Finding, ...]:
    workspace = Workspace(tree(files), engine.queries(chosen), contract.exclude)
    found = engine.run(
        chosen,
        join(workspace, intent(contract)),
        as_of=day,
        known=[one.id for one in known],
        suppressions=suppressions(contract),
        changes=changes,
    )
    return tuple(finding for finding in found if finding.suppressed is None)


def tree(files: Iterable[ExampleFile]) -> MemoryTree:
    """The files of an example as a tree."""
    kept = [file for file in files if not file.delete]
    return MemoryTree(
        {file.path: file.content for file in kept if file.link is None},
        frozenset(file.path for file in kept if file.executable),
        {file.path: file.link for file in kept if file.link is not None},
    )


def head(files: Iterable[ExampleFile]) -> list[ExampleFile]:
    """What holds after the change: the files of the base, and over them the others."""
    by_path: dict[str, ExampleFile] = {}
    for file in sorted(files, key=lambda one: not one.base):
        by_path[file.path] = file
    return [file for file in by_path.values() if not file.delete]


def _added(base: Iterable[ExampleFile], head: Iterable[ExampleFile]) -> Mapping[str, frozenset[int]]:
    """The 1-based lines of each file in head that its base does not have."""
    before = {file.path: file.content.splitlines() for file in base}
    added: dict[str, frozenset[int]] = {}
    for file in head:
        matcher = SequenceMatcher(None, before.get(file.path, []), file.content.splitlines(), autojunk=False)
        blocks = (
            range(first, last) for tag, _, _, first, last in matcher.get_opcodes() if tag in ("insert", "replace")
        )
        added[file.path] = frozenset(line + 1 for block in blocks for line in block)
    return added


def _words(levels: set[str] | None) -> str:
    return ", ".join(sorted(levels)) if levels else "nothing"
