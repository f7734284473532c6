"""The pyproject.toml reader."""

from __future__ import annotations

import pytest

from deploylint.facts.files import PythonProject
from deploylint.facts.place import Range, Source
from deploylint.read.pyproject import read, requirement_name


def project(text: str) -> PythonProject:
    facts = read(Source(text))
    assert facts.problems == ()
    return facts


def test_console_scripts_have_targets_with_places() -> None:
    facts = project(
        '[project]\nname = "app"\n[project.scripts]\nserve = "app.main:run"\n'
        '[tool.poetry.scripts]\nwork = "app.worker:main"\nlong = { reference = "bin/x", type = "file" }\n'
    )
    assert facts.name == "app"
    assert [(name, target.value) for name, target in facts.scripts] == [
        ("serve", "app.main:run"),
        ("work", "app.worker:main"),
        ("long", "bin/x"),
    ]
    assert facts.scripts[0][1].range() == Range(4, 10, 4, 22)


def test_dependencies_of_all_kinds_are_normal_names_once() -> None:
    facts = project(
        '[project]\ndependencies = ["Flask_SQLAlchemy>=3", "uvicorn[standard] ; python_version > \'3\'", "x @ file:///y"]\n'
        '[project.optional-dependencies]\nserver = ["gunicorn"]\n'
        '[dependency-groups]\ndev = ["pytest", {include-group = "lint"}]\n'
        '[tool.poetry.dependencies]\npython = "^3.12"\nuvicorn = "*"\n"zope.interface" = {version = "1"}\n'
        '[tool.poetry.group.dev.dependencies]\nblack = "*"\n'
    )
    assert facts.dependencies == (
        *("flask-sqlalchemy", "uvicorn", "x", "gunicorn", "pytest", "zope-interface", "black"),
    )


@pytest.mark.parametrize(
    ("requirement", "name"), [("A.b_-c>1", "a-b-c"), (" x", "x"), ("", None), ("-r x", None), ("a-", "a")]
)
def test_a_requirement_has_a_normal_name(requirement: str, name: str | None) -> None:
    assert requirement_name(requirement) == name


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        ("[tool.setuptools.packages.find]\nwhere = ['src', './lib/']", ("src", "lib")),
        ("[tool.setuptools.package-dir]\n'' = 'src'", ("src",)),
        ("[tool.hatch.build.targets.wheel]\npackages = ['src/app', 'other']", ("src", ".")),
        ("[tool.poetry]\npackages = [{include = 'app', from = 'src'}, {include = 'b'}]", ("src", ".")),
        ("[tool.uv.build-backend]\nmodule-root = ''", (".",)),
        ("[project]\nname = 'a'", ()),
    ],
)
def test_package_folders_are_where_imports_start(text: str, folders: tuple[str, ...]) -> None:
    assert project(text).package_folders == folders


def test_wrong_types_are_left_out() -> None:
    facts = project("project = 1\n[tool]\npoetry = [1]\nsetuptools = 'x'\nhatch = {build = 3}\n")
    assert (facts.scripts, facts.dependencies, facts.package_folders) == ((), (), ())


def test_the_contract_table_is_under_the_root() -> None:
    node = project("[tool.deploylint]\nextends = ['render-boot']\n").root.get("tool", "deploylint", "extends", 0)
    assert node is not None
    assert node.value == "render-boot"
    assert node.range == Range(2, 12, 2, 25)


def test_a_broken_file_is_one_fatal_problem() -> None:
    assert [problem.kind for problem in read(Source("[project\n")).problems] == ["fatal"]
