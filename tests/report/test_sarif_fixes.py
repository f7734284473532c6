"""Fixes in SARIF: what a viewer would apply."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deploylint.check.finding import Fix
from deploylint.facts.edit import Edit
from deploylint.facts.place import Range
from deploylint.report.formats.sarif import render
from tests.report.samples import CMD, finding, run


def fixes(replacement: str, *, safe: bool = True) -> list[dict[str, Any]]:
    """The fixes of the only result, whose fix puts this into its line."""
    fix = Fix(safe=safe, edits=(Edit(CMD.path, Range(3, 1, 3, 4), replacement),))
    one = finding("BOOT002", CMD, "error", {"target": "x"}, fix=fix)
    (result,) = json.loads(render(run(findings=(one,))))["runs"][0]["results"]
    found: list[dict[str, Any]] = result.get("fixes", [])
    return found


def test_a_safe_fix_stands_with_what_it_inserts() -> None:
    (fix,) = fixes("RUN")
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "backend/Dockerfile"
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "RUN"}
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 4}


@pytest.mark.parametrize("replacement", ["ENV API_KEY=hunter2", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"])
def test_a_fix_that_would_show_a_secret_is_left_out(replacement: str) -> None:
    assert fixes(replacement) == []


def test_a_fix_that_is_not_safe_is_left_out() -> None:
    assert fixes("RUN", safe=False) == []
