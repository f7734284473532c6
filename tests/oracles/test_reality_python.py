"""Python images laid out in a folder, and the real interpreter and servers' own import steps started in them."""

from __future__ import annotations

import pytest

from tests.oracles.reality import compare
from tests.oracles.reality_cases import python_cases


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_python_starts_exactly_where_the_verdict_says_so(part: int) -> None:
    counted = compare(python_cases(), 500, part)
    print(dict(counted))
    assert counted.total() >= 500
    assert counted["unknown"] <= counted.total() * 0.15
    assert min(counted["starts"], counted["fails"]) >= counted.total() * 0.25
