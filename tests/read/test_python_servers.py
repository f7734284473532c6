"""The servers that Python source starts, the values at its top, and what it puts into the environment."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.facts.source import PythonModule, ServerCall
from deploylint.read import python


def module(text: str) -> PythonModule:
    return python.read(Source(text))


def server(text: str) -> ServerCall:
    (found,) = module(text).servers
    return found


FLASK = "from flask import Flask\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("text", "program", "settings"),
    [
        (
            "import uvicorn\nuvicorn.run('a:b', reload=True, port=80)\n",
            "uvicorn",
            [("reload", "true"), ("port", "80")],
        ),
        ("from uvicorn import run\nrun(app, workers=2)\n", "uvicorn", [("workers", "2")]),
        ("import uvicorn as u\nu.run(app, reload=settings.reload)\n", "uvicorn", [("reload", None)]),
        ("import uvicorn\nON = True\nuvicorn.run(app, reload=ON)\n", "uvicorn", [("reload", "true")]),
        ("import uvicorn\nuvicorn.run(app, **options)\n", "uvicorn", []),
        (FLASK + "app.run(debug=True)\n", "flask", [("debug", "true")]),
        (FLASK + "app.run('0.0.0.0', 80, True)\n", "flask", [("host", "0.0.0.0"), ("port", "80"), ("debug", "true")]),
        (FLASK + "app.run(use_reloader=True)\n", "flask", [("reload", "true")]),
        ("from shop import app\napp.run(debug=True)\n", "flask", [("debug", "true")]),
        ("from shop import app\nimport sanic\napp.run(debug=True)\n", "sanic", [("debug", "true")]),
        ("import quart\napp = quart.Quart('a')\napp.run(debug=False)\n", "quart", [("debug", "false")]),
        ("from sanic import Sanic\napp = Sanic('a')\napp.run(auto_reload=True)\n", "sanic", [("reload", "true")]),
        ("import dash\napp = dash.Dash()\napp.run_server(debug=True)\n", "flask", [("debug", "true")]),
        (
            "from flask_socketio import SocketIO\nsocketio = SocketIO(app)\nsocketio.run(app, debug=True)\n",
            "flask",
            [("debug", "true")],
        ),
        (
            "from waitress import serve\nserve(app, port=80, threads=4)\n",
            "waitress",
            [("port", "80"), ("workers", "4")],
        ),
        ("import bottle\nbottle.run(reloader=True)\n", "bottle", [("reload", "true")]),
        (
            "from hypercorn.config import Config\nfrom hypercorn.asyncio import serve\nc = Config()\n"
            "c.use_reloader = True\nc.bind = x\nasyncio.run(serve(app, c))\n",
            "hypercorn",
            [("reload", "true"), ("bind", None)],
        ),
    ],
)
def test_a_server_is_read_with_what_it_is_told(text: str, program: str, settings: list[tuple[str, str | None]]) -> None:
    found = server(text)
    assert found.program == program
    assert [(one.name, one.value) for one in found.settings] == settings


@pytest.mark.parametrize(
    "text",
    [
        "import asyncio\nasyncio.run(main(), debug=True)\n",
        "import subprocess\nsubprocess.run(['a'], debug=True)\n",
        "pipeline.run(debug=True)\n",
        "from shop import app\napp.run()\n",
        "app.run(host='0.0.0.0')  # Flask\n",
        "from celery import Celery\napp = Celery()\napp.start(debug=True)\n",
        "# uvicorn.run(app, reload=True)\n",
        "uvicorn = 'uvicorn.run(app)'\n",
    ],
)
def test_other_things_that_run_are_no_servers(text: str) -> None:
    assert module(text).servers == ()


@pytest.mark.parametrize(
    ("text", "development"),
    [
        (FLASK + "app.run()\n", True),
        ("from shop import app\napp.run(debug=False)\n", False),
        ("from sanic import Sanic\napp = Sanic('a')\napp.run()\n", False),
        ("import uvicorn\nuvicorn.run(app)\n", False),
    ],
)
def test_a_server_that_its_documentation_keeps_from_production_is_told(text: str, development: bool) -> None:
    assert server(text).development is development


@pytest.mark.parametrize(
    ("text", "runs", "guarded"),
    [
        ("uvicorn.run(app)\n", "always", False),
        ("if __name__ == '__main__':\n    uvicorn.run(app)\n", "always", True),
        ("def main():\n    uvicorn.run(app)\nif __name__ == '__main__':\n    main()\n", "always", True),
        ("def main():\n    uvicorn.run(app)\n", "unknown", True),
        ("if __name__ == '__main__':\n    if x:\n        uvicorn.run(app)\n", "branch", True),
    ],
)
def test_it_is_told_whether_running_the_file_starts_the_server(text: str, runs: str, guarded: bool) -> None:
    found = server("import uvicorn\n" + text)
    assert (found.runs, found.guarded_main) == (runs, guarded)


def test_a_setting_stands_at_its_keyword() -> None:
    found = server("import uvicorn\nuvicorn.run(\n    app,\n    reload = True,\n)\n").settings[0]
    assert (found.range.line, found.range.column, found.found) == (4, 5, "reload = True")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A = True\n", [("A", "true")]),
        ("A: bool = False\n", [("A", "false")]),
        ("A = 'x'\nA = 3\n", [("A", "x"), ("A", "3")]),
        ("A = f'{x}'\nB = 'a\\n'\nC = a + b\n", [("A", None), ("B", None), ("C", None)]),
        ("if x:\n    A = True\nelse:\n    A = False\n", [("A", None), ("A", None)]),
        ("try:\n    A = True\nexcept E:\n    pass\n", [("A", None)]),
        ("def f():\n    A = True\nclass B:\n    A = True\n", []),
        ("A += 1\na.b = 1\nA == 1\n", [("A", None)]),
    ],
)
def test_literal_values_at_the_top_are_read(text: str, values: list[tuple[str, str | None]]) -> None:
    assert [(one.name, one.value) for one in module(text).values] == values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("os.environ.setdefault('A', 'b')\n", ("A", "b", False)),
        ("def main():\n    os.environ.setdefault('A', 'b')\n", ("A", "b", False)),
        ("os.environ['A'] = 'b'\n", ("A", "b", True)),
        ("os.environ.setdefault('A', b)\n", ("A", None, False)),
        ("from os import environ as e\ne.setdefault('A', 'b')\n", ("A", "b", False)),
    ],
)
def test_what_is_put_into_the_environment_is_read(text: str, expected: tuple[str, str | None, bool]) -> None:
    (found,) = module("import os\n" + text).environment
    assert (found.name, found.value, found.force) == expected


@pytest.mark.parametrize("text", ["os.environ.get('A', 'b')\n", "environ = {}\nenviron['A'] = 'b'\n", "os.environ\n"])
def test_reading_the_environment_puts_nothing_into_it(text: str) -> None:
    assert module("import os\n" + text).environment == ()
