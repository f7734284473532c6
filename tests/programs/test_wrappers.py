"""Wrappers: what runs is the program behind them, and they are remembered."""

from __future__ import annotations

import pytest

from tests.programs.interpreted import executed, nested, run

PEELED = [
    ("exec uvicorn app:app", "uvicorn", ["exec"]),
    ("command uvicorn app:app", "uvicorn", ["command"]),
    ("env -i A=b uvicorn app:app", "uvicorn", ["env"]),
    ("/usr/bin/env bash start.sh", "sh", ["env"]),
    ("sudo -u app -E nohup uvicorn app:app", "uvicorn", ["sudo", "nohup"]),
    ("timeout -k 5 30 npm test", "npm", ["timeout"]),
    ("nice -n 5 celery -A app worker", "celery", ["nice"]),
    ("time pytest", "pytest", ["time"]),
    ("dumb-init -- uvicorn app:app", "uvicorn", ["dumb-init"]),
    ("/sbin/tini -g -- gunicorn app", "gunicorn", ["tini"]),
    ("gosu app gunicorn app", "gunicorn", ["gosu"]),
    ("su-exec app:app gunicorn app", "gunicorn", ["su-exec"]),
    ("docker-entrypoint.sh node server.js", "node", ["docker-entrypoint"]),
    ("poetry run alembic upgrade head", "alembic", ["poetry"]),
    ("poetry -C api run gunicorn app", "gunicorn", ["poetry"]),
    ("uv run --no-sync --with x --package api --directory d uvicorn app:app", "uvicorn", ["uv"]),
    ("uv run python -m pytest", "pytest", ["uv", "python"]),
    ("uvx --from x ruff check", "ruff", ["uvx"]),
    ("pipenv run gunicorn app:app", "gunicorn", ["pipenv"]),
    ("pdm run uvicorn app:app", "uvicorn", ["pdm"]),
    ("hatch run uvicorn app:app", "uvicorn", ["hatch"]),
    ("conda run -n web --no-capture-output uvicorn app:app", "uvicorn", ["conda"]),
    ("bundle exec puma -C config/puma.rb", "puma", ["bundle"]),
    ("npx -y prisma@6.1 db push", "prisma", ["npx"]),
    ("npx --package prisma prisma db push", "prisma", ["npx"]),
    ("npx @angular/cli@17 serve", "ng", ["npx"]),
    ("npm exec -- prisma migrate deploy", "prisma", ["npm"]),
    ("npm exec prisma -- migrate deploy", "prisma", ["npm"]),
    ("pnpm exec prisma db push", "prisma", ["pnpm"]),
    ("pnpm dlx prisma db push", "prisma", ["pnpm"]),
    ("yarn dlx prisma db push", "prisma", ["yarn"]),
    ("bunx --bun prisma db push", "prisma", ["bunx"]),
    ("bun x prisma db push", "prisma", ["bun"]),
    ("deno run -A npm:prisma migrate deploy", "prisma", ["deno"]),
    ("cross-env NODE_ENV=production node server.js", "node", ["cross-env"]),
    ("dotenv -e .env.production -- next start", "next", ["dotenv"]),
    ("dotenv next dev", "next", ["dotenv"]),
    ("dotenv -f .env run uvicorn app:app", "uvicorn", ["dotenv"]),
    ("dotenvx run -f .env -- node server.js", "node", ["dotenvx"]),
    ("doppler run -- gunicorn app", "gunicorn", ["doppler"]),
    ("op run --env-file=.env -- gunicorn app", "gunicorn", ["op"]),
    ("infisical run --env=prod -- gunicorn app", "gunicorn", ["infisical"]),
    ("newrelic-admin run-program gunicorn app", "gunicorn", ["newrelic-admin"]),
    ("ddtrace-run gunicorn app", "gunicorn", ["ddtrace-run"]),
    ("opentelemetry-instrument --service_name api uvicorn app:app", "uvicorn", ["opentelemetry-instrument"]),
    ("./wait-for-it.sh db:5432 -t 30 -- uvicorn app:app", "uvicorn", ["wait-for-it"]),
    ("litefs mount -- node server.js", "node", ["litefs"]),
    ("watchmedo auto-restart -d . -p '*.py' -R -- celery -A app worker", "celery", ["watchmedo"]),
    ("docker exec -it -e A=b web python manage.py migrate", "django", ["docker", "python"]),
    ("docker compose -f a.yml --profile prod exec -T web flask db upgrade", "flask", ["docker-compose"]),
    ("docker-compose run --rm web alembic upgrade head", "alembic", ["docker-compose"]),
    ("docker run --rm -e A=b image python -m alembic upgrade head", "alembic", ["docker", "python"]),
    ("kubectl exec -it deploy/web -- python manage.py migrate", "django", ["kubectl", "python"]),
    ("heroku run python manage.py migrate", "django", ["heroku", "python"]),
    ("xargs -0 rm -f", "rm", ["xargs"]),
    ("pm2 start npm --name web -- start", "npm", ["pm2"]),
    ("exec sudo -u app env A=b dumb-init -- gosu app celery -A a worker", "celery", 5),
]


@pytest.mark.parametrize(("line", "program", "wrappers"), PEELED, ids=[row[0] for row in PEELED])
def test_a_wrapper_is_peeled_and_remembered(line: str, program: str, wrappers: list[str] | int) -> None:
    found = run(line)
    assert found.program == program
    names = [wrapper.name for wrapper in found.wrappers]
    assert names == wrappers or len(names) == wrappers


