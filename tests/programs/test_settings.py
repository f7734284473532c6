"""Settings: one name for a flag, its environment twin and what a program always does."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range
from deploylint.programs.settings import environment_settings
from tests.programs.interpreted import run, said

PLACE = Range(3, 1, 3, 9)

ON = [
    ("uvicorn app:app --reload", "reload"),
    ("UVICORN_RELOAD=true uvicorn app:app", "reload"),
    ("env UVICORN_RELOAD=1 uvicorn app:app", "reload"),
    ("gunicorn --reload app", "reload"),
    ("GUNICORN_CMD_ARGS='--workers 3 --reload' gunicorn app", "reload"),
    ("granian --reload app:app", "reload"),
    ("hypercorn --debug app:app", "debug"),
    ("fastapi dev", "reload"),
    ("fastapi dev main.py", "development-server"),
    ("fastapi run --reload", "reload"),
    ("flask run", "development-server"),
    ("flask --app app run --debug", "debug"),
    ("flask --debug run", "debug"),
    ("FLASK_DEBUG=1 flask run", "debug"),
    ("FLASK_DEBUG=off flask run", "debug"),
    ("FLASK_DEBUG=true python app.py", "debug"),
    ("python manage.py runserver", "development-server"),
    ("python manage.py runserver", "reload"),
    ("./manage.py runserver_plus", "debug"),
    ("node --watch server.js", "reload"),
    ("node --watch-path=src server.js", "reload"),
    ("node --inspect=0.0.0.0:9229 server.js", "inspect"),
    ("node --inspect-brk server.js", "inspect"),
    ("NODE_OPTIONS=--inspect npm start", "inspect"),
    ("python -m debugpy --listen 5678 -m uvicorn app:app", "inspect"),
    ("nodemon server.js", "reload"),
    ("nodemon --inspect server.js", "inspect"),
    ("npx nodemon", "reload"),
    ("tsx watch src/index.ts", "reload"),
    ("tsx --watch src/index.ts", "reload"),
    ("ts-node-dev --respawn src/index.ts", "reload"),
    ("tsnd src/index.ts", "reload"),
    ("bun --watch index.ts", "reload"),
    ("bun run --hot index.ts", "reload"),
    ("deno run --watch main.ts", "reload"),
    ("air", "reload"),
    ("reflex -r '\\.go$' -- go run .", "reload"),
    ("watchmedo auto-restart -- celery -A app worker", "reload"),
    ("watchfiles 'celery -A app worker'", "reload"),
    ("nest start --watch", "reload"),
    ("next", "development-server"),
    ("next dev", "development-server"),
    ("next ./web -p 3000", "development-server"),
    ("vite", "development-server"),
    ("vite --host 0.0.0.0", "development-server"),
    ("vite preview", "development-server"),
    ("vite serve", "development-server"),
    ("npx vite dev", "development-server"),
    ("nuxt dev", "development-server"),
    ("astro dev", "development-server"),
    ("remix dev", "development-server"),
    ("ng serve", "development-server"),
    ("react-scripts start", "development-server"),
    ("expo start", "development-server"),
    ("webpack serve", "development-server"),
    ("webpack-dev-server", "development-server"),
    ("strapi develop", "development-server"),
    ("php -S 0.0.0.0:80 -t public", "development-server"),
    ("php artisan serve", "development-server"),
    ("rails s", "development-server"),
    ("bin/rails server -b 0.0.0.0", "development-server"),
    ("bundle exec rails s -e development", "development-server"),
    ("mvn spring-boot:run", "development-server"),
    ("./gradlew bootRun", "development-server"),
    ("prisma db push --accept-data-loss", "accept-data-loss"),
    ("prisma db push --force-reset", "accept-data-loss"),
    ("drizzle-kit push --force", "accept-data-loss"),
    ("DISABLE_DATABASE_ENVIRONMENT_CHECK=1 rails db:schema:load", "accept-data-loss"),
    ("php artisan migrate:fresh --seed", "accept-data-loss"),
]


@pytest.mark.parametrize(("line", "name"), ON, ids=[f"{line} {name}" for line, name in ON])
def test_a_setting_is_on(line: str, name: str) -> None:
    assert run(line).enabled(name)


OFF = [
    ("uvicorn app:app", "reload"),
    ("uvicorn app:app --reload-dir src", "reload"),
    ("UVICORN_RELOAD=false uvicorn app:app", "reload"),
    ("UVICORN_RELOAD=$RELOAD uvicorn app:app", "reload"),
    ("UVICORN_RELOAD=true gunicorn app:app", "reload"),
    ("GUNICORN_CMD_ARGS=$ARGS gunicorn app", "reload"),
    ("GUNICORN_CMD_ARGS='--open \"quote' gunicorn app", "reload"),
    ("gunicorn app --reload-engine poll", "reload"),
    ("fastapi run", "reload"),
    ("fastapi run", "development-server"),
    ("fastapi dev --no-reload", "reload"),
    ("flask db upgrade", "development-server"),
    ("FLASK_DEBUG=0 flask run", "debug"),
    ("FLASK_DEBUG= flask run", "debug"),
    ("FLASK_DEBUG=No flask run", "debug"),
    ("FLASK_ENV=development flask run", "debug"),
    ("FLASK_DEBUG=1 flask run --no-debug", "debug"),
    ("python manage.py runserver --noreload", "reload"),
    ("python manage.py migrate", "development-server"),
    ("node server.js --watch", "reload"),
    ("node server.js --inspect", "inspect"),
    ("tsx src/index.ts watch", "reload"),
    ("bun install --watch-nothing", "reload"),
    ("next start", "development-server"),
    ("next build", "development-server"),
    ("next --version", "development-server"),
    ("next $COMMAND", "development-server"),
    ("vite build --watch", "development-server"),
    ("vite --help", "development-server"),
    ("nest start", "reload"),
    ("serve -s build -d", "development-server"),
    ("rails s -e production", "development-server"),
    ("rails server --environment=production", "development-server"),
    ("RAILS_ENV=production bundle exec rails s", "development-server"),
    ("rails db:migrate", "development-server"),
    ("php index.php -S", "development-server"),
    ("mvn package", "development-server"),
    ("prisma db push", "accept-data-loss"),
    ("drizzle-kit migrate --force", "accept-data-loss"),
    ("rm --force x", "accept-data-loss"),
]


@pytest.mark.parametrize(("line", "name"), OFF, ids=[f"{line} {name}" for line, name in OFF])
def test_a_setting_is_off_or_unknown(line: str, name: str) -> None:
    assert not run(line).enabled(name)


ADDRESSES = [
    ("uvicorn app:app --host 0.0.0.0 --port 8000", "0.0.0.0", "8000"),
    ("uvicorn app:app --host=0.0.0.0 --port=${PORT:-8000}", "0.0.0.0", None),
    ("gunicorn -b 0.0.0.0:8000 app", "0.0.0.0", "8000"),
    ("gunicorn -b0.0.0.0:8000 app", "0.0.0.0", "8000"),
    ("gunicorn --bind 0.0.0.0:$PORT app", "0.0.0.0", None),
    ("gunicorn --bind ${HOST:-127.0.0.1}:${PORT:-8000} app", None, None),
    ("gunicorn --bind=[::]:8000 app", "[::]", "8000"),
    ("gunicorn --bind :8000 app", ..., "8000"),
    ("gunicorn --bind unix:/run/app.sock app", ..., ...),
    ("gunicorn --bind $BIND app", None, None),
    ("PORT=5000 gunicorn app", ..., "5000"),
    ("hypercorn -b 127.0.0.1:80 app:app", "127.0.0.1", "80"),
    ("flask run -h 0.0.0.0 -p5000", "0.0.0.0", "5000"),
    ("FLASK_RUN_PORT=80 flask run", ..., "80"),
    ("python manage.py runserver 0.0.0.0:8000", "0.0.0.0", "8000"),
    ("python manage.py runserver 8000", ..., "8000"),
    ("daphne -b 0.0.0.0 -p 80 a:b", "0.0.0.0", "80"),
    ("waitress-serve --listen=*:8080 a:b", "*", "8080"),
    ("streamlit run app.py --server.port=80 --server.address 0.0.0.0", "0.0.0.0", "80"),
    ("next start -p 3000 -H 0.0.0.0", "0.0.0.0", "3000"),
    ("vite --host --port 80", "true", "80"),
    ("serve -s build -l tcp://0.0.0.0:3000", "0.0.0.0", "3000"),
    ("serve -s build -l 3000", ..., "3000"),
    ("php -S localhost:8000", "localhost", "8000"),
    ("rails s -b 0.0.0.0 -p $PORT", "0.0.0.0", None),
    ("java -jar app.jar --server.port=8081", ..., "8081"),
    ("python -m http.server 8000", ..., "8000"),
]


@pytest.mark.parametrize(("line", "host", "port"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_host_and_port_are_read_from_every_form(line: str, host: object, port: object) -> None:
    found = said(run(line))
    assert (found.get("host", ...), found.get("port", ...)) == (host, port)


def test_a_flag_holds_before_the_environment_and_the_last_flag_before_the_first() -> None:
    found = run("UVICORN_PORT=1 uvicorn app:app --port 2 --port 3")
    assert found.setting("port") is not None
    assert found.setting("port").value == "3"  # type: ignore[union-attr]
    assert {s.value for s in found.settings if s.name == "port"} == {"1", "2", "3"}


def test_a_setting_shows_what_was_found_and_where() -> None:
    setting = run("uvicorn app:app --port 80").setting("port")
    assert setting is not None
    assert (setting.found, setting.range.column, setting.range.end_column) == ("--port 80", 17, 26)
    assert run("FLASK_DEBUG=1 flask run").setting("debug").found == "FLASK_DEBUG=1"  # type: ignore[union-attr]
    assert run("npx next dev").setting("development-server").found == "next dev"  # type: ignore[union-attr]


def test_variables_of_an_image_say_the_same_as_those_of_the_command() -> None:
    (setting,) = environment_settings("uvicorn", {"UVICORN_RELOAD": ("true", PLACE), "OTHER": ("1", PLACE)})
    assert (setting.name, setting.value, setting.range, setting.source) == ("reload", "true", PLACE, "environment")
    names = {s.name: s.value for s in environment_settings("gunicorn", {"GUNICORN_CMD_ARGS": ("--reload -w 2", PLACE)})}
    assert names == {"reload": "true", "workers": "2"}
    (mode,) = environment_settings("anything", {"NODE_ENV": ("development", PLACE)})
    assert (mode.name, mode.value) == ("environment", "development")
    (unknown,) = environment_settings("flask", {"FLASK_DEBUG": (None, PLACE)})
    assert unknown.value is None


def test_variables_of_one_subcommand_say_nothing_of_another() -> None:
    variables = {"FLASK_RUN_PORT": ("80", PLACE)}
    assert [s.name for s in environment_settings("flask", variables)] == ["port"]
    assert environment_settings("flask", variables, ("db", "upgrade")) == ()


def test_a_command_that_only_assigns_still_says_settings() -> None:
    found = run("NODE_ENV=development")
    assert found.program is None
    assert said(found) == {"environment": "development"}
