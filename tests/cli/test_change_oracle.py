"""What a change answers for, worked out in the long way: everything read and judged on both sides, then compared."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deploylint.check import engine
from deploylint.check.changes import answered
from deploylint.check.finding import Finding
from deploylint.check.load import shipped
from deploylint.check.presets import extend
from deploylint.check.settings import configure, suppressions
from deploylint.cli.change import answer
from deploylint.cli.plan import Plan
from deploylint.cli.states import State, States, open_states
from deploylint.cli.which import Which
from deploylint.config.load import find
from deploylint.tree.changes import added_lines
from deploylint.workspace.workspace import Workspace
from tests.repository import Repository, isolate

FIXTURES = Path(__file__).parents[2] / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.iterdir() if (path / "repo").is_dir())
CONTRACTS = ("deploylint.yaml", "pyproject.toml")
TODAY = date(2026, 1, 1)


def plan(states: States) -> Plan:
    extended = extend(find(Workspace(states.head.tree)))
    rules = configure(shipped(), extended.presets, extended.contract)
    return Plan(contract=extended.contract, rules=rules, known=shipped(), as_of=TODAY)


def whole(states: States) -> tuple[Finding, ...]:
    """The long way: no focus, nothing shared, nothing left out."""
    (comparison,) = states.comparisons
    head, base = everything(states, states.head), everything(states, comparison.base)
    sources = {new: old for old, new in comparison.renames.items()}
    added = {
        path: added_lines(lines(comparison.base, sources.get(path, path)), lines(states.head, path))
        for path in states.head.tree.paths()
    }
    return answered(head, base, added, comparison.renames)


def everything(states: States, state: State) -> tuple[Finding, ...]:
    made = plan(states)
    found = engine.run(
        made.rules,
        made.picture(replace(state, blobs={}, focus=None)).deployment,
        as_of=TODAY,
        known=[rule.id for rule in made.known],
        suppressions=suppressions(made.contract),
        changes=True,
    )
    return tuple(finding for finding in found if finding.suppressed is None)


def lines(state: State, path: str) -> list[str]:
    source = Workspace(state.tree).source(path)
    return source.text.split("\n") if source is not None else []


@pytest.fixture
def repository(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    isolate(monkeypatch)
    shutil.copytree(FIXTURES / request.param / "repo", tmp_path / "r", symlinks=True)
    made = Repository(tmp_path / "r")
    made.git("add", "--all", "--force")
    made.commit()
    return made


def files(repository: Repository) -> list[str]:
    """All files that may change without another contract coming of it."""
    return [path for path in repository.git("ls-files", "-z").split("\0") if path and path not in CONTRACTS]


def agree(repository: Repository) -> int:
    """Compare both ways on what is staged; the number of findings."""
    states = open_states(repository.root, Which(staged=True))
    if not states.comparisons:
        return 0
    made = plan(states)
    short = answer(made, made.picture(states.head), states.comparisons)
    told = [(one.key, one.level, one.span) for one in short if one.suppressed is None]
    assert sorted(told) == sorted((one.key, one.level, one.span) for one in whole(states))
    return len(told)


@pytest.mark.parametrize("repository", NAMES, indirect=True)
def test_every_deletion_is_judged_as_in_the_long_way(repository: Repository) -> None:
    for path in files(repository):
        repository.git("rm", "-q", "--cached", "--", path)
        agree(repository)
        repository.git("reset", "-q")


@pytest.mark.parametrize("repository", NAMES, indirect=True)
def test_every_file_without_its_first_lines_is_judged_as_in_the_long_way(repository: Repository) -> None:
    for path in files(repository):
        place = repository.root / path
        if place.is_symlink() or not place.is_file():
            continue
        before = place.read_bytes()
        for after in (b"\n" + before, before.partition(b"\n")[2], before + before):
            place.write_bytes(after)
            repository.git("add", "--force", "--", path)
            agree(repository)
        place.write_bytes(before)
        repository.git("add", "--force", "--", path)


@pytest.mark.parametrize("repository", ["stale-image"], indirect=True)
def test_the_long_way_has_something_to_say(repository: Repository) -> None:
    repository.git("rm", "-q", "--cached", "--ignore-unmatch", "Dockerfile", "backend/Dockerfile")
    repository.stage({"Procfile": "web: gunicorn nowhere:app\n", "backend/core/mail.py": "breakpoint()\n"})
    assert agree(repository) >= 2
