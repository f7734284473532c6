"""Programs, subcommands and effects: what a command does, and that it does nothing."""

from __future__ import annotations

import pytest

from tests.programs.interpreted import run

EFFECTS = [
    ("prisma migrate deploy", "prisma", ("migrate", "deploy"), {"migrates"}),
    ("prisma --schema x migrate deploy", "prisma", ("migrate", "deploy"), {"migrates"}),
    ("prisma migrate --schema=x deploy", "prisma", ("migrate", "deploy"), {"migrates"}),
    ("prisma migrate reset -f", "prisma", ("migrate", "reset"), {"migrates", "destroys", "seeds"}),
    ("prisma db push", "prisma", ("db", "push"), {"migrates"}),
    ("prisma db push --accept-data-loss", "prisma", ("db", "push"), {"migrates", "destroys"}),
    ("prisma db seed", "prisma", ("db", "seed"), {"seeds"}),
    ("prisma migrate status", "prisma", ("migrate", "status"), {"reads"}),
    ("prisma generate", "prisma", ("generate",), {"builds"}),
    ("prisma migrate", "prisma", ("migrate",), set()),
    ("prisma migrate $VERB", "prisma", ("migrate",), set()),
    ("prisma migrate deploy --help", "prisma", ("migrate", "deploy"), {"reads"}),
    ("./node_modules/.bin/prisma migrate deploy", "prisma", ("migrate", "deploy"), {"migrates"}),
    ("node node_modules/prisma/build/index.js db push", "prisma", ("db", "push"), {"migrates"}),
    ("python -m prisma db push", "prisma", ("db", "push"), {"migrates"}),
    ("alembic -c x.ini upgrade head", "alembic", ("upgrade",), {"migrates"}),
    ("alembic upgrade head --sql", "alembic", ("upgrade",), {"reads"}),
    ("alembic downgrade -1", "alembic", ("downgrade",), {"migrates", "destroys"}),
    ("python manage.py migrate --noinput", "django", ("migrate",), {"migrates"}),
    ("python manage.py migrate --plan", "django", ("migrate",), {"reads"}),
    ("python manage.py flush", "django", ("flush",), {"destroys"}),
    ("python manage.py collectstatic", "django", ("collectstatic",), {"builds"}),
    ("python manage.py my_command", "django", ("my_command",), set()),
    ("django-admin migrate", "django", ("migrate",), {"migrates"}),
    ("flask db upgrade", "flask", ("db", "upgrade"), {"migrates"}),
    ("flask db downgrade", "flask", ("db", "downgrade"), {"migrates", "destroys"}),
    ("knex migrate:latest", "knex", ("migrate:latest",), {"migrates"}),
    ("knex migrate:rollback --all", "knex", ("migrate:rollback",), {"migrates", "destroys"}),
    ("npx sequelize-cli db:migrate", "sequelize", ("db:migrate",), {"migrates"}),
    ("sequelize db:drop", "sequelize", ("db:drop",), {"migrates", "destroys"}),
    ("typeorm migration:run -d dist/x.js", "typeorm", ("migration:run",), {"migrates"}),
    ("ts-node ./node_modules/typeorm/cli.js migration:run", "typeorm", ("migration:run",), {"migrates"}),
    ("drizzle-kit push", "drizzle-kit", ("push",), {"migrates"}),
    ("supabase db reset --linked", "supabase", ("db", "reset"), {"destroys"}),
    ("supabase db reset", "supabase", ("db", "reset"), set()),
    ("supabase db push", "supabase", ("db", "push"), {"migrates"}),
    ("dbmate up", "dbmate", ("up",), {"migrates"}),
    ("dbmate drop", "dbmate", ("drop",), {"migrates", "destroys"}),
    ("goose -dir migrations postgres $URL up", "goose", (), set()),
    ("goose reset", "goose", ("reset",), {"migrates", "destroys"}),
    ("migrate -path db -database $URL up", "golang-migrate", ("up",), {"migrates"}),
    ("migrate -path db drop -f", "golang-migrate", ("drop",), {"migrates", "destroys"}),
    ("bin/rails db:migrate", "rails", ("db:migrate",), {"migrates"}),
    ("bundle exec rake db:reset", "rake", ("db:reset",), {"migrates", "destroys"}),
    ("flyway migrate", "flyway", ("migrate",), {"migrates"}),
    ("flyway clean", "flyway", ("clean",), {"migrates", "destroys"}),
    ("liquibase --changelog-file=x update", "liquibase", ("update",), {"migrates"}),
    ("liquibase dropAll", "liquibase", ("dropAll",), {"migrates", "destroys"}),
    ("dropdb app", "dropdb", (), {"destroys"}),
    ("pg_restore --clean -d app x.dump", "pg_restore", (), {"seeds", "destroys"}),
    ("pip install --no-cache-dir -r requirements.txt", "pip", ("install",), {"installs"}),
    ("python3 -m pip install x", "pip", ("install",), {"installs"}),
    ("pip3.11 install x", "pip", ("install",), {"installs"}),
    ("poetry install --no-root", "poetry", ("install",), {"installs"}),
    ("uv sync --frozen", "uv", ("sync",), {"installs"}),
    ("uv pip install -r requirements.txt", "uv", ("pip", "install"), {"installs"}),
    ("apt-get update", "apt-get", ("update",), {"installs"}),
    ("apt-get install -y --no-install-recommends curl", "apt-get", ("install",), {"installs"}),
    ("apk add --no-cache curl", "apk", ("add",), {"installs"}),
    ("bundle", "bundle", ("install",), {"installs"}),
    ("next build", "next", ("build",), {"builds"}),
    ("vite build", "vite", ("build",), {"builds"}),
    ("tsc -p tsconfig.json", "tsc", (), {"builds"}),
    ("tsc --noEmit", "tsc", (), {"reads"}),
    ("docker build -t x .", "docker", ("build",), {"builds"}),
    ("docker compose up -d --build", "docker-compose", ("up",), {"deploys"}),
    ("docker-compose -f a.yml up -d", "docker-compose", ("up",), {"deploys"}),
    ("docker compose restart web", "docker-compose", ("restart",), {"restarts"}),
    ("docker compose down", "docker-compose", ("down",), set()),
    ("docker compose down -v", "docker-compose", ("down",), {"destroys"}),
    ("docker compose logs -f web", "docker-compose", ("logs",), {"reads"}),
    ("docker stack deploy -c a.yml app", "docker", ("stack", "deploy"), {"deploys"}),
    ("docker volume rm data", "docker", ("volume", "rm"), {"destroys"}),
    ("kubectl apply -f k8s/", "kubectl", ("apply",), {"deploys"}),
    ("kubectl apply -f k8s/ --dry-run=client", "kubectl", ("apply",), {"reads"}),
    ("kubectl -n prod rollout restart deploy/web", "kubectl", ("rollout", "restart"), {"restarts"}),
    ("kubectl get pods", "kubectl", ("get",), {"reads"}),
    ("systemctl restart app", "systemctl", ("restart",), {"restarts"}),
    ("sudo systemctl --no-pager status app", "systemctl", ("status",), {"reads"}),
    ("pm2 restart all", "pm2", ("restart",), {"restarts"}),
    ("aws ecs update-service --cluster a --service b", "aws", ("ecs", "update-service"), {"deploys"}),
    ("flyctl deploy --remote-only", "fly", ("deploy",), {"deploys"}),
    ("vercel --prod", "vercel", ("deploy",), {"deploys"}),
    ("terraform apply -auto-approve", "terraform", ("apply",), {"deploys"}),
    ("helm upgrade --install web chart", "helm", ("upgrade",), {"deploys"}),
    ("git -C x pull --ff-only", "git", ("pull",), set()),
    ("pytest -x tests", "pytest", (), {"tests"}),
    ("python -m unittest discover", "unittest", (), {"tests"}),
    ("npx jest --ci", "jest", (), {"tests"}),
    ("vitest run", "vitest", ("run",), {"tests"}),
    ("go test ./...", "go", ("test",), {"tests"}),
    ("go build -o app ./cmd/app", "go", ("build",), {"builds"}),
    ("cargo build --release", "cargo", ("build",), {"builds"}),
    ("./mvnw -q clean package -DskipTests", "mvn", ("clean", "package"), {"builds"}),
]


