"""Imports that lead to nothing, as findings."""

from __future__ import annotations

from deploylint.check.kinds.broken_import import Params, check
from tests.model.joined import joined


def test_the_missing_names_of_one_import_are_one_finding() -> None:
    found = check(
        joined({
            "Procfile": "web: python shop.py\n",
            "shop.py": "from tables import load, keep, drop\nfrom tables import drop as throw\n",
            "tables.py": "def keep(): ...\n",
        }),
        Params(),
    )  # fmt: skip
    assert [(hit.span.range.line, dict(hit.values)["name"]) for hit in found] == [(1, "load', 'drop"), (2, "drop")]
