"""Wheel, source distribution and editable install: each is installed and lints a repository outside of the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from deploylint.check.load import shipped

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]


def run(*arguments: str | Path, cwd: Path) -> str:
    """Standard output of a program; what it says on failure is part of the error."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{arguments}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Path:
    """The Python of an environment that was empty before the wheel and what it needs were installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install(python, only(built, "*.whl"))
    return python


def install(python: Path, *arguments: str | Path) -> None:
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments, cwd=python.parent)


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def check(python: Path, folder: Path, inside: Path) -> None:
    """Lint a small repository with the program that lies beside python; its package must lie inside of a folder."""
    shop = folder / "shop"
    shop.mkdir()
    (shop / "Dockerfile").write_text(
        'FROM python:3.12-slim\nCOPY shop.py .\nUSER nobody\nCMD ["flask", "--app", "shop", "run"]\n', encoding="utf-8"
    )
    (shop / "shop.py").write_text("app = object()\n", encoding="utf-8")
    program = python.with_name("deploylint" + python.suffix)
    report = json.loads(run(program, "--format=json", "--fail-on=never", shop, cwd=folder))
    assert [(finding["rule"], finding["location"]["line"]) for finding in report["findings"]] == [("DEV003", 4)]
    assert json.loads(run(program, "--format=sarif", "--fail-on=never", shop, cwd=folder))["version"] == "2.1.0"
    listed = json.loads(run(program, "rules", "--format=json", cwd=folder))["rules"]
    assert [rule["id"] for rule in listed] == [rule.id for rule in shipped()]
    where = run(python, "-c", "import deploylint; print(deploylint.__path__[0])", cwd=folder)
    assert Path(where.strip()).resolve().is_relative_to(inside.resolve())


def test_the_wheel_lints_with_its_own_rules(environment: Path, tmp_path: Path) -> None:
    check(environment, tmp_path, environment.parents[1])


def test_the_source_distribution_lints(environment: Path, built: Path, tmp_path: Path) -> None:
    install(environment, "--force-reinstall", "--no-deps", only(built, "*.tar.gz"))
    check(environment, tmp_path, environment.parents[1])


def test_an_editable_install_lints_with_the_rules_of_the_checkout(environment: Path, tmp_path: Path) -> None:
    install(environment, "--force-reinstall", "--no-deps", "--editable", ROOT)
    check(environment, tmp_path, ROOT)


def test_the_wheel_holds_the_package_and_its_data_and_no_tests(built: Path) -> None:
    names = zipfile.ZipFile(only(built, "*.whl")).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"deploylint"}
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "deploylint").rglob("*.toml")}
    assert data | {"deploylint/py.typed"} <= set(names)
    shipped_rules = {name.removeprefix("deploylint/_rules/") for name in names if name.startswith("deploylint/_rules/")}
    assert shipped_rules == {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*.*")}