@pytest.mark.parametrize(
    "line",
    [
        "docker exec web ls",
        "docker compose exec web ls",
        "docker run image python x.py",
        "ssh host ls",
        "kubectl exec web -- ls",
        "aws ssm send-command --parameters x",
        "fly ssh console -C ls",
        "sudo docker exec web env A=b ls",
    ],
)
def test_a_command_on_another_host_or_in_a_container_is_remote(line: str) -> None:
    assert run(line).remote


def test_a_wrapper_tells_which_service_it_enters() -> None:
    (wrapper,) = run("docker compose --profile prod exec -T web ls").wrappers
    assert wrapper.subcommands == ("exec",)
    assert [word.raw for word in wrapper.arguments] == ["web"]
    assert wrapper.options[0].text == "prod"
    assert wrapper.remote


def test_assignments_of_wrappers_and_of_the_command_are_kept_in_order() -> None:
    found = run("A=1 env B=2 cross-env C=$X NODE_ENV=development node server.js")
    assert [(a.name, a.value.value if a.value else None) for a in found.assignments] == [
        ("A", "1"),
        ("B", "2"),
        ("C", None),
        ("NODE_ENV", "development"),
    ]
    assert found.setting("environment").value == "development"  # type: ignore[union-attr]


def test_the_folder_and_workspace_of_a_wrapper_are_kept() -> None:
    found = run("uv run --package api --directory services uvicorn app:app")
    assert found.directory == "services"
    assert found.target is not None
    assert found.target.workspace == "api"
    assert run("pnpm -C apps/web exec next build").directory == "apps/web"


def test_uv_runs_a_python_file_and_a_module() -> None:
    file = run("uv run main.py --x")
    assert (file.program, file.target and (file.target.kind, file.target.value)) == (
        "python",
        ("python-file", "main.py"),
    )
    module = run("uv run -m app.main")
    assert module.target is not None
    assert (module.program, module.target.kind, module.target.value) == ("python", "python-module", "app.main")


NESTED = [
    ("sh -c 'npm run build && npm start'", "sh", ["npm", "npm"]),
    ("bash -lc 'cd app; exec uvicorn app:app'", "sh", ["cd", "uvicorn"]),
    ("bash -euxo pipefail -c 'alembic upgrade head'", "sh", ["alembic"]),
    ("su - app -c 'gunicorn app'", "su", ["gunicorn"]),
    ("ssh -i key -p 22 user@host 'cd /app && docker compose up -d'", "ssh", ["cd", "docker-compose"]),
    ("ssh host docker compose restart web", "ssh", ["docker-compose"]),
    ("concurrently -n a,b 'npm run a' 'uvicorn app:app'", "concurrently", ["npm", "uvicorn"]),
    ("concurrently npm:build npm:dev", "concurrently", ["npm", "npm"]),
    ("run-s build migrate", "npm-run-all", ["npm", "npm"]),
    ("npm-run-all --parallel 'dev:*' start", "npm-run-all", ["npm"]),
    ("watchfiles 'uvicorn app:app' src", "watchfiles", ["uvicorn"]),
    ("nodemon --exec ts-node src/index.ts", "nodemon", ["ts-node"]),
    ("nodemon --watch src --exec 'npm run start'", "nodemon", ["npm"]),
    ("npx -p typescript -c 'tsc && node x.js'", "npx", ["tsc", "node"]),
    ("cross-env-shell NODE_ENV=production 'next build'", "cross-env-shell", ["next"]),
    ("doppler run --command 'npm start'", "doppler", ["npm"]),
    ("eval 'uvicorn app:app'", "eval", ["uvicorn"]),
    (
        """aws ssm send-command --parameters 'commands=["cd /app","docker compose up -d"]'""",
        "aws",
        ["cd", "docker-compose"],
    ),
]


@pytest.mark.parametrize(("line", "program", "inner"), NESTED, ids=[row[0] for row in NESTED])
def test_text_that_a_program_hands_on_is_read_as_a_script(line: str, program: str, inner: list[str]) -> None:
    found = run(line)
    assert found.program == program
    assert [invocation.program for invocation in nested(found)] == inner


def test_words_that_a_remote_shell_joins_keep_their_places() -> None:
    found = run("ssh host docker compose restart web")
    (inner,) = nested(found)
    assert inner.subcommands == ("restart",)
    assert inner.range.column == len("ssh host ") + 1


def test_a_heredoc_is_the_script_of_a_shell_that_reads_its_input() -> None:
    remote = run("ssh user@host << 'EOF'\ncd /app\ndocker compose up -d\nEOF\n")
    assert [invocation.program for invocation in nested(remote)] == ["cd", "docker-compose"]
    local = run("bash -s <<EOF\nalembic upgrade head\nEOF\n")
    assert [invocation.program for invocation in nested(local)] == ["alembic"]
    assert nested(run("python - <<EOF\nimport os\nEOF\n")) == []


def test_a_wrapper_with_nothing_behind_it_is_the_program() -> None:
    assert run("exec").program == "exec"
    assert run("sudo -i").program == "sudo"
    assert run("docker compose exec web").subcommands == ("exec",)


def test_a_dynamic_command_behind_a_wrapper_has_no_program() -> None:
    found = run('exec "$@"')
    assert found.program is None
    assert not found.known
    assert [wrapper.name for wrapper in found.wrappers] == ["exec"]


def test_an_argument_list_is_peeled_like_a_shell_text() -> None:
    found = executed("tini", "--", "python", "-m", "uvicorn", "app.main:app", "--reload")
    assert (found.program, [w.name for w in found.wrappers]) == ("uvicorn", ["tini", "python"])
    assert [i.program for i in nested(executed("sh", "-c", "exec uvicorn app:app"))] == ["uvicorn"]


def test_a_long_chain_of_wrappers_ends() -> None:
    assert run("sudo " * 5000 + "ls").program in ("sudo", "ls")