@pytest.mark.parametrize(("line", "program", "subcommands", "effects"), EFFECTS, ids=[row[0] for row in EFFECTS])
def test_a_command_does_what_its_data_file_says(
    line: str, program: str, subcommands: tuple[str, ...], effects: set[str]
) -> None:
    found = run(line)
    assert found.known
    assert (found.program, found.subcommands, set(found.effects)) == (program, subcommands, effects)


@pytest.mark.parametrize(
    "line",
    [
        'echo "uvicorn app:app --reload"',
        "echo prisma migrate deploy",
        "printf '%s' 'npm run dev'",
        "pkill -f 'uvicorn app:app --reload'",
        "pgrep -f 'flask run'",
        "grep -r 'prisma db push' .",
        "which uvicorn",
        "cat manage.py migrate",
        "kill $(pgrep -f uvicorn)",
        "sed -i s/x/y/ Procfile",
    ],
)
def test_a_mention_of_a_command_runs_nothing(line: str) -> None:
    found = run(line)
    assert found.known
    assert "mention" in found.kinds
    assert (found.target, found.effects, found.nested, found.settings) == (None, (), (), ())


@pytest.mark.parametrize("line", ["command -v uvicorn", "type uvicorn", "hash npm", "test -f manage.py", "[ -f x ]"])
def test_a_question_about_a_program_does_not_run_it(line: str) -> None:
    found = run(line)
    assert (found.target, found.effects, found.wrappers) == (None, (), ())
    assert found.program not in ("uvicorn", "npm")


