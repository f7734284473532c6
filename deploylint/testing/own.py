"""A repository's own rules, tested by their own examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from deploylint.check.load import collect, load, shipped
from deploylint.check.rule import Rule
from deploylint.fix.fixer import of
from deploylint.testing.fixed import differences
from deploylint.testing.trial import lint, mismatches

FOLDER = Path(".deploylint/rules")


def rules_of(paths: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these files, else of the current folder's `.deploylint/rules`, with their examples.

    Raises OSError for a file that cannot be read, RuleError (a ValueError) for a rule that cannot be used.
    """
    files = [Path(path) for path in paths] or sorted(FOLDER.glob("*.md"))
    rules = tuple(load(file.as_posix(), file.read_bytes(), examples=True, own=False) for file in files)
    for rule in rules:
        if rule.remedy is not None:
            of(rule)
    return rules


def disagreements(rules: Sequence[Rule]) -> Iterator[str]:
    """A line for each place where an example and its rule disagree."""
    known = collect((*shipped(), *rules))
    for rule in rules:
        for example in rule.examples:
            place = f"{rule.path}:{example.line}: {example.kind} '{example.title}'"
            for mismatch in mismatches(rule, example, lint(rule, example, known)):
                yield f"{place}: {mismatch}"
            for line in differences(rule, example, known) if example.kind == "fixed" else ():
                yield f"{place}: {line}"
