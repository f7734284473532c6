"""Which file is read as what, and which files are not read at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.tree.classify import classify, classify_content, needs_content
from deploylint.tree.excludes import excluded, is_local_folder

NAMES = {
    "dockerfile": "Dockerfile dockerfile Containerfile Dockerfile.render Dockerfile.dev default.Dockerfile"
    " Dockerfile-worker"
    " docker/api.dockerfile .gitpod.Dockerfile Dockerfile.python backend/Dockerfile Containerfile.prod",
    "dockerignore": ".dockerignore Dockerfile.dockerignore docker/api.Dockerfile.dockerignore .containerignore",
    "procfile": "Procfile Procfile.dev backend/Procfile",
    "makefile": "Makefile makefile GNUmakefile docs/Makefile",
    "compose": "compose.yml compose.yaml docker-compose.yml docker-compose.prod.yaml docker-compose-dev.yml"
    " compose.override.yml"
    " docker-compose2.yml local.docker-compose.yml podman-compose.yml deploy/prod_compose.yaml docker-stack.yml",
    "render": "render.yaml render.yml apps/api/render.yaml staging.render.yaml",
    "package_json": "package.json apps/web/package.json",
    "workflow": ".github/workflows/ci.yml .github/workflows/deploy.yaml",
    "shell": "start.sh scripts/run.bash .husky/x.sh",
    "python": "app.py gunicorn.conf.py setup.py",
    "javascript": "server.js a.jsx b.mjs c.cjs .eslintrc.js",
    "typescript": "main.ts a.mts b.cts env.d.ts remix.env.d.ts",
    "tsx": "page.tsx [id].tsx",
    "pyproject": "pyproject.toml api/pyproject.toml",
    "setup_cfg": "setup.cfg api/setup.cfg",
    "toml": "fly.toml railway.toml netlify.toml fly.production.toml",
    "json": "railway.json app.json vercel.json apps/x/nixpacks.json tsconfig.json tsconfig.build.json"
    " captain-definition"
    " Dockerrun.aws.json backend-task-definition.json ecosystem.config.json pm2.json api.pm2.json processes.json",
    "yaml": "fly.yaml heroku.yml .do/app.yaml app.yaml k8s/deployment.yml litefs.yml"
    " x/.github/workflows/ci.yml composer.yml"
    " decompose.yaml .gitlab-ci.yml prerender.yaml",
    "systemd": "deploy/shop.service shop@.service shop.timer etc/shop.service.d/10-env.conf shop.timer.d/a.conf",
    "supervisor": "supervisord.conf supervisor.conf docker/supervisord-web.conf etc/supervisor/conf.d/a.conf"
    " supervisord.d/a.ini supervisor.d/b.conf shop_supervisor.conf",
    "quadlet": "shop.container deploy/db.container",
    "crontab": "crontab docker/crontab backup.crontab etc/cron.d/shop cron.d/backup",
    "uwsgi": "uwsgi.ini deploy/web.uwsgi.ini my_uwsgi.ini uwsgi-prod.ini uwsgi.prod.ini",
    "env": ".env .env.example .env.production.example production.env.example redis.env .env.local .env-sample"
    " env.example"
    " .envs/.production/.django .flaskenv .env.template",
}
UNKNOWN = (
    "README.md LICENSE Makefile.am rules.mk requirements.txt runtime.txt package-lock.json pnpm-lock.yaml data.json"
    " Dockerfile.md Dockerfile.j2 Dockerfile.bak docker-compose.yml.j2 .envrc env env.config Dockerfile/notes.txt"
    " .env.j2 .env.vault.enc"
    " Procfile.md .gitignore dockerfiles a/dockerfile.txt tox.ini nginx.conf .yml.swp shop.service.j2"
    " conf.d/a.conf shop.service.d/notes.txt supervisor/README.md shop.socket"
    " cron.d/shop.sh.j2 cron.d/notes.txt .container shop.build"
)


@pytest.mark.parametrize(("path", "name"), [(path, name) for name, paths in NAMES.items() for path in paths.split()])
def test_a_name_says_its_format(path: str, name: str) -> None:
    assert classify(path) == name


@pytest.mark.parametrize("path", UNKNOWN.split())
def test_other_names_say_nothing(path: str) -> None:
    assert classify(path) is None


@pytest.mark.parametrize(("line", "name"), [
    (b"#!/bin/sh -ex", "shell"),
    (b"#!/usr/bin/env bash", "shell"),
    (b"#! /usr/bin/env -S bash -eu", "shell"),
    (b"#!/usr/bin/with-contenv sh", "shell"),
    (b"#!/usr/local/bin/python3.11", "python"),
    (b"#!/usr/bin/env -S PYTHONPATH=. python -u", "python"),
    (b"#!/usr/bin/env node", "javascript"),
    (b"#!/usr/bin/env tsx", "typescript"),
    (b"#!/usr/bin/perl", None),
    (b"#!/usr/bin/env", None),
    (b"#!", None),
    (b"#!\n/bin/sh", None),
    (b"// build\n#!/bin/sh", None),
    (b"\x7fELF", None),
    (b"", None),
])  # fmt: skip
def test_the_first_line_of_a_file_without_suffix_says_its_format(line: bytes, name: str | None) -> None:
    assert classify_content("bin/run", line + b"\necho\n") == name


@pytest.mark.parametrize(("text", "name"), [
    (b"version: '3'\n\nservices:\n  api:\n    build: .\n", "compose"),
    (b"services: # all\r\n\r\n  # the api\r\n  api:\r\n    image: x\r\n", "compose"),
    (b"services:\n  App\\Mailer:\n    class: App\\Smtp\nimage:\n  build: x\n", "yaml"),
    (b"app:\n  services:\n    api:\n      image: x\n", "yaml"),
    (b"services: [api]\nimages:\n  image: x\n", "yaml"),
    (b"", "yaml"),
])  # fmt: skip
@pytest.mark.parametrize("path", ["production.yml", "deploy/local.yaml"])
def test_services_make_a_file_that_only_says_where_one_of_compose(path: str, text: bytes, name: str) -> None:
    assert needs_content(path)
    assert classify_content(path, text) == name


def test_only_whole_names_leave_the_format_of_a_yaml_file_to_its_content() -> None:
    assert not any(map(needs_content, ("pnpm-lock.yaml", "my-local.yml", ".yml", ".github/workflows/deploy.yml")))
    assert classify("my-local.yml") == "yaml"


def test_the_first_line_does_not_overrule_a_name() -> None:
    assert classify_content("notes.txt", b"#!/bin/sh\n") is None
    assert not needs_content("Procfile")


@pytest.mark.parametrize("path", [
    "node_modules/x/index.js", "apps/web/node_modules/x/Dockerfile", ".venv/lib/a.py", "venv/bin/activate",
    "static/js/x.min.js",
    "x.min.js.map", "staticfiles/admin/a.js", "deploy/dist/boot.js", "frontend/.vite/deps/package.json",
    ".yarn/releases/y.cjs",
    "backend/.npm-cache/a", ".claude/skills/x/run.sh", ".agents/skills/y.py", "{{cookiecutter.slug}}/Dockerfile",
    "{% if docker %}Dockerfile{% endif %}", "a/__pycache__/b.py", ".git.backup/config", ".git/hooks/x",
    "lib/site-packages/a.py",
    "vendor/lib/a.py", "web/third_party/x.ts",
    "api/vendor/league/flysystem/docker-compose.yml", "vendor/a/b/Dockerfile",
])  # fmt: skip
def test_what_nobody_wrote_here_is_not_read(path: str) -> None:
    assert excluded(path)


@pytest.mark.parametrize("path", [
    "distribution/a.py", "src/dist.py", "apps/vendor/Dockerfile", "vendor/docker-compose.yml",
    ".github/workflows/ci.yml",
    "environment/a.py", "env/settings.py", "build/Dockerfile", "skills/a.py", "my_node_modules/a.js",
    "compose.min.yml",
    "venv.py", ".gitlab-ci.yml",
])  # fmt: skip
def test_names_that_only_look_so_are_read(path: str) -> None:
    assert not excluded(path)


def test_folders_made_on_each_machine_are_known_by_name() -> None:
    assert is_local_folder("node_modules")
    assert is_local_folder(".git.backup")
    assert not is_local_folder("dist")
    assert not is_local_folder("node_modules2")


@given(st.text(max_size=30))
def test_any_path_has_at_most_one_kind_of_format(path: str) -> None:
    assert not (classify(path) and needs_content(path))
    assert excluded(f"node_modules/{path}")