NAMES = [
    ("/usr/local/bin/uvicorn app:app", "uvicorn"),
    ("/app/.venv/bin/gunicorn app", "gunicorn"),
    (".venv/bin/gunicorn app", "gunicorn"),
    ("venv/bin/python app.py", "python"),
    ("$VIRTUAL_ENV/bin/gunicorn app", "gunicorn"),
    ('"${VENV}/bin/uvicorn" app:app', "uvicorn"),
    ("./node_modules/.bin/next start", "next"),
    ("node_modules/.bin/nest start", "nest"),
    ("node ./node_modules/@angular/cli/bin/ng serve", "ng"),
    ("node ./node_modules/next/dist/bin/next start", "next"),
    ("bin/rails s", "rails"),
    ("./bin/rails s", "rails"),
    ("python.exe app.py", "python"),
    ("npm.cmd start", "npm"),
    ("php8.2 index.php", "php"),
    ("/bin/bash x.sh", "sh"),
    ("npx typescript@5 --version", "typescript"),
    ("true", "true"),
    (":", ":"),
    ("rm -rf x", "rm"),
    ("craco start", "craco"),
]


@pytest.mark.parametrize(("line", "program"), NAMES, ids=[row[0] for row in NAMES])
def test_a_program_is_known_by_its_name_version_or_path(line: str, program: str) -> None:
    found = run(line)
    assert (found.program, found.known) == (program, True)


FILES = ["./test", "scripts/migrate up", "./serve", "bin/dev", "/app/bin/migrate", "/start.sh", "bin/uvicorn", "./air"]


@pytest.mark.parametrize("line", FILES)
def test_a_file_of_the_repository_is_not_the_program_of_its_name(line: str) -> None:
    found = run(line)
    assert not found.known
    assert found.target is not None
    assert (found.target.kind, found.target.value) == ("file", line.split()[0])
    assert found.effects == ()


@pytest.mark.parametrize("line", ["$CMD --reload", "${RUNNER} app", "$(which uvicorn) app:app", "$DIR/start.sh"])
def test_a_dynamic_first_word_is_unknown(line: str) -> None:
    found = run(line)
    assert (found.program, found.known, found.target, found.effects) == (None, False, None, ())
