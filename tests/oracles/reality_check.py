"""Verdicts against reality: images laid out in a folder, and the real interpreters and servers started in them."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from deploylint.check import engine
from deploylint.check.load import collect, shipped
from deploylint.check.rule import Rule
from deploylint.model.join import join
from deploylint.testing.trial import TODAY
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace
from tests.oracles.reality_cases import Case, node_cases, python_cases
from tests.oracles.reality_run import lay_out, starts

Verdict = Literal["starts", "fails", "unknown"]
_JUDGES = ("BOOT002", "BOOT003", "BOOT010", "IMG003")


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in collect(shipped()) if rule.id in _JUDGES)


def verdict(files: dict[str, str]) -> Verdict:
    """What the linter says of the only service: certain errors mean that it fails, a certain start that it starts."""
    workspace = Workspace(MemoryTree({path: text.encode() for path, text in files.items()}), engine.queries(_rules()))
    deployment = join(workspace)
    found = engine.run(_rules(), deployment, as_of=TODAY, known=_JUDGES)
    if any(finding.level == "error" and finding.certainty == "certain" for finding in found):
        return "fails"
    (service,) = deployment.services
    (effective,) = service.effective
    return "starts" if effective.certainty == "certain" and not found else "unknown"


def compare(cases: st.SearchStrategy[Case], number: int) -> Counter[str]:
    """How often the linter was certain over a number of cases. Fails where it is certain and wrong."""
    counted: Counter[str] = Counter()

    @settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(cases)
    def judged(case: Case) -> None:
        said = verdict(case.repository)
        root = Path(tempfile.mkdtemp())
        try:
            really = lay_out(case, root) and starts(case, root)
        finally:
            shutil.rmtree(root)
        counted[said] += 1
        assert said == "unknown" or said == ("starts" if really else "fails"), (
            f"\n{case.dockerfile}{sorted(case.files.items())}"
        )

    run: Callable[[], None] = judged
    run()
    return counted


@pytest.mark.slow
def test_python_starts_exactly_where_the_verdict_says_so() -> None:
    counted = compare(python_cases(), 2000)
    print(counted)
    assert counted.total() >= 2000
    assert counted["unknown"] <= counted.total() * 0.15


@pytest.mark.slow
def test_node_starts_exactly_where_the_verdict_says_so() -> None:
    counted = compare(node_cases(), 200)
    print(counted)
    assert counted["unknown"] <= counted.total() * 0.15
