"""The hooks as people use them: real pre-commit, real commits and pushes; one environment for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import Repository, isolate

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("deploylint", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pre-commit")]

SHOP = {
    "Procfile": "web: gunicorn shop.main:app\n",
    "requirements.txt": "gunicorn\n",
    "shop/__init__.py": "",
    "shop/main.py": "app = object()\n",
}


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with this checkout as it is now, from which pre-commit installs the hooks."""
    with pytest.MonkeyPatch.context() as patch:
        isolate(patch)
        made = Repository(tmp_path_factory.mktemp("hooks"))
        for name in SHIPPED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, made.root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, made.root / name)
        made.git("add", "--all")
        made.commit()
        return made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment of the hooks."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def repository(hooks: Repository, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository with both hooks installed, before its first commit."""
    isolate(monkeypatch)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home))
    for name in ("PYTHONPATH", "VIRTUAL_ENV", "SKIP", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    made = Repository(tmp_path / "r")
    entry = f"repos: [{{repo: '{hooks.root}', rev: {hooks.git('rev-parse', 'HEAD')}, hooks: [%s]}}]\n"
    made.write({".pre-commit-config.yaml": entry % "{id: deploylint}, {id: deploylint-push}"})
    made.git("config", "core.excludesFile", os.devnull)
    (made.root / ".git/info").mkdir(exist_ok=True)
    (made.root / ".git/info/exclude").write_text(".pre-commit-config.yaml\n", encoding="utf-8")
    pre_commit(made, "install", "--hook-type=pre-commit", "--hook-type=pre-push")
    return made


def pre_commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    """Exit code and output of pre-commit."""
    return program(repository, sys.executable, "-m", "pre_commit", *arguments)


def program(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        arguments,
        cwd=repository.root,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


def commit(repository: Repository, *arguments: str) -> tuple[bool, str]:
    """True if git made a commit, and what it and the hook said."""
    before = repository.git("rev-list", "--all", "--count")
    code, output = program(repository, "git", "commit", "-m", "change", *arguments)
    made = repository.git("rev-list", "--all", "--count") != before
    assert made == (code == 0), output
    return made, output


def start(repository: Repository, files: dict[str, str]) -> None:
    """A first commit that no hook looks at."""
    repository.stage(files)
    repository.git("commit", "-qm", "start", "--no-verify")


def test_a_first_commit_of_a_readme_alone_passes(repository: Repository) -> None:
    repository.stage({"README.md": "# shop\n"})
    made, output = commit(repository)
    assert made
    assert "Passed" in output


def test_a_good_commit_passes(repository: Repository) -> None:
    start(repository, SHOP)
    repository.stage({"shop/prices.py": "PRICE = 3\n"})
    assert commit(repository)[0]


def test_a_bad_commit_is_blocked_with_output_that_says_where_and_why(repository: Repository) -> None:
    start(repository, SHOP)
    repository.stage({"shop/main.py": "app = object()\nbreakpoint()\n"})
    made, output = commit(repository)
    assert not made
    assert "error SRC005 debugger-statement  shop/main.py:2:1" in output
    assert "      2 | breakpoint()" in output
    assert "1 error in 1 of 1 changed files" in output
    assert "\x1b" not in output


def test_a_commit_that_only_deletes_the_start_module_is_blocked(repository: Repository) -> None:
    start(repository, SHOP)
    repository.git("rm", "-q", "shop/main.py")
    made, output = commit(repository)
    assert not made
    assert "error BOOT002 missing-start-target  Procfile:1:" in output


def test_partially_staged_files_are_judged_by_what_is_staged(repository: Repository) -> None:
    start(repository, SHOP)
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    repository.write({"shop/main.py": "app = object()\nvalue = 1\nbreakpoint()\n"})
    assert commit(repository)[0]
    repository.git("add", "shop/main.py")
    repository.write({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert not commit(repository)[0]
    assert (repository.root / "shop/main.py").read_text("utf-8") == "app = object()\nvalue = 1\n"


def test_an_old_violation_elsewhere_does_not_block(repository: Repository) -> None:
    start(repository, {**SHOP, "shop/old.py": "breakpoint()\n", "Procfile": "web: gunicorn nowhere:app\n"})
    repository.stage({"shop/main.py": "app = object()\nvalue = 1\n"})
    assert commit(repository)[0]


def test_a_commit_of_one_file_is_judged_by_that_file(repository: Repository) -> None:
    start(repository, {**SHOP, "shop/a.py": "a = 1\n", "shop/b.py": "b = 1\n"})
    repository.stage({"shop/a.py": "breakpoint()\n"})
    repository.write({"shop/b.py": "b = 2\n"})
    assert commit(repository, "shop/b.py")[0]
    assert not commit(repository, "shop/a.py")[0]


def test_a_merge_is_not_blocked_by_what_its_sides_had(repository: Repository) -> None:
    start(repository, SHOP)
    repository.git("checkout", "-qb", "other")
    start(repository, {"shop/old.py": "breakpoint()\n"})
    repository.git("checkout", "-q", "main")
    start(repository, {"shop/new.py": "new = 1\n"})
    repository.git("merge", "-q", "--no-commit", "--no-ff", "other")
    assert commit(repository)[0]


def test_on_all_files_the_whole_repository_is_told(repository: Repository) -> None:
    start(repository, {**SHOP, "shop/old.py": "breakpoint()\n"})
    code, output = pre_commit(repository, "run", "--all-files", "deploylint")
    assert code == 1
    assert "shop/old.py:1:1" in output


def test_a_push_is_blocked_by_what_it_brings_and_by_nothing_older(repository: Repository, tmp_path: Path) -> None:
    start(repository, {**SHOP, "shop/old.py": "breakpoint()\n"})
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "remote.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.git("fetch", "-q", "origin")
    start(repository, {"shop/good.py": "good = 1\n"})
    code, output = program(repository, "git", "push", "origin", "main")
    assert code == 0, output
    repository.git("checkout", "-qb", "feature")
    start(repository, {"shop/bad.py": "breakpoint()\n"})
    code, output = program(repository, "git", "push", "origin", "feature")
    assert code == 1
    assert "shop/bad.py:1:1" in output
    assert "shop/old.py" not in output
