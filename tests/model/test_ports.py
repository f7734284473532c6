"""Where a start listens."""

from __future__ import annotations

import pytest

from deploylint.model.ports import Listening, listening
from tests.model.joined import joined, launched, procfile, python_image

APP = {"app.py": "app = None\n"}


def found(files: dict[str, str]) -> Listening | None:
    """Where the only service's winner listens."""
    deployment = joined(files)
    (service,) = deployment.services
    winner = service.effective[0].winner
    assert winner is not None
    return listening(deployment, winner)


def port(files: dict[str, str]) -> tuple[str, str]:
    one = found(files)
    return (one.port.source, one.port.value) if one is not None else ("none", "")


def host(files: dict[str, str]) -> tuple[str, str]:
    one = found(files)
    assert one is not None
    return (one.host.source, one.host.value)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uvicorn app:app --port 8080", ("said", "8080")),
        ("uvicorn app:app --port=8080", ("said", "8080")),
        ("gunicorn -b :5000 app:app", ("said", "5000")),
        ("gunicorn --bind 0.0.0.0:$PORT app:app", ("given", "")),
        ("uvicorn app:app --port ${PORT:-8000}", ("given", "")),
        ("uvicorn app:app --port $OTHER", ("unknown", "")),
        ("uvicorn app:app", ("default", "8000")),
        ("gunicorn app:app", ("given", "8000")),
        ("gunicorn -b unix:/run/app.sock app:app", ("unknown", "")),
        ("uvicorn app:app --uds /run/app.sock", ("unknown", "")),
        ("hypercorn -c hypercorn.toml app:app", ("unknown", "")),
        ("UVICORN_PORT=9000 uvicorn app:app", ("said", "9000")),
        ("hypercorn app:app", ("default", "8000")),
        ("flask --app app run", ("default", "5000")),
        ("flask --app app work-off-queue", ("none", "")),
    ],
)
def test_the_port_of_a_command_line(command: str, expected: tuple[str, str]) -> None:
    assert port(procfile(command, **APP)) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("uvicorn app:app --port 80", ("default", "127.0.0.1")),
        ("uvicorn app:app --port 80 --host 0.0.0.0", ("said", "0.0.0.0")),
        ("gunicorn -b :80 app:app", ("unknown", "")),
        ("gunicorn -b localhost:80 app:app", ("said", "localhost")),
    ],
)
def test_the_address_of_a_command_line(command: str, expected: tuple[str, str]) -> None:
    assert host(procfile(command, **APP)) == expected


@pytest.mark.parametrize(
    ("bind", "expected"),
    [
        ('bind = "0.0.0.0:8000"', ("said", "8000")),
        ("bind = f'0.0.0.0:{port}'", ("unknown", "")),
        ("bind = ['0.0.0.0:8000']", ("said", "8000")),
        ("bind = ['0.0.0.0:8000', '0.0.0.0:9000']", ("unknown", "")),
        ("bind = 'unix:/run/app.sock'", ("unknown", "")),
        ("import os\nbind = ['0.0.0.0:{}'.format(os.environ.get('PORT'))]", ("given", "")),
        ("import os\nbind = ['0.0.0.0:{}'.format(os.environ['PORT'])]", ("given", "")),
        ("from os import environ\nport = int(environ.get('PORT', 5000))\nbind = f'0.0.0.0:{port}'", ("given", "5000")),
        ("import os\nbind = '0.0.0.0:' + os.getenv('PORT', '8000')", ("given", "8000")),
        ("import os\nbind = '%s:%s' % ('0.0.0.0', os.getenv('PORT', '8000'))", ("given", "8000")),
        ("import os\nbind = f\"0.0.0.0:{os.getenv('OTHER', '8000')}\"", ("unknown", "")),
        ("import os\nport = '80'\nif x: port = '81'\nbind = f'0.0.0.0:{port}'", ("unknown", "")),
        ("workers = 2", ("given", "8000")),
    ],
)
def test_a_configuration_file_of_gunicorn_says_the_port(bind: str, expected: tuple[str, str]) -> None:
    assert port(procfile("gunicorn app:app", **APP, **{"gunicorn.conf.py": bind + "\n"})) == expected


def test_a_module_that_gunicorn_is_told_as_its_configuration_says_the_port() -> None:
    files = {**APP, "config/__init__.py": "", "config/server.py": "bind = '0.0.0.0:8080'\n"}
    assert port(procfile("gunicorn -c python:config.server app:app", **files)) == ("said", "8080")


def test_the_folder_of_a_configuration_that_is_a_module_counts() -> None:
    files = {"config/server.py": "chdir = 'src'\n", "src/app.py": "app = None\n"}
    assert launched(procfile("gunicorn -c python:config.server app:app", **files)).resolution.path == "src/app.py"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("app.listen(3000)", ("said", "3000")),
        ("app.listen(process.env.PORT || 3000)", ("unknown", "")),
        ("const port = 4000\napp.listen(port)", ("said", "4000")),
        ("if (process.env.X) app.listen(3000)", ("unknown", "")),
        ("app.listen(3000)\nadmin.listen(4000)", ("none", "")),
        ("nothing()", ("none", "")),
    ],
)
def test_the_source_that_a_command_runs_says_the_port(call: str, expected: tuple[str, str]) -> None:
    assert port(procfile("node server.js", **{"server.js": call + "\n"})) == expected


def test_a_variable_of_the_image_is_followed_to_where_it_is_set() -> None:
    image = python_image("ENV APP_PORT=8000", "CMD uvicorn app:app --port $APP_PORT")
    one = found({"Dockerfile": image, **APP})
    assert one is not None
    assert one.port.span is not None
    assert (one.port.value, one.port.span.range.line) == ("8000", 4)
