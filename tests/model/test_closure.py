"""The first-party files that production starts: the start target and all that it imports."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, joined, procfile, python_image

PACKAGE = {
    "app/__init__.py": "",
    "app/main.py": "",
    "app/models.py": "",
    "app/core/__init__.py": "",
    "app/core/mail.py": "",
    "app/core/log.py": "",
    "tools.py": "",
    "unused.py": "import app.main\n",
}


def reached(main: str, **more: str) -> set[str]:
    """What `uvicorn app.main:app` reaches besides these two, where app/main.py holds the text."""
    files = {**PACKAGE, "app/main.py": main, **more}
    return set(joined(procfile("uvicorn app.main:app", **files)).started) - {"app/__init__.py", "app/main.py"}


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("", set()),
        ("import tools\n", {"tools.py"}),
        ("import tools as t, os\n", {"tools.py"}),
        ("from tools import x\n", {"tools.py"}),
        ("import app.models\n", {"app/models.py"}),
        ("from app import models\n", {"app/models.py"}),
        ("from app.models import User\n", {"app/models.py"}),
        ("from app.core import mail\n", {"app/core/__init__.py", "app/core/mail.py"}),
        ("from .models import User\n", {"app/models.py"}),
        ("from . import models, core\n", {"app/models.py", "app/core/__init__.py"}),
        ("from .core.mail import send\n", {"app/core/__init__.py", "app/core/mail.py"}),
        ("from .core import *\n", {"app/core/__init__.py"}),
        ("def f():\n    import tools\n", {"tools.py"}),
        ("import flask, django.http\n", set()),
        ("import gone\n", set()),
        ("from ... import x\n", set()),
    ],
)
def test_an_import_reaches_the_files_it_runs(main: str, expected: set[str]) -> None:
    assert reached(main) == expected


@pytest.mark.parametrize(
    "main",
    [
        "try:\n    import tools\nexcept ImportError:\n    tools = None\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import tools\n",
        "# import tools\n",
        "'import tools'\n",
    ],
)
def test_an_optional_import_is_not_followed(main: str) -> None:
    assert reached(main) == set()


def test_imports_of_imports_are_followed_with_the_way_there() -> None:
    files = {**PACKAGE, "app/main.py": "from .core import mail\n", "app/core/mail.py": "import os\nfrom . import log\n"}
    started = joined(procfile("uvicorn app.main:app", **files)).started
    assert [(step.span.path, step.span.range.line, step.label) for step in started["app/core/log.py"]] == [
        ("Procfile", 1, "uvicorn app.main:app"),
        ("app/main.py", 1, "app/core/mail.py"),
        ("app/core/mail.py", 2, "app/core/log.py"),
    ]


def test_imports_in_a_circle_come_to_an_end() -> None:
    more = {"app/models.py": "from . import main, core\n", "app/core/__init__.py": "from .. import models\n"}
    assert reached("from . import models\n", **more) == {"app/models.py", "app/core/__init__.py"}


def test_a_relative_import_goes_up_from_the_file_not_from_the_root() -> None:
    more = {"app/core/mail.py": "from ..models import User\nfrom .log import x\n", "models.py": "", "log.py": ""}
    assert reached("from .core.mail import send\n", **more) >= {"app/models.py", "app/core/log.py"}
    assert not reached("from .core.mail import send\n", **more) & {"models.py", "log.py"}


def test_a_long_chain_is_reached_to_its_end() -> None:
    chain = {f"m{n}.py": f"import m{n + 1}\n" for n in range(30)}
    assert "m29.py" in reached("import m0\n", **chain)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python scripts/run.py", {"scripts/run.py", "scripts/near.py"}),
        ("python -m scripts.run", {"scripts/run.py", "near.py"}),
        ("cd scripts && python run.py", {"scripts/run.py", "scripts/near.py"}),
        ("uvicorn --app-dir scripts run:app", {"scripts/run.py", "scripts/near.py"}),
        ("PYTHONPATH=scripts python -m run", {"scripts/run.py", "near.py"}),
    ],
)
def test_modules_are_looked_for_where_the_program_looks(command: str, expected: set[str]) -> None:
    files = {"scripts/run.py": "import near\n", "scripts/near.py": "", "near.py": ""}
    assert set(joined(procfile(command, **files)).started) == expected


def test_in_an_image_modules_are_looked_for_where_they_are_copied() -> None:
    files = {
        "Dockerfile": "FROM python:3.12\nWORKDIR /srv\nCOPY api lib ./\nCMD uvicorn main:app\n",
        "api/main.py": "import helper\n",
        "lib/helper.py": "",
        "helper.py": "",
    }
    assert set(joined(files).started) == {"api/main.py", "lib/helper.py"}


SCRIPTS = dict.fromkeys(
    (
        "src/a.ts",
        "src/b.tsx",
        "src/c.js",
        "src/d.mjs",
        "src/e/index.ts",
        "src/f/index.js",
        "src/both.ts",
        "src/both.js",
    ),
    "",
)


@pytest.mark.parametrize(
    ("imported", "expected"),
    [
        ("import a from './a'", "src/a.ts"),
        ("import a from './a.ts'", "src/a.ts"),
        ("import a from './a.js'", "src/a.ts"),
        ("import b from './b.js'", "src/b.tsx"),
        ("import c from './c'", "src/c.js"),
        ("import c from './c.js'", "src/c.js"),
        ("import d from './d.mjs'", "src/d.mjs"),
        ("import e from './e'", "src/e/index.ts"),
        ("import f from './f/index.js'", "src/f/index.js"),
        ("import both from './both.js'", "src/both.js"),
        ("export { a } from './a'", "src/a.ts"),
        ("const a = require('./a')", "src/a.ts"),
        ("import './sub/../a'", "src/a.ts"),
        ("import express from 'express'", None),
        ("import a from 'src/a'", None),
        ("import g from './gone'", None),
        ("import o from '../../outside'", None),
    ],
)
def test_a_script_reaches_what_it_imports_by_relative_path(imported: str, expected: str | None) -> None:
    started = set(joined(procfile("tsx src/main.ts", **{**SCRIPTS, "src/main.ts": imported + "\n"})).started)
    assert started == {"src/main.ts"} | ({expected} if expected else set())


def test_scripts_that_import_each_other_come_to_an_end() -> None:
    files = {"a.js": "require('./b')\n", "b.js": "require('./a')\nrequire('./b')\n"}
    assert set(joined(procfile("node a.js", **files)).started) == {"a.js", "b.js"}


@pytest.mark.parametrize(
    "files",
    [
        {"Dockerfile.dev": python_image("CMD python a.py")},
        {"compose.dev.yaml": "services: {x: {image: y, command: python a.py, volumes: ['.:/'], working_dir: /}}\n"},
        {"Procfile": "web: $COMMAND\n"},
        {"Procfile": "web: python gone.py\n"},
        {"Procfile": "release: python a.py\n"},
        {"package.json": '{"scripts": {"start": "python a.py"}}'},
    ],
)
def test_only_what_production_starts_counts(files: Files) -> None:
    assert dict(joined({**files, "a.py": "import b\n", "b.py": ""}).started) == {}


def test_the_packages_of_the_target_are_run_before_it() -> None:
    files = {"Procfile": "web: uvicorn shop.web.main:app\n", "shop/__init__.py": "import settings\n", "settings.py": ""}
    files |= {"shop/web/__init__.py": "", "shop/web/main.py": "app = object()\n"}
    assert set(joined(files).started) == {"shop/web/main.py", "shop/__init__.py", "shop/web/__init__.py", "settings.py"}


def test_typescript_names_its_modules_by_what_they_become() -> None:
    files = {"Procfile": "web: tsx main.mts\n", "main.mts": 'import "./other.mjs";\n', "other.mts": "export {};\n"}
    assert set(joined(files).started) == {"main.mts", "other.mts"}
