"""Targets that no word of the command names."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, launched, procfile, python_image

APP: Files = {"shop/__init__.py": "", "shop/main.py": "app = object()\n", "app.py": "app = object()\n"}


@pytest.mark.parametrize(
    ("command", "files", "path"),
    [
        ("FLASK_APP=shop.main flask run", {}, "shop/main.py"),
        ("FLASK_APP=shop/main.py:app flask run", {}, "shop/main.py"),
        ("flask run", {}, "app.py"),
        ("flask run", {"wsgi.py": ""}, "wsgi.py"),
        ("UVICORN_APP=shop.main:app uvicorn", {}, "shop/main.py"),
        ("APP=shop.main celery worker", {}, "shop/main.py"),
        ("gunicorn -c conf.py", {"conf.py": 'wsgi_app = "shop.main:app"\n'}, "shop/main.py"),
        ("gunicorn", {"gunicorn.conf.py": 'wsgi_app = "main:app"\nchdir = "shop"\n'}, "shop/main.py"),
        ("fastapi run", {}, "app.py"),
        ("fastapi run", {"main.py": ""}, "main.py"),
        ("fastapi run -e shop.main:app", {}, "shop/main.py"),
        ("fastapi run", {"pyproject.toml": '[tool.fastapi]\nentrypoint = "shop.main:app"\n'}, "shop/main.py"),
        ("""python -c 'from shop.main import app; app.run()'""", {}, "shop/main.py"),
        ("""python -c 'import os; from shop import main'""", {}, "shop/main.py"),
    ],
)
def test_variables_files_and_defaults_name_what_the_command_does_not(command: str, files: Files, path: str) -> None:
    found = launched(procfile(command, **APP, **files)).resolution
    assert (found.state, found.path) == ("found", path)


@pytest.mark.parametrize("command", ["gunicorn", "python -c 'print(1)'", "FLASK_APP=$WHERE flask run", "celery worker"])
def test_what_nothing_names_stays_unknown(command: str) -> None:
    assert launched(procfile(command, **APP)).resolution.state == "unknown"


def test_the_environment_of_an_image_names_the_application() -> None:
    files = {"Dockerfile": python_image("ENV FLASK_APP=shop.main", 'CMD ["flask", "run"]'), **APP}
    assert launched(files).resolution.path == "shop/main.py"
