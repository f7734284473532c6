"""Targets: what a program is told to run, and where it is looked for."""

from __future__ import annotations

import pytest

from tests.programs.interpreted import run, target

TARGETS = [
    ("uvicorn app.main:app", ("python-attribute", "app.main", "app")),
    ("uvicorn --factory app.main:create_app", ("python-attribute", "app.main", "create_app")),
    ("UVICORN_APP=app.main:app uvicorn", ("python-attribute", "app.main", "app")),
    ("uvicorn", None),
    ("uvicorn $APP --reload", ("python-attribute", None, None)),
    ("uvicorn $UVICORN_OPTS app:app", ("python-attribute", "app", "app")),
    ("uvicorn 'app:$ATTRIBUTE'", ("python-attribute", "app", "$ATTRIBUTE")),
    ('uvicorn "app.main:$ATTRIBUTE"', ("python-attribute", "app.main", None)),
    ("python -m uvicorn app.main:app", ("python-attribute", "app.main", "app")),
    ("gunicorn app.wsgi", ("python-attribute", "app.wsgi", "application")),
    ("gunicorn -k uvicorn.workers.UvicornWorker 'app:create_app()'", ("python-attribute", "app", "create_app")),
    ("gunicorn -c gunicorn.conf.py", None),
    ("fastapi run app/main.py", ("python-file", "app/main.py", None)),
    ("fastapi dev", None),
    ("flask --app app run", ("python-attribute", "app", None)),
    ("flask -A app.py:create_app run", ("python-file", "app.py", "create_app")),
    ("FLASK_APP=wsgi.py flask run", ("python-file", "wsgi.py", None)),
    ("hypercorn asgi:app.main:app", ("python-attribute", "app.main", "app")),
    ("hypercorn app/main.py", ("python-file", "app/main.py", "app")),
    ("granian --interface asgi app.main", ("python-attribute", "app.main", "app")),
    ("celery -A app.worker:celery worker", ("python-attribute", "app.worker", "celery")),
    ("celery worker --app=app.worker", ("python-attribute", "app.worker", None)),
    ("daphne -b 0.0.0.0 -p 8000 config.asgi:application", ("python-attribute", "config.asgi", "application")),
    ("waitress-serve --port=80 --call app:create_app", ("python-attribute", "app", "create_app")),
    ("uwsgi --http :8000 --module app.wsgi:application", ("python-attribute", "app.wsgi", "application")),
    ("uwsgi --ini uwsgi.ini", ("file", "uwsgi.ini", None)),
    ("uwsgi docker/uwsgi.ini", ("file", "docker/uwsgi.ini", None)),
    ("arq app.worker.WorkerSettings", ("python-attribute", "app.worker", "WorkerSettings")),
    ("streamlit run app.py --server.port 80", ("python-file", "app.py", None)),
    ("python -u -m app.main --port 80", ("python-module", "app.main", None)),
    ("python3.11 -X dev scripts/run.py --x", ("python-file", "scripts/run.py", None)),
    ("python -c 'import app' x.py", None),
    ("python -", None),
    ("python", None),
    ("python -m http.server 8000", None),
    ("python manage.py migrate", ("python-file", "manage.py", None)),
    ("./manage.py migrate", ("python-file", "./manage.py", None)),
    ("django-admin migrate", None),
    ("coverage run -m pytest", None),
    ("node dist/server.js --port 80", ("node-file", "dist/server.js", None)),
    ("node -r dotenv/config --max-old-space-size=512 server.js", ("node-file", "server.js", None)),
    ("node --import tsx --env-file .env src/index.ts", ("node-file", "src/index.ts", None)),
    ("node -e 'require(1)'", None),
    ("node .", ("node-file", ".", None)),
    ("node node_modules/prisma/build/index.js migrate deploy", None),
    ("tsx watch src/index.ts", ("node-file", "src/index.ts", None)),
    ("ts-node -r tsconfig-paths/register src/main.ts", ("node-file", "src/main.ts", None)),
    ("nodemon --watch src server.js", ("node-file", "server.js", None)),
    ("nodemon", None),
    ("deno run -A main.ts", ("node-file", "main.ts", None)),
    ("java $JAVA_OPTS -Xmx1g -jar target/app.jar --server.port=80", ("file", "target/app.jar", None)),
    ("java -cp lib/* com.example.Main", None),
    ("php artisan migrate", ("file", "artisan", None)),
    ("php public/index.php", ("file", "public/index.php", None)),
    ("ruby app.rb", ("file", "app.rb", None)),
    ("go run ./cmd/api", ("file", "./cmd/api", None)),
    ("bash scripts/start.sh --x", ("file", "scripts/start.sh", None)),
    ("sh -c 'x'", None),
    ("sh -s -- -b /usr/local/bin v1", None),
    ("bash -es production", None),
    ("source .env", ("file", ".env", None)),
    ("./start.sh web", ("file", "./start.sh", None)),
    ("scripts/deploy.py", ("file", "scripts/deploy.py", None)),
    ("/app/docker-entrypoint.sh node x.js", ("file", "/app/docker-entrypoint.sh", None)),
    ("myserver --port 80", ("program", "myserver", None)),
    ("pm2-runtime dist/main.js", ("node-file", "dist/main.js", None)),
    ("echo app.py", None),
]


@pytest.mark.parametrize(("line", "expected"), TARGETS, ids=[row[0] for row in TARGETS])
def test_the_target_stands_where_the_program_looks_for_it(line: str, expected: tuple[str, ...] | None) -> None:
    assert target(line) == expected


def test_extra_search_folders_and_the_working_folder_belong_to_the_target() -> None:
    found = run("gunicorn --chdir backend --pythonpath src,lib app:app").target
    assert found is not None
    assert (found.directory, found.search) == ("backend", ("src", "lib"))
    found = run("uvicorn --app-dir=src main:app").target
    assert found is not None
    assert found.search == ("src",)
    found = run("celery --workdir jobs -A app worker").target
    assert found is not None
    assert found.directory == "jobs"


def test_a_folder_option_without_a_target_moves_the_invocation() -> None:
    assert run("make -C api build").directory == "api"
    assert run("npm --prefix web install").directory == "web"
    assert run("git -C /srv/app pull").directory == "/srv/app"
    assert run("npm --prefix web run build").directory is None


def test_a_target_points_at_its_word() -> None:
    found = run("exec uvicorn --reload app.main:app").target
    assert found is not None
    assert (found.range.column, found.range.end_column) == (23, 35)
