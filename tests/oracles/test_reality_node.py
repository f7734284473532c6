"""Node images laid out in a folder, and the real Node started in them."""

from __future__ import annotations

import pytest

from tests.oracles.reality import compare
from tests.oracles.reality_cases import node_cases


@pytest.mark.slow
def test_node_starts_exactly_where_the_verdict_says_so() -> None:
    counted = compare(node_cases(), 200, 0)
    print(dict(counted))
    assert counted["unknown"] <= counted.total() * 0.15
    assert min(counted["starts"], counted["fails"]) >= counted.total() * 0.2
