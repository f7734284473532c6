"""The readers of setup.cfg and setup.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.files import PythonProject
from deploylint.facts.place import Range, Source
from deploylint.read import setup_cfg, setup_py

CFG = """\
[metadata]
name = shop
[options]
package_dir =
    = src
install_requires =
    Flask>=2
    # a comment
    gunicorn
[options.entry_points]
console_scripts =
    shop = shop.cli:main
    work=shop.worker:run [fast]
gui_scripts =
    window = shop.window:main
[flake8]
this is nothing of ours
"""


def scripts(project: PythonProject) -> list[tuple[str, str]]:
    return [(name, text.value) for name, text in project.scripts]


def called(arguments: str) -> PythonProject:
    return setup_py.read(Source(f"from setuptools import find_packages, setup\n\nsetup({arguments})\n"))


def test_setup_cfg_has_console_scripts_with_places() -> None:
    project = setup_cfg.read(Source(CFG))
    assert scripts(project) == [("shop", "shop.cli:main"), ("work", "shop.worker:run [fast]")]
    assert project.scripts[0][1].range() == Range(12, 12, 12, 25)
    assert (project.name, project.package_folders, project.problems) == ("shop", ("src",), ())
    assert project.dependencies == ("flask", "gunicorn")


def test_single_packages_with_folders_of_their_own_leave_scripts_unknown() -> None:
    assert scripts(setup_cfg.read(Source(CFG.replace("    = src", "    shop = lib/shop")))) == []
    assert scripts(called('package_dir={"shop": "lib"}, entry_points={"console_scripts": ["a=b:c"]}')) == []
    assert scripts(called('package_dir=where(), entry_points={"console_scripts": ["a=b:c"]}')) == []
    assert scripts(called('packages=find_packages(HERE), entry_points={"console_scripts": ["a=b:c"]}')) == []


@pytest.mark.parametrize(
    "said",
    [
        '{"console_scripts": ["shop = shop.cli:main"]}',
        "{'gui_scripts': ['a=b:c'], 'console_scripts': ('shop=shop.cli:main',)}",
        '{"console_scripts": "shop = shop.cli:main"}',
        '"""\n    [gui_scripts]\n    a=b:c\n    [console_scripts]\n    shop=shop.cli:main\n    """',
        '{"console_scripts": [name + "=shop.x:y", "shop=shop.cli:main", f"{a}=b:c"]}',
    ],
)
def test_setup_py_has_those_that_it_says_literally(said: str) -> None:
    assert scripts(called(f"name='shop', entry_points={said}")) == [("shop", "shop.cli:main")]


@pytest.mark.parametrize(
    "said",
    [
        "entry_points=entries",
        'entry_points={group: ["shop=shop.cli:main"]}',
        'entry_points={"console_scripts": make()}',
        'entry_points={"console_scripts": ["shop=shop.cli:main"]}, **more',
        'scripts=["bin/shop"]',
    ],
)
def test_what_setup_py_works_out_is_not_known(said: str) -> None:
    assert scripts(called(said)) == []


def test_of_two_calls_of_setup_nothing_is_known() -> None:
    text = 'setup(entry_points={"console_scripts": ["shop=shop.cli:main"]})\n'
    assert scripts(setup_py.read(Source(text))) == [("shop", "shop.cli:main")]
    assert scripts(setup_py.read(Source(text * 2))) == []


@pytest.mark.parametrize(
    ("said", "folders"),
    [
        ('package_dir={"": "src"}', ("src",)),
        ('packages=find_packages("lib")', ("lib",)),
        ('packages=find_packages(exclude=["tests"], where="./python/")', ("python",)),
        ("packages=find_packages()", ()),
    ],
)
def test_setup_py_says_where_packages_lie(said: str, folders: tuple[str, ...]) -> None:
    assert called(said).package_folders == folders


@given(st.text(alphabet="[]=:;# \n\tabc", max_size=80))
def test_any_text_is_read_as_setup_cfg(text: str) -> None:
    for _, target in setup_cfg.read(Source(text)).scripts:
        assert target.exact()


@given(st.text(alphabet="setup(){}[]'\"=:,\n ab", max_size=60))
def test_any_text_is_read_as_setup_py(text: str) -> None:
    for _, target in setup_py.read(Source(text)).scripts:
        assert target.exact()
