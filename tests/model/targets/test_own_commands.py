"""Commands of the repository's own projects: console scripts and `bin`."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from tests.model.joined import Files, joined, launched

PROJECT = """
    [project]
    name = "shop"
    [project.scripts]
    shop = "shop.cli:main"
    [build-system]
    requires = ["hatchling"]
"""
DOCKERFILE = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install .\nCMD {}\n"


def of(command: str, files: Files | None = None, project: str = PROJECT) -> str:
    """What a start of the image runs, as its identity."""
    kept = {"shop/__init__.py": "", "shop/cli.py": "import shop.api\ndef main(): ...\n", "shop/api.py": ""}
    found = launched({"Dockerfile": DOCKERFILE.format(command), "pyproject.toml": project, **(files or kept)})
    return found.identity if found.resolution.state == "found" else f"{found.resolution.state} {found.identity}"


@pytest.mark.parametrize(
    "command",
    [
        "shop",
        '["shop", "--port", "80"]',
        "uv run shop",
        "poetry run shop serve",
        "pdm run shop",
        ".venv/bin/shop",
        "/opt/venv/bin/shop",
        "exec shop $ARGUMENTS",
        "tini -- shop",
    ],
)
def test_a_console_script_of_the_project_is_its_function(command: str) -> None:
    assert of(command) == "shop/cli.py:main"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("shops", "unknown shops"),
        ("./shop", "unknown shop"),
        ("python -m shop.cli", "shop/cli.py"),
        ("uvicorn shop.cli:main", "shop/cli.py:main"),
    ],
)
def test_other_commands_are_what_they_were(command: str, expected: str) -> None:
    assert of(command) == expected


@pytest.mark.parametrize(
    "script",
    ["shop.cli:main [fast]", " shop.cli : main ", "shop.cli:main"],
)
def test_a_target_is_read_as_the_specification_says(script: str) -> None:
    assert of("shop", project=PROJECT.replace("shop.cli:main", script)) == "shop/cli.py:main"


def test_poetry_has_a_table_of_its_own() -> None:
    project = (
        '[tool.poetry]\nname = "shop"\n[tool.poetry.scripts]\nshop = {reference = "shop.cli:main", type = "console"}'
    )
    assert of("poetry run shop", project=project) == "shop/cli.py:main"


@pytest.mark.parametrize("folder", ["src", "python"])
def test_a_package_lies_where_the_project_says(folder: str) -> None:
    said = PROJECT + f'    [tool.setuptools.packages.find]\n    where = ["{folder}"]\n'
    files = {f"{folder}/shop/__init__.py": "", f"{folder}/shop/cli.py": "def main(): ...\n"}
    assert of("shop", files, said) == f"{folder}/shop/cli.py:main"


def test_a_module_that_the_project_lacks_is_missing_at_the_line_of_the_script() -> None:
    found = launched({"Dockerfile": DOCKERFILE.format("shop"), "pyproject.toml": PROJECT, "shop/__init__.py": ""})
    assert (found.resolution.state, found.resolution.lacking) == ("missing", "shop.cli")
    assert (found.use.span.path, found.use.span.range.line) == ("pyproject.toml", 4)
    assert [step.label for step in found.use.via] == ["shop"]


def test_what_another_distribution_may_bring_is_unknown() -> None:
    project = PROJECT.replace("shop.cli:main", "gunicorn.app.wsgiapp:run")
    project = project.replace("[project.scripts]", 'dependencies = ["gunicorn"]\n    [project.scripts]')
    assert of("shop", project=project) == "unknown gunicorn.app.wsgiapp:run"


def test_of_several_projects_the_one_around_the_command_is_meant() -> None:
    files = {
        f"{folder}/{path}": text
        for folder in ("a", "b")
        for path, text in {"pyproject.toml": PROJECT, "shop/cli.py": "def main(): ...\n"}.items()
    }
    assert launched({**files, "b/Procfile": "web: shop\n"}).identity == "b/shop/cli.py:main"
    assert launched({**files, "Procfile": "web: shop\n"}).identity == "shop"


def test_the_modules_that_a_console_script_imports_are_started() -> None:
    files = {"shop/__init__.py": "", "shop/cli.py": "import shop.api\ndef main(): ...\n", "shop/api.py": ""}
    deployment = joined({"Procfile": "web: shop\n", "pyproject.toml": PROJECT, **files})
    assert set(deployment.started) >= set(files)


@pytest.mark.parametrize(
    ("command", "binary"),
    [
        ("npx shop", '"./bin/cli.js"'),
        ("npx shop serve", '{"shop": "bin/cli.js"}'),
        ("npm exec -- shop", '{"shop": "bin/cli.js"}'),
    ],
)
def test_npm_runs_the_own_binary_of_a_package(command: str, binary: str) -> None:
    package = f'{{"name": "@acme/shop", "bin": {binary}}}'
    found = launched({"Procfile": f"web: {command}\n", "package.json": package, "bin/cli.js": ""})
    assert (found.identity, found.program, found.use.span.path) == ("bin/cli.js", "node", "package.json")


@pytest.mark.parametrize("command", ["npx shopper", "shop", "npx shop@2"])
def test_what_is_no_binary_of_the_package_is_no_file_of_it(command: str) -> None:
    package = '{"name": "shop", "bin": "bin/cli.js"}'
    found = launched({"Procfile": f"web: {command}\n", "package.json": package, "bin/cli.js": ""})
    assert PurePosixPath(found.identity).suffix == ""


@pytest.mark.parametrize(
    ("script", "command", "expected"),
    [
        ("next start", "npm start -- --port 4000", "4000"),
        ("next start", "yarn start --port 4000", "4000"),
        ("next start", "pnpm start -p 4000", "4000"),
        ("next start -p 1", "npm start -- -p 4000", "4000"),
        ("npm run serve", "npm start -- --port 4000", None),
        ("cross-env A=1 next start", "npm start -- --port 4000", "4000"),
    ],
)
def test_options_of_the_caller_reach_the_command_of_a_script(script: str, command: str, expected: str | None) -> None:
    package = f'{{"scripts": {{"start": "{script}", "serve": "next start"}}}}'
    found = launched({"Procfile": f"web: {command}\n", "package.json": package})
    port = found.use.invocation.setting("port")
    assert (port.value if port is not None and port.source == "flag" else None) == expected
    assert found.use.span.path == "package.json"


@pytest.mark.parametrize("command", ["rq worker high", "python -m rq worker", "python -m rq.cli worker"])
def test_the_worker_of_rq_is_known_and_never_missing(command: str) -> None:
    found = launched({"Procfile": f"worker: {command}\n", "app.py": ""})
    assert (found.program, found.resolution.state) == ("rq", "unknown")


@pytest.mark.parametrize(
    "command",
    [
        "arq shop.cli.Worker",
        "dramatiq shop.cli",
        "taskiq worker shop.cli:broker",
        "huey_consumer shop.cli.huey",
        "celery -A shop.cli worker",
        "celery --app=shop.cli.app worker",
        "python -m celery -A shop.cli:app worker",
        "python -m dramatiq shop.cli",
        "faststream run shop.cli:app",
    ],
)
def test_the_module_of_a_worker_is_found(command: str) -> None:
    found = launched({"Procfile": f"worker: {command}\n", "shop/__init__.py": "", "shop/cli.py": "app = 1\n"})
    assert (found.resolution.state, found.resolution.path) == ("found", "shop/cli.py")


def test_a_command_that_does_what_the_caller_says_stands_at_the_caller() -> None:
    scripts = '{"typeorm": "env-cmd -- typeorm", "drop": "npm run typeorm -- --dataSource=a.ts schema:drop"}'
    deployment = joined({"Procfile": "release: npm run drop\n", "package.json": f'{{"scripts": {scripts}}}'})
    (dropped,) = (use for use in deployment.uses if use.platform == "heroku" and "destroys" in use.invocation.effects)
    assert (dropped.owner, [step.label for step in dropped.via]) == ("scripts.drop", ["npm run drop"])


CFG = "[options.entry_points]\nconsole_scripts =\n    shop = shop.cli:main\n"
SETUP = 'from setuptools import setup\nsetup(name="shop", entry_points={"console_scripts": ["shop=shop.cli:main"]})\n'


@pytest.mark.parametrize("files", [{"setup.cfg": CFG}, {"setup.py": SETUP}, {"setup.cfg": CFG, "setup.py": SETUP}])
def test_files_of_setuptools_name_console_scripts_too(files: Files) -> None:
    found = launched({"Procfile": "web: shop\n", "shop/cli.py": "def main(): ...\n", **files})
    assert (found.identity, found.use.span.path) == ("shop/cli.py:main", min(files))


def test_two_files_that_say_different_things_of_a_name_leave_it_unknown() -> None:
    files = {"setup.cfg": CFG.replace("cli", "other"), "setup.py": SETUP, "shop/cli.py": "", "shop/other.py": ""}
    assert launched({"Procfile": "web: shop\n", **files}).identity == "shop"


@pytest.mark.parametrize(
    ("project", "identity"),
    [
        ('[build-system]\nrequires = ["setuptools"]\n', "shop/cli.py:main"),
        ('[build-system]\nbuild-backend = "setuptools.build_meta"\n', "shop/cli.py:main"),
        ('[project]\nname = "shop"\ndynamic = ["scripts"]\n', "shop/cli.py:main"),
        ('[project]\nname = "shop"\n', "shop"),
        ('[build-system]\nbuild-backend = "hatchling.build"\n', "shop"),
        ('[tool.poetry]\nname = "shop"\n[build-system]\nbuild-backend = "poetry.core.masonry.api"\n', "shop"),
    ],
)
def test_a_pyproject_may_put_files_of_setuptools_out_of_force(project: str, identity: str) -> None:
    files = {"pyproject.toml": project, "setup.py": SETUP, "setup.cfg": CFG, "shop/cli.py": "def main(): ...\n"}
    assert launched({"Procfile": "web: shop\n", **files}).identity == identity


def test_a_module_that_a_setup_file_names_and_nobody_has_is_missing_at_its_line() -> None:
    found = launched({"Dockerfile": DOCKERFILE.format("shop"), "setup.cfg": CFG, "shop/__init__.py": ""})
    assert (found.resolution.state, found.resolution.lacking) == ("missing", "shop.cli")
    assert (found.use.span.path, found.use.span.range.line) == ("setup.cfg", 3)


def test_a_module_lies_where_setup_py_says() -> None:
    said = SETUP.replace('name="shop"', 'package_dir={"": "code"}')
    found = launched({"Procfile": "web: shop\n", "setup.py": said, "code/shop/cli.py": "def main(): ...\n"})
    assert found.identity == "code/shop/cli.py:main"
