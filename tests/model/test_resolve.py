"""Targets: the file of the repository, a file that nothing can bring, or why that cannot be known."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Resolution
from tests.model.joined import Files, launched, procfile


def native(command: str, *paths: str, **texts: str) -> Resolution:
    """Where a Procfile in the root starts the command."""
    return launched(procfile(command, **dict.fromkeys(paths, ""), **texts)).resolution


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("uvicorn app.main:app", "app/main.py"),
        ("python -m uvicorn app.main:app", "app/main.py"),
        ("uvicorn app:app", "app/__init__.py"),
        ("uvicorn space.main:app", "space/main.py"),
        ("uvicorn --app-dir src api.main:app", "src/api/main.py"),
        ("uvicorn --app-dir=src api.main:app", "src/api/main.py"),
        ("gunicorn --chdir src api.main:app", "src/api/main.py"),
        ("gunicorn --pythonpath lib,src api.main:app", "src/api/main.py"),
        ("PYTHONPATH=src uvicorn api.main:app", "src/api/main.py"),
        ("PYTHONPATH=lib:src uvicorn api.main:app", "src/api/main.py"),
        ("export PYTHONPATH=./src && uvicorn api.main:app", "src/api/main.py"),
        ("cd src && uvicorn api.main:app", "src/api/main.py"),
        ("hypercorn app/main.py:app", "app/main.py"),
        ("fastapi run app/main.py", "app/main.py"),
        ("flask --app app.main run", "app/main.py"),
        ("celery -A app.main worker", "app/main.py"),
        ("celery -A app.main.celery worker", "app/main.py"),
        ("python -m app.main", "app/main.py"),
        ("python -m tool", "tool/__main__.py"),
        ("python app/main.py", "app/main.py"),
        ("python ./app/main.py --fast", "app/main.py"),
        ("streamlit run app/main.py", "app/main.py"),
        ("node server.js", "server.js"),
        ("node server", "server.js"),
        ("node --enable-source-maps ./server.js", "server.js"),
        ("node src", "src/index.ts"),
        ("node .", "index.js"),
        ("tsx src/index.ts", "src/index.ts"),
    ],
)
def test_a_target_is_found_where_the_program_looks_for_it(command: str, path: str) -> None:
    paths = ("app/__init__.py", "app/main.py", "space/main.py", "src/api/main.py", "tool/__main__.py")
    found = native(command, *paths, "src/index.ts", "index.js", "server.js")
    assert (found.state, found.path) == ("found", path)


@pytest.mark.parametrize(
    "command",
    [
        "uvicorn app.gone:app",
        "gunicorn gone",
        "python -m app.gone",
        "python gone.py",
        "python app/gone.py",
        "node gone.js",
        "node src/gone",
        "./gone.sh",
        "streamlit run gone.py",
        "npm run gone",
        "yarn start",
    ],
)
def test_what_no_file_of_the_repository_can_be_is_missing(command: str) -> None:
    found = native(command, "app/main.py", "main.js", **{"package.json": '{"scripts": {"build": "tsc"}}'})
    assert found.state == "missing"


def test_a_file_elsewhere_becomes_no_other_where_nothing_builds() -> None:
    starts = '{"scripts": {"start": "node server.js", "dev": "nodemon server.js"}}'
    builds = '{"scripts": {"start": "node server.js", "bundle": "node bundle.js"}}'
    assert native("node server.js", "moved/server.js", **{"package.json": starts}).state == "missing"
    assert native("node server.js", "moved/server.js", **{"package.json": builds}).state == "unknown"


@pytest.mark.parametrize(
    ("package", "state"),
    [("", "missing"), ("tasks = None\n", "found"), ("from .all import *\n", "found")],
)
def test_celery_takes_an_attribute_of_a_package_only_where_it_may_have_it(package: str, state: str) -> None:
    assert native("celery -A app.tasks worker", **{"app/__init__.py": package}).state == state


@pytest.mark.parametrize(
    ("command", "paths", "reason"),
    [
        ("node dist/main.js", (), "a build may make it before the image is built"),
        ("node ./build/server/index.js", (), "a build may make it before the image is built"),
        ("node .next/standalone/server.js", (), "a build may make it before the image is built"),
        ("java -jar app.jar", (), "a build may make it before the image is built"),
        ("java -jar target/app.jar", (), "a build may make it before the image is built"),
        ("./bin/server", (), "a build may make it before the image is built"),
        ("./server", (), "it may be a program that is built or installed"),
        ("node node_modules/some/server.js", (), "a package manager may have made it before the build"),
        ("node main.js", ("src/main.ts",), "a file named 'main' elsewhere in the repository may become it"),
        ("python -m wsgiref.gone", (), "'wsgiref' is a module of Python itself"),
        ("gunicorn my-app:app", (), "'my-app' is no module name"),
        ("python $MAIN", (), "the target is dynamic"),
        ("uvicorn ${APP:-main:app}", (), "the target is dynamic"),
        ("python *.py", ("main.py",), "the target is dynamic"),
        ("cd $WHERE && python gone.py", (), "it is not known where the command runs"),
        ("serve -s dist", (), "the command names no target"),
        ("my-server", (), "a program of the image or the system"),
    ],
)
def test_what_may_come_from_elsewhere_is_unknown(command: str, paths: tuple[str, ...], reason: str) -> None:
    found = native(command, *paths)
    assert (found.state, found.reason) == ("unknown", reason)


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("python main.py", ("api/main.py",)),
        ("uvicorn main:app", ("api/main.py",)),
        ("uvicorn main:app", ("api/main.py", "web/main.py")),
        ("python -m tool", ("src/tool/__main__.py",)),
        ("uvicorn --app-dir src main:app", ("main.py", "src/other.py")),
        ("python api/main.py", ("api/main/app.py",)),
        ("python -m tool", ("tool/__init__.py",)),
        ("uvicorn tool:app", ("tool/main.py",)),
    ],
)
def test_what_lies_where_the_program_does_not_look_is_missing(command: str, paths: tuple[str, ...]) -> None:
    assert native(command, *paths).state == "missing"


@pytest.mark.parametrize(
    ("files", "state"),
    [
        ({}, "missing"),
        ({"requirements.txt": "Web_App==1.0\n"}, "unknown"),
        ({"requirements/prod.txt": "web-app[extra]>=1 ; python_version > '3'\n"}, "unknown"),
        ({"pyproject.toml": '[project]\nname = "x"\ndependencies = ["web.app>=1"]\n'}, "unknown"),
        ({"requirements.txt": "webapp\n"}, "missing"),
        ({".gitmodules": "[submodule]\n\tpath = web_app\n"}, "unknown"),
    ],
)
def test_an_installed_package_or_a_submodule_may_bring_a_module(files: Files, state: str) -> None:
    assert native("uvicorn web_app.main:app", **files).state == state


@pytest.mark.parametrize(
    ("command", "files", "state"),
    [
        ("npm run x", {"package.json": "{}"}, "missing"),
        ("npm run x", {}, "unknown"),
        ("npm run x", {"web/package.json": "{}"}, "missing"),
        ("npm run x", {"web/package.json": '{"scripts": {"x": "y"}}'}, "unknown"),
        ("npm --prefix web/src run x", {"web/package.json": "{}"}, "unknown"),
        ("npm run x --if-present", {"package.json": "{}"}, "unknown"),
        ("npm run x", {"package.json": "{}", "web/package.json": '{"scripts": {"x": "y"}}'}, "unknown"),
        ("cd web && npm run x", {"package.json": "{}", "web/package.json": "{}"}, "missing"),
        ("npm start", {"package.json": "{}", "server.js": ""}, "found"),
        ("pnpm start", {"package.json": "{}", "server.js": ""}, "found"),
        ("npm start", {"package.json": "{}", "index.js": ""}, "missing"),
        ("yarn start", {"package.json": "{}", "server.js": ""}, "missing"),
        ("npm run server", {"package.json": "{}", "server.js": ""}, "missing"),
        ("yarn x", {"package.json": "{}"}, "unknown"),
        ("pnpm x", {"package.json": "{}"}, "unknown"),
        ("npm run x", {"package.json": '{"scripts": '}, "unknown"),
        ("npm -w web run x", {"package.json": "{}"}, "unknown"),
        ("pnpm run '/(build|serve):.*/'", {"package.json": "{}"}, "unknown"),
    ],
)
def test_a_package_script_is_missing_only_where_its_package_is_known(command: str, files: Files, state: str) -> None:
    assert native(command, **files).state == state
