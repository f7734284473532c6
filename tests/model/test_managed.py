"""Process managers: their files as services, and calls of them followed into the programs."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Service
from tests.model.joined import effective, joined, launched, lines, procfile, python_image, winner

APP = {
    "shop/__init__.py": "",
    "shop/api.py": "app = 1\n",
    "shop/tasks.py": "app = 1\n",
    "src/server.js": "",
    "b.js": "",
}
WEB = "[program:web]\ncommand=uvicorn shop.api:app\n"
WORKER = "[program:worker]\ncommand=celery -A shop.tasks worker\n"


def services(files: dict[str, str]) -> dict[str, Service]:
    return {service.id: service for service in joined({**APP, **files}).services}


def pm2(apps: str) -> dict[str, str]:
    return {**APP, "ecosystem.config.js": f"module.exports = {{ apps: [{apps}] }};\n"}


def test_each_program_of_supervisor_is_a_service() -> None:
    found = services({"supervisord.conf": f"[supervisord]\nnodaemon=true\n{WEB}directory=/srv/shop\n{WORKER}"})
    assert {name: service.process for name, service in found.items()} == {"web": "web", "worker": "worker"}
    (row,) = found["web"].effective
    assert (row.title, row.certainty, row.role) == ("supervisor", "likely", "production")


def test_an_image_that_starts_supervisord_starts_its_only_program() -> None:
    found = launched(
        {
            **APP,
            "Dockerfile": python_image('CMD ["supervisord", "-c", "/app/deploy/supervisord.conf"]'),
            "deploy/supervisord.conf": WEB,
        }
    )
    assert (found.program, found.resolution.path) == ("uvicorn", "shop/api.py")
    assert [step.label for step in found.use.via] == ["supervisord.conf"]


@pytest.mark.parametrize(
    ("copies", "command"),
    [
        ("COPY deploy/supervisord.conf /etc/supervisor/supervisord.conf", "supervisord -n"),
        ("COPY deploy/supervisord.conf /etc/supervisor/conf.d/app.conf", "supervisord -n"),
        (
            "COPY deploy/supervisord.conf /etc/supervisor/conf.d/",
            "/usr/bin/supervisord -c /etc/supervisor/supervisord.conf",
        ),
    ],
)
def test_supervisord_finds_its_file_in_the_image(copies: str, command: str) -> None:
    files = {**APP, "Dockerfile": python_image(copies, f"CMD {command}"), "deploy/supervisord.conf": WEB}
    assert launched(files).program == "uvicorn"


def test_of_several_programs_none_is_what_the_image_starts() -> None:
    found = services(
        {
            "Dockerfile": python_image('CMD ["supervisord", "-c", "/app/supervisord.conf"]'),
            "supervisord.conf": f"{WEB}{WORKER}",
        }
    )
    docker = next(row for service in found.values() for row in service.effective if row.platform == "docker")
    assert docker.winner is not None
    assert docker.winner.dynamic == "it starts several programs in the background"
    assert lines(docker.winner.uses) == ["supervisord -c /app/supervisord.conf", "uvicorn shop.api:app", *[
        "celery -A shop.tasks worker"
    ]]  # fmt: skip
    (worker,) = found["worker"].effective
    assert worker.winner is not None
    assert worker.winner.image is not None
    assert worker.certainty == "certain"


def test_included_files_lie_beside_the_one_that_includes_them() -> None:
    found = services(
        {
            "Dockerfile": python_image("CMD supervisord -c /app/etc/main.conf"),
            "etc/main.conf": "[include]\nfiles = supervisor.d/*.conf\n",
            "etc/supervisor.d/web.conf": WEB,
            "etc/supervisor.d/worker.conf": WORKER,
        }
    )
    assert found["worker"].effective[0].winner is not None


def test_a_program_that_waits_is_told_so() -> None:
    found = effective({**APP, "supervisord.conf": f"{WEB}autostart=false\n"})
    assert "it waits until it is told to start (autostart)" in found.assumptions


@pytest.mark.parametrize(
    ("app", "argv"),
    [
        ("{script: 'src/server.js', args: '-p 3000'}", "node src/server.js -p 3000"),
        (
            "{script: './src/server.js', args: ['-p', '3000'], node_args: '--inspect'}",
            "node --inspect ./src/server.js -p 3000",
        ),
        ("{script: 'npm', args: 'start'}", "npm start"),
        ("{script: 'shop/api.py', interpreter: 'python3.12'}", "python3.12 shop/api.py"),
        ("{script: 'venv/bin/gunicorn', args: 'shop.api:app', interpreter: 'none'}", "venv/bin/gunicorn shop.api:app"),
        ("{script: 'server.js', cwd: './src'}", "node server.js"),
        ("{script: 'shop/api.py', interpreter: join(process.env.HOME, 'venv/bin/python')}", "python3 shop/api.py"),
    ],
)
def test_an_app_of_pm2_is_a_command(app: str, argv: str) -> None:
    assert " ".join(effective(pm2(app)).argv) == argv


def test_the_folder_of_an_app_starts_at_the_file() -> None:
    assert launched(pm2("{script: 'server.js', cwd: './src'}")).resolution.path == "src/server.js"
    found = launched({"deploy/ecosystem.config.js": "module.exports = {apps: [{script: 'a.js'}]};", "deploy/a.js": ""})
    assert found.resolution.path == "deploy/a.js"


def test_a_folder_of_the_server_is_worked_out() -> None:
    found = launched(pm2("{script: 'server.js', cwd: '/var/www/shop/src'}"))
    assert (found.resolution.path, found.use.place.mount) == ("src/server.js", "/var/www/shop")


def test_what_only_the_run_knows_is_dynamic() -> None:
    found = winner(pm2("{script: process.env.BIN}"))
    assert (found.launch, found.dynamic) == (None, "the program is dynamic")


@pytest.mark.parametrize("name", ["ecosystem.config.cjs", "ecosystem.json", "pm2.json", "process.json", "api.pm2.json"])
def test_process_files_go_by_several_names(name: str) -> None:
    text = '{"apps": [{"name": "a", "script": "b.js"}]}'
    found = effective({"b.js": "", name: text if name.endswith("json") else f"module.exports = {text};"})
    assert found.title == "PM2"


@pytest.mark.parametrize("name", ["data/process.json", "ecosystem.md", "src/pm2.ts", "ecosystem/index.js"])
def test_other_files_are_none(name: str) -> None:
    assert joined({name: '{"steps": [{"script": "b.js"}]}', "b.js": ""}).services == ()


def test_pm2_is_followed_into_its_file_with_the_environment_of_its_name() -> None:
    found = launched(
        {
            **pm2("{name: 'a', script: 'b.js', env: {A: '1', B: '1'}, env_production: {B: '2'}}"),
            **procfile("pm2-runtime start ecosystem.config.js --env production"),
        }
    )
    assert found.resolution.path == "b.js"
    assert {name: value for name, (value, _) in found.use.environment.items()} == {"A": "1", "B": "2"}


def test_only_narrows_pm2_to_some_apps() -> None:
    apps = "{name: 'a', script: 'src/server.js'}, {name: 'c', script: 'b.js'}"
    found = services({**pm2(apps), **procfile("pm2-runtime start ecosystem.config.js --only c")})
    rows = [row for service in found.values() for row in service.effective if row.platform == "heroku"]
    assert rows[0].winner is not None
    assert rows[0].winner.launch is not None
    assert rows[0].winner.launch.resolution.path == "b.js"


@pytest.mark.parametrize(("watch", "reloads"), [("true", True), ("['src']", True), ("false", False), ("[]", False)])
def test_watch_restarts_an_app_whenever_a_file_changes(watch: str, reloads: bool) -> None:
    uses = joined(pm2(f"{{name: 'a', script: 'b.js', watch: {watch}}}, {{name: 'c', script: 'src/server.js'}}")).uses
    found = [use for use in uses if use.invocation.enabled("reload")]
    assert [(use.invocation.program, use.span.path, use.role) for use in found] == [
        ("pm2", "ecosystem.config.js", "production")
    ] * reloads


def test_what_a_script_starts_on_a_condition_has_the_role_of_the_script() -> None:
    files = {
        **APP,
        "Dockerfile": python_image('CMD ["./boot.sh"]'),
        "boot.sh": 'if [ "$ALL" = 1 ]; then supervisord -c s/supervisord.conf; else uvicorn shop.api:app; fi\n',
        "s/supervisord.conf": WEB + WORKER,
    }
    rows = [row for service in joined(files).services for row in service.effective if row.platform == "supervisor"]
    assert {(row.role, row.certainty, row.reason) for row in rows} == {
        ("production", "likely", "'boot.sh' starts it on a condition")
    }
