"""Truth by mutation: one fault is put into a repository without errors, and the right rule must say so, alone.

With DEPLOYLINT_CORPUS=FOLDER the repositories below that folder are judged too.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from tests.mutation.judge import Verdict, table, verdicts
from tests.mutation.mutants import OPERATORS
from tests.mutation.repositories import opened, written
from tests.mutation.seeds import REPOSITORIES

pytestmark = pytest.mark.xdist_group("mutation")  # the mutants are judged once
FIXTURES = Path(__file__).parents[2] / "fixtures"


@cache
def judged() -> tuple[Verdict, ...]:
    found = [verdict for name, files in REPOSITORIES.items() for verdict in verdicts(name, written(files))]
    folders = [
        *FIXTURES.glob("*/repo"),
        *(Path(p) for p in Path(os.environ.get("DEPLOYLINT_CORPUS", "nowhere")).glob("*/")),
    ]
    for folder in sorted(folders):
        name = folder.parent.name if folder.name == "repo" else folder.name
        found += verdicts(name, opened(folder))
    return tuple(found)


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_seed_has_no_error_and_no_warning(name: str) -> None:
    said = [
        f"{f.rule} {f.span.path}:{f.span.range.line} {f.message}"
        for f in written(REPOSITORIES[name]).findings
        if f.level != "note"
    ]
    assert not said


def test_every_fault_is_made_often_enough_to_say_something() -> None:
    made = {verdict.mutant.operator for verdict in judged()}
    assert len(judged()) >= 300, table(judged())
    assert len({verdict.repository for verdict in judged()}) >= 15
    assert made == {operator.__name__.replace("_", "-") for operator in OPERATORS}


def test_nine_of_ten_faults_are_found_at_their_line() -> None:
    missed = [verdict for verdict in judged() if not verdict.found]
    assert len(missed) <= len(judged()) * 0.1, "\n".join(map(str, [*missed, table(judged())]))


def test_a_fault_brings_no_other_error_in_more_than_two_of_a_hundred() -> None:
    others = [verdict for verdict in judged() if verdict.others]
    assert len(others) <= len(judged()) * 0.02, "\n".join(map(str, [*others, table(judged())]))
