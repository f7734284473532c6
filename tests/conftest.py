"""What holds for all tests: nothing is left in the user's own folders."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for what runs remember, which all tests of a process share: it must never change an answer."""
    before = os.environ.get("DEPLOYLINT_CACHE_DIR")
    os.environ["DEPLOYLINT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["DEPLOYLINT_CACHE_DIR"]
    else:
        os.environ["DEPLOYLINT_CACHE_DIR"] = before
