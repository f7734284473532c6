"""Which of several commands a declaration finally runs, and when two of them are the same."""

from __future__ import annotations

import pytest

from tests.model.joined import Files, launched, procfile, python_image, winner

SOURCES = {
    **dict.fromkeys(
        ("app/__init__.py", "app/main.py", "wsgi.py", "worker.py", "manage.py", "server.js", "index.ts"), ""
    ),
    "package.json": '{"scripts": {"prestart": "node build.js", "start": "node server.js", "poststart": "node end.js"}}',
}


def runs(command: str, **more: str) -> str:
    return launched(procfile(command, **SOURCES, **more)).text


def reason(command: str, **more: str) -> str:
    found = winner(procfile(command, **{**SOURCES, **more}))
    assert found.launch is None, found.launch.text
    return found.dynamic


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("uvicorn app.main:app", "uvicorn app.main:app"),
        ("alembic upgrade head && uvicorn app.main:app", "uvicorn app.main:app"),
        ("python manage.py migrate && gunicorn wsgi:app", "gunicorn wsgi:app"),
        ("python manage.py collectstatic --noinput; gunicorn wsgi", "gunicorn wsgi:application"),
        ("npx prisma migrate deploy && node server.js", "node server.js"),
        ("npm run build && node server.js", "node server.js"),
        ("pip install -r requirements.txt && python worker.py", "python worker.py"),
        ("echo starting && sleep 5 && exec python worker.py", "python worker.py"),
        ("mkdir -p logs && cd app && uvicorn main:app", "uvicorn main:app"),
        ("curl -f http://db:5432 ; python worker.py", "python worker.py"),
        ("python worker.py & exec uvicorn app.main:app", "uvicorn app.main:app"),
        ("uvicorn app.main:app & python worker.py", "python worker.py"),
        ("nginx & python worker.py", "python worker.py"),
        ("uvicorn app.main:app || exit 1", "uvicorn app.main:app"),
        ("uvicorn app.main:app || python worker.py", "uvicorn app.main:app"),
        ("python worker.py | tee log", "python worker.py"),
        ("npm start", "node server.js"),
        ("if [ -n '$W' ]; then python worker.py; fi; uvicorn app.main:app", "uvicorn app.main:app"),
        ("while true; do python worker.py; done", "python worker.py"),
        ("timeout 60 python worker.py", "python worker.py"),
        ("poetry run uvicorn app.main:app", "uvicorn app.main:app"),
        ("python manage.py runserver 0.0.0.0:8000", "django runserver manage.py"),
        ("python manage.py rqworker default", "django rqworker manage.py"),
        ("python manage.py migrate && python manage.py run_huey -f", "django run_huey manage.py"),
        ("python manage.py add_admin && gunicorn wsgi:app", "gunicorn wsgi:app"),
        ("bash -c 'while !</dev/tcp/db/5432; do sleep 1; done; uvicorn app.main:app'", "uvicorn app.main:app"),
        ("dotnet restore && dotnet Api.dll", "dotnet Api.dll"),
        ("go build ./... && go run ./cmd/api", "go run ./cmd/api"),
        ("java -Xmx1g -jar app.jar", "java -Xmx1g -jar app.jar"),
    ],
)
def test_the_program_that_stays_is_what_is_started(command: str, text: str) -> None:
    assert runs(command) == text


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("alembic upgrade head", "it names no program that stays running"),
        ("python manage.py createsuperuser", "it names no program that stays running"),
        ("python manage.py rqworker; python manage.py migrate", "it names no program that stays running"),
        ("echo nothing", "it names no program that stays running"),
        ("docker exec web uvicorn app.main:app", "it names no program that stays running"),
        (
            "if [ -n '$W' ]; then python worker.py; else uvicorn app.main:app; fi",
            "which of several programs it starts depends on a condition",
        ),
        (
            "case $ROLE in web) uvicorn app.main:app ;; *) python worker.py ;; esac",
            "which of several programs it starts depends on a condition",
        ),
        ("python worker.py & uvicorn app.main:app & wait", "it starts several programs in the background"),
        ("$COMMAND", "the program is dynamic"),
        ("exec $SERVER app.main:app", "the program is dynamic"),
    ],
)
def test_where_no_single_program_can_be_told_it_says_why(command: str, why: str) -> None:
    assert reason(command) == why


