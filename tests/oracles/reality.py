"""What the linter says of a case, compared with what really happens."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from deploylint.check import engine
from deploylint.check.load import collect, shipped
from deploylint.check.rule import Rule
from deploylint.model.join import join
from deploylint.testing.trial import TODAY
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace
from tests.oracles.reality_cases import Case
from tests.oracles.reality_run import lay_out, starts

Verdict = Literal["starts", "fails", "unknown"]
_JUDGES = ("BOOT002", "BOOT003", "BOOT010", "IMG003")


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in collect(shipped()) if rule.id in _JUDGES)


def verdict(case: Case) -> Verdict:
    """What the linter says of the only service: certain errors mean that it fails, a certain start that it starts."""
    files = {path: text.encode() for path, text in case.repository.items()}
    executable = [path for path in files if path.endswith("start.sh") and case.executable]
    workspace = Workspace(MemoryTree(files, frozenset(executable)), engine.queries(_rules()))
    deployment = join(workspace)
    found = engine.run(_rules(), deployment, as_of=TODAY, known=_JUDGES)
    if any(finding.level == "error" and finding.certainty == "certain" for finding in found):
        return "fails"
    (effective,) = (row for service in deployment.services for row in service.effective if row.platform == "render")
    return "starts" if effective.certainty == "certain" and not found else "unknown"


def compare(cases: st.SearchStrategy[Case], number: int, part: int) -> Counter[str]:
    """How often the linter was certain over a number of cases. Fails where it is certain and wrong."""
    counted: Counter[str] = Counter()

    @seed(part)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(cases)
    def judged(case: Case) -> None:
        said = verdict(case)
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
