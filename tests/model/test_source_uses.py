"""Commands, servers and settings in source and configuration files are uses, with the role of what leads to them."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Deployment, Use
from tests.model.joined import joined, line, procfile

RELOADING = "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('main:app', reload=True)\n"


def in_file(deployment: Deployment, path: str) -> list[Use]:
    """The uses at lines of a file."""
    return [use for use in deployment.uses if use.span.path == path]


def settings(deployment: Deployment, path: str) -> list[tuple[str, str, str | None, str, str]]:
    """Program, name, value and source of what a file says, and the role it is said for."""
    return [
        (use.invocation.program or "", one.name, one.value, one.source, use.role)
        for use in in_file(deployment, path)
        for one in use.invocation.settings
    ]


def test_a_command_in_a_started_file_has_the_role_phase_and_way_of_the_start() -> None:
    files = procfile("node boot.js", **{"boot.js": "require('child_process').execSync('npx prisma db push')\n"})
    (use,) = in_file(joined(files), "boot.js")
    assert (line(use), use.role, use.phase, use.owner) == ("prisma db push", "production", "start", "boot.js")
    assert [(step.span.path, step.label) for step in use.via] == [("Procfile", "node boot.js")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("import subprocess\nif x:\n    subprocess.run(['flask', 'run'])\n", "unknown"),
        ("import subprocess\ndef f():\n    subprocess.run(['flask', 'run'])\n", "unknown"),
        ("import subprocess\nsubprocess.run(['flask', 'run'])\n", "production"),
    ],
)
def test_what_may_not_run_is_not_production(text: str, role: str) -> None:
    (use,) = in_file(joined(procfile("python boot.py", **{"boot.py": text})), "boot.py")
    assert use.role == role


def test_files_that_start_files_are_followed_and_cycles_end() -> None:
    files = procfile(
        "python a.py",
        **{
            "a.py": "import subprocess\nsubprocess.run(['python', 'b.py'])\n",
            "b.py": "import subprocess\nsubprocess.run(['python', 'a.py'])\nsubprocess.run(['flask', 'run'])\n",
        },
    )
    found = in_file(joined(files), "b.py")
    assert {(line(use), use.role) for use in found} == {("python a.py", "production"), ("flask run", "production")}


def test_the_directory_of_a_call_is_where_its_command_runs() -> None:
    files = procfile(
        "python boot.py",
        **{
            "boot.py": "import subprocess\nsubprocess.run(['node', 'x.js'], cwd='web')\n",
            "web/x.js": "require('child_process').execSync('prisma db push')\n",
        },
    )
    (use,) = in_file(joined(files), "web/x.js")
    assert use.role == "production"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("tests/setup.js", "test"),
        ("src/db.test.js", "test"),
        ("examples/a.js", "development"),
        ("scripts/deploy.js", "production"),
        ("scripts/dev-db.js", "development"),
        ("scripts/db.js", "unknown"),
        ("src/db.js", "unknown"),
    ],
)
def test_a_file_that_nothing_runs_has_the_role_of_its_name(path: str, role: str) -> None:
    (use,) = in_file(joined({path: "require('child_process').execSync('prisma db push')\n"}), path)
    assert (use.role, use.phase) == (role, "other")


@pytest.mark.parametrize("path", ["node_modules/x/a.js", "dist/a.js", "vendor/a.js"])
def test_files_of_others_and_built_ones_are_left_out(path: str) -> None:
    files = {path: "require('child_process').execSync('prisma db push')\n"}
    assert in_file(joined(files), path) == []


def test_what_an_unreached_file_calls_elsewhere_is_no_second_use() -> None:
    files = {
        "package.json": '{"scripts": {"setup": "prisma db push"}}',
        "src/a.js": "require('child_process').execSync('npm run setup')\n",
    }
    found = joined(files)
    assert [line(use) for use in in_file(found, "src/a.js")] == ["npm run setup"]
    assert [use.via for use in in_file(found, "package.json")] == [()]


def test_a_server_in_a_started_file_is_a_use_with_settings_of_the_call() -> None:
    files = procfile("python run.py", **{"run.py": RELOADING, "main.py": "app = 1\n"})
    assert settings(joined(files), "run.py") == [("uvicorn", "reload", "true", "call", "production")]


def test_a_module_that_is_run_starts_its_server_too() -> None:
    files = procfile("python -m shop", **{"shop/__main__.py": RELOADING})
    assert len(settings(joined(files), "shop/__main__.py")) == 1


@pytest.mark.parametrize("command", ["uvicorn main:app", "gunicorn main:app", "flask --app main run"])
def test_the_main_block_does_not_run_where_a_server_imports_the_module(command: str) -> None:
    assert settings(joined(procfile(command, **{"main.py": "app = 1\n" + RELOADING})), "main.py") == []


def test_node_listens_under_its_own_name() -> None:
    files = procfile("node server.js", **{"server.js": "app.listen(3000)\n"})
    assert settings(joined(files), "server.js") == [("node", "port", "3000", "call", "production")]


@pytest.mark.parametrize(
    ("command", "path"),
    [
        ("gunicorn main:app", "gunicorn.conf.py"),
        ("gunicorn -c deploy/conf.py main:app", "deploy/conf.py"),
        ("gunicorn --config file:deploy/conf.py main:app", "deploy/conf.py"),
        ("gunicorn -c python:deploy.conf main:app", "deploy/conf.py"),
    ],
)
def test_gunicorn_reads_its_configuration(command: str, path: str) -> None:
    files = procfile(command, **{path: "reload = True\n", "main.py": "app = 1\n"})
    assert settings(joined(files), path) == [("gunicorn", "reload", "true", "file", "production")]


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("gunicorn --workers 2 main:app", "workers = 4\n"),
        ("gunicorn main:app", "workers = count()\n"),
        ("gunicorn main:app", "if x:\n    reload = True\n"),
        ("gunicorn -c other.py main:app", "reload = True\n"),
        ("gunicorn -c $CONFIG main:app", "reload = True\n"),
        ("uvicorn main:app", "reload = True\n"),
    ],
)
def test_what_a_flag_or_nobody_says_is_no_setting_of_the_file(command: str, text: str) -> None:
    files = procfile(command, **{"gunicorn.conf.py": text, "main.py": "app = 1\n"})
    assert settings(joined(files), "gunicorn.conf.py") == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("nodemon.json", '{"watch": ["src"],\n "exec": "node --inspect src/a.js"}'),
        ("package.json", '{"nodemonConfig": {\n "exec": "node --inspect src/a.js"}}'),
    ],
)
def test_what_nodemon_is_configured_to_run_is_a_use(path: str, text: str) -> None:
    (use,) = in_file(joined(procfile("npx nodemon", **{path: text})), path)
    assert (line(use), use.role, use.span.range.line) == ("node --inspect src/a.js", "production", 2)


WSGI = {"shop/wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n"}
ON = [("django", "debug", "true", "file", "production")]


@pytest.mark.parametrize(
    "command",
    ["gunicorn shop.wsgi", "uvicorn shop.wsgi:application", "daphne shop.wsgi:application", "uwsgi --module shop.wsgi"],
)
def test_the_debug_mode_of_the_settings_that_django_selects_is_read(command: str) -> None:
    files = procfile(command, **WSGI, **{"shop/settings.py": "DEBUG = True\n"})
    assert settings(joined(files), "shop/settings.py") == ON


def test_the_environment_selects_before_the_default() -> None:
    files = {
        "Dockerfile": "FROM python\nWORKDIR /app\nCOPY . .\nENV DJANGO_SETTINGS_MODULE=shop.live\n"
        'CMD ["gunicorn", "shop.wsgi"]\n',
        **WSGI,
        "shop/settings.py": "DEBUG = True\n",
        "shop/live.py": "DEBUG = True\n",
    }
    found = joined(files)
    assert settings(found, "shop/settings.py") == []
    assert settings(found, "shop/live.py") == ON


@pytest.mark.parametrize(
    "text",
    [
        "DEBUG = False\n",
        "DEBUG = bool(os.environ.get('DEBUG'))\n",
        "DEBUG = True\nif live:\n    DEBUG = False\n",
        "DEBUG = True\nfrom .local import *\n",
        "DEBUG = True\ntry:\n    from .local import *\nexcept ImportError:\n    pass\n",
        "DEBUG = True\nDEBUG = env('DEBUG')\n",
        "if x:\n    from .local import *\n",
        "class Dev:\n    DEBUG = True\n",
    ],
)
def test_a_debug_mode_that_is_off_or_not_known_is_no_setting(text: str) -> None:
    files = procfile("gunicorn shop.wsgi", **WSGI, **{"shop/settings.py": text, "shop/local.py": "DEBUG = True\n"})
    found = joined(files)
    assert settings(found, "shop/settings.py") + settings(found, "shop/local.py") == []


def test_settings_that_take_over_others_keep_their_debug_mode() -> None:
    files = procfile(
        "gunicorn shop.wsgi",
        **WSGI,
        **{"shop/settings/__init__.py": "from .base import *\nA = 1\n", "shop/settings/base.py": "DEBUG = True\n"},
    )
    (use,) = in_file(joined(files), "shop/settings/base.py")
    assert [step.span.path for step in use.via] == ["Procfile", "shop/wsgi.py", "shop/settings/__init__.py"]


def test_settings_for_development_that_only_a_default_selects_say_nothing() -> None:
    files = procfile(
        "gunicorn shop.wsgi",
        **{
            "shop/wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.local')\n",
            "shop/settings/local.py": "DEBUG = True\n",
        },
    )
    assert settings(joined(files), "shop/settings/local.py") == []


def test_a_default_beside_settings_for_production_is_unknown() -> None:
    files = procfile(
        "gunicorn shop.wsgi",
        **WSGI,
        **{"shop/settings.py": "DEBUG = True\n", "shop/settings_production.py": "DEBUG = False\n"},
    )
    assert settings(joined(files), "shop/settings.py") == [("django", "debug", "true", "file", "unknown")]