def test_the_same_program_in_every_branch_is_known() -> None:
    command = "if [ -n '$W' ]; then uvicorn app.main:app --workers 4; else uvicorn app.main:app; fi"
    assert runs(command) == "uvicorn app.main:app"


def test_a_single_program_in_the_background_is_the_one() -> None:
    assert runs("uvicorn app.main:app & wait") == "uvicorn app.main:app"


def identity(command: str, files: Files = SOURCES) -> str:
    return launched(procfile(command, **files)).identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("uvicorn app.main:app", "python -m uvicorn app.main:app"),
        ("uvicorn app.main:app", "gunicorn -k uvicorn.workers.UvicornWorker app.main:app"),
        ("uvicorn app.main:app", "uvicorn --app-dir app main:app"),
        ("uvicorn app.main:app", "cd app && uvicorn main:app"),
        ("uvicorn app.main:app --port 1", "poetry run uvicorn app.main:app --host 0.0.0.0"),
        ("gunicorn wsgi", "gunicorn --chdir . wsgi:application"),
        ("python worker.py", "python ./worker.py"),
        ("python worker.py", "python -u -m worker"),
        ("python -m app.main", "python app/main.py"),
        ("npm start", "node server.js"),
        ("yarn start", "node ./server"),
        ("tsx index.ts", "ts-node ./index.ts"),
        ("java -jar target/api-1.0.jar", "java -jar /app/app.jar"),
        ("node dist/main.js", "node dist/main"),
        ("node ./dist/main.js", "node dist/main.js"),
        ("gunicorn 'app.main:create()'", "gunicorn app.main:create"),
    ],
)
def test_different_spellings_start_the_same(one: str, other: str) -> None:
    assert identity(one) == identity(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("uvicorn app.main:app", "uvicorn app.main:sio_app"),
        ("uvicorn app.main:app", "uvicorn main:app"),
        ("python worker.py", "python wsgi.py"),
        ("python manage.py rqworker", "python manage.py run_huey"),
        ("node dist/main.js", "node dist/worker.js"),
        ("npm start", "npm run prestart"),
        ("java -jar api.jar", "dotnet api.dll"),
    ],
)
def test_different_targets_are_different(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@pytest.mark.parametrize("manager", ["npm", "pnpm"])
def test_without_a_start_script_the_server_file_is_started(manager: str) -> None:
    files = {"package.json": "{}", "server.js": ""}
    assert identity(f"{manager} start", files) == identity("node server.js", files) == "server.js"


@pytest.mark.parametrize("command", ["uvicorn $APP", "python $MAIN", "node ${SCRIPT}"])
def test_a_dynamic_target_has_no_identity(command: str) -> None:
    assert identity(command) == ""


def test_the_same_file_is_the_same_in_an_image_and_in_the_repository() -> None:
    image = {
        "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY app app\nCMD ["uvicorn", "app.main:app"]\n',
        "app/main.py": "",
    }
    flat = {
        "Dockerfile": 'FROM python:3.12\nWORKDIR /srv\nCOPY app .\nCMD ["python", "-m", "uvicorn", "main:app"]\n',
        "app/main.py": "",
    }
    assert launched(image).identity == launched(flat).identity == "app/main.py:app"


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("gunicorn wsgi", ()),
        ("gunicorn -w 1 wsgi", ("workers=1",)),
        ("gunicorn -w 4 wsgi", ("workers=4",)),
        ("gunicorn -w $N wsgi", ()),
        ("WEB_CONCURRENCY=3 gunicorn wsgi", ("workers=3",)),
        ("uvicorn --workers 2 app.main:app", ("workers=2",)),
    ],
)
def test_the_options_that_change_how_it_serves_are_told(command: str, options: tuple[str, ...]) -> None:
    assert launched(procfile(command, **SOURCES)).options == options


def test_a_launch_in_an_image_keeps_its_place() -> None:
    use = launched({"Dockerfile": python_image("CMD python worker.py"), "worker.py": ""}).use
    assert (use.place.kind, use.place.folder) == ("image", "/app")
