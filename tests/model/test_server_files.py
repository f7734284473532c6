"""Configuration files of hypercorn and uWSGI are settings of the start that names them."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Launch
from tests.model.joined import joined, launched, procfile, python_image
from tests.model.test_ports import host, port

APP = {"app.py": "app = None\n", "src/shop.py": "application = None\n"}


def settings(command: str, **files: str) -> list[tuple[str, str, str | None, int]]:
    """Program, name and value of what the files say, with the line."""
    return [
        (use.invocation.program or "", one.name, one.value, one.range.line)
        for use in joined(procfile(command, **APP, **files)).uses
        for one in use.invocation.settings
        if one.source == "file"
    ]


@pytest.mark.parametrize(
    ("command", "path", "text"),
    [
        ("hypercorn -c hypercorn.toml app:app", "hypercorn.toml", "# x\nuse_reloader = true\n"),
        ("hypercorn --config deploy/h.toml app:app", "deploy/h.toml", "workers = 2\nuse_reloader = true\n"),
        ("hypercorn -c file:conf.py app:app", "conf.py", "workers = count()\nuse_reloader = True\n"),
        ("uwsgi --ini uwsgi.ini", "uwsgi.ini", "[uwsgi]\npy-autoreload = 1\n"),
        ("uwsgi deploy/web.ini", "deploy/web.ini", "[uwsgi]\npy-autoreload = 2\n"),
    ],
)
def test_a_file_that_the_command_names_says_that_it_reloads(command: str, path: str, text: str) -> None:
    found = settings(command, **{path: text})
    assert (command.split()[0], "reload", "true", 2) in found


@pytest.mark.parametrize(
    ("command", "path", "text"),
    [
        ("hypercorn app:app", "hypercorn.toml", "use_reloader = true\n"),
        ("hypercorn -c $CONFIG app:app", "hypercorn.toml", "use_reloader = true\n"),
        ("hypercorn -c python:conf app:app", "conf.py", "use_reloader = True\n"),
        ("hypercorn --reload -c hypercorn.toml app:app", "hypercorn.toml", "use_reloader = true\n"),
        ("hypercorn -c hypercorn.toml app:app", "hypercorn.toml", "[tool]\nuse_reloader = true\n"),
        ("uwsgi --module app", "uwsgi.ini", "[uwsgi]\npy-autoreload = 1\n"),
        ("uwsgi uwsgi.ini", "uwsgi.ini", "[uwsgi]\nif-env = DEBUG\npy-autoreload = 1\nendif =\n"),
        ("uwsgi uwsgi.ini", "uwsgi.ini", "[uwsgi]\npy-autoreload = $(RELOAD)\n"),
        ("uwsgi uwsgi.ini", "uwsgi.ini", "[dev]\npy-autoreload = 1\n"),
        ("uwsgi uwsgi.ini other.ini", "uwsgi.ini", "[uwsgi]\npy-autoreload = 1\n"),
    ],
)
def test_what_is_not_read_or_depends_is_no_setting(command: str, path: str, text: str) -> None:
    assert settings(command, **{path: text}) == []


@pytest.mark.parametrize("value", ["0", "false"])
def test_a_switch_that_is_off_is_off(value: str) -> None:
    assert settings("uwsgi uwsgi.ini", **{"uwsgi.ini": f"[uwsgi]\npy-autoreload={value}\n"}) == [
        ("uwsgi", "reload", "false", 2)
    ]


def started(text: str, command: str = "uwsgi --ini uwsgi.ini") -> Launch:
    return launched(procfile(command, **APP, **{"uwsgi.ini": text}))


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("module = app:app", "app.py:app"),
        ("module = app", "app.py:application"),
        ("master\nwsgi-file = app.py\ncallable = app", "app.py:app"),
        ("chdir = src\nmodule = shop", "src/shop.py:application"),
        ("pythonpath = src\nmodule = shop", "src/shop.py:application"),
        ("chdir = src\nfile = shop.py", "src/shop.py:application"),
        ("; a comment\nwsgi = app:make()", "app.py:make"),
    ],
)
def test_what_the_ini_file_of_uwsgi_loads_is_the_target(text: str, identity: str) -> None:
    assert started(f"[uwsgi]\n{text}\n").identity == identity


@pytest.mark.parametrize(
    "text",
    [
        "[uwsgi]\nmodule = %n:app\n",
        "[uwsgi]\nif-env = A\nmodule = app:app\nendif =\n",
        "[uwsgi]\nchdir = %d\nmodule = nowhere:app\n",
        "[uwsgi]\nmount = /shop=app:app\n",
        "[uwsgi]\nmodule = a:app\nmodule = b:app\n",
        "[other]\nmodule = nowhere:app\n",
    ],
)
def test_what_the_ini_file_does_not_say_plainly_leaves_the_file_the_target(text: str) -> None:
    found = started(text)
    assert (found.resolution.state, found.resolution.path) == ("found", "uwsgi.ini")


def test_a_module_that_the_ini_file_names_and_the_image_lacks_is_missing() -> None:
    files = {
        "Dockerfile": python_image('CMD ["uwsgi", "--ini", "/app/deploy/uwsgi.ini"]'),
        "deploy/uwsgi.ini": "[uwsgi]\nchdir = /app/src\nmodule = shops:application\n",
        **APP,
    }
    assert launched(files).resolution.lacking == "shops"


def test_an_ini_file_that_is_not_there_is_what_is_missing() -> None:
    files = {"Dockerfile": python_image('CMD ["uwsgi", "--ini", "uwsgi.ini"]'), **APP}
    assert launched(files).resolution.state == "missing"


@pytest.mark.parametrize(
    ("command", "path", "text", "expected"),
    [
        ("hypercorn -c h.toml app:app", "h.toml", 'bind = "0.0.0.0:8080"\n', ("said", "8080")),
        ("hypercorn -c h.toml app:app", "h.toml", 'bind = ["0.0.0.0:8080"]\n', ("said", "8080")),
        ("hypercorn -c h.toml app:app", "h.toml", 'bind = ["a:1", "b:2"]\n', ("unknown", "")),
        ("hypercorn -c h.toml app:app", "h.toml", 'bind = "unix:/run/x"\n', ("unknown", "")),
        ("hypercorn -c h.toml app:app", "h.toml", "workers = 2\n", ("unknown", "")),
        ("hypercorn -b :80 -c h.toml app:app", "h.toml", 'bind = "0.0.0.0:8080"\n', ("said", "80")),
        ("uwsgi u.ini", "u.ini", "[uwsgi]\nmodule=app\nhttp-socket = :8000\n", ("said", "8000")),
        ("uwsgi u.ini", "u.ini", "[uwsgi]\nmodule=app\nhttp = 0.0.0.0:$(PORT)\n", ("given", "")),
        ("uwsgi --http :81 u.ini", "u.ini", "[uwsgi]\nmodule=app\nhttp = :80\n", ("said", "81")),
        ("uwsgi u.ini", "u.ini", "[uwsgi]\nhttp-socket = :1\nif-env = A\nhttp-socket = :2\nendif =\n", ("unknown", "")),
        ("uwsgi u.ini", "u.ini", "[uwsgi]\nmodule=app\nsocket = :8000\n", ("unknown", "")),
    ],
)
def test_the_port_of_a_configuration_file(command: str, path: str, text: str, expected: tuple[str, str]) -> None:
    assert port(procfile(command, **APP, **{path: text})) == expected


def test_the_address_of_a_configuration_file() -> None:
    files = {"h.toml": 'bind = "127.0.0.1:8080"\n'}
    assert host(procfile("hypercorn -c h.toml app:app", **APP, **files)) == ("said", "127.0.0.1")
