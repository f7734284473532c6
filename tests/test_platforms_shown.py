"""Every platform is shown by a repository: what wins there, what it puts out of force, and what cannot be known."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from deploylint.model.deployment import Effective
from deploylint.model.join import join
from deploylint.platforms.load import profiles
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHOWN = {
    "compose": "compose-profiles",
    **{name.removeprefix("platform-"): name for name in sorted(p.name for p in FIXTURES.glob("platform-*"))},
}
# Platforms that are a row of data and nothing more: no file of theirs says what starts, or nobody here has seen one.
WITHOUT = frozenset(
    "app-runner azure-app-service cron elastic-beanstalk elastic-beanstalk-procfile koyeb netlify npm script "
    "vercel".split()
)


@cache
def rows(fixture: str) -> tuple[Effective, ...]:
    """What all platforms run in a fixture."""
    root = FIXTURES / fixture / "repo"
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    joined = join(Workspace(MemoryTree(files)))
    return tuple(row for service in joined.services for row in service.effective)


def of(platform: str) -> list[Effective]:
    found = [row for row in rows(SHOWN[platform]) if row.platform == platform]
    assert found
    return found


PLATFORMS = sorted(SHOWN.keys() & profiles().keys())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_shows_a_winner_that_is_read(platform: str) -> None:
    assert any(row.winner is not None and row.certainty != "unknown" and not row.unread for row in of(platform))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_shows_a_declaration_that_it_does_not_run_and_why(platform: str) -> None:
    reasons = [shadowed.reason for row in of(platform) for shadowed in row.shadowed]
    assert reasons
    assert all(reasons)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_shows_something_that_cannot_be_known(platform: str) -> None:
    unknown = [row for row in of(platform) if row.server and row.certainty == "unknown"]
    assert unknown
    assert all(row.winner is None or row.winner.dynamic for row in unknown)


def test_a_platform_without_a_repository_is_known_to_have_none() -> None:
    assert profiles().keys() - SHOWN.keys() == WITHOUT
