"""Targets in images: what is copied is found, and what the image may hold besides is unknown."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Resolution
from tests.model.joined import Files, launched

SOURCES: Files = {"api/service.py": "", "api/__init__.py": "", "run.sh": "exec python -m api.service\n"}


def resolved(
    command: str, *instructions: str, base: str = "python:3.12-slim", before: str = "", files: Files = SOURCES
) -> Resolution:
    """Where an image starts the command in /app."""
    lines = (before, f"FROM {base}", "WORKDIR /app", *instructions, f"CMD {command}")
    return launched({"Dockerfile": "\n".join(lines).strip() + "\n", **files}).resolution


@pytest.mark.parametrize(
    ("instructions", "command"),
    [
        (["COPY . ."], "uvicorn api.service:app"),
        (["COPY api api"], "uvicorn api.service:app"),
        (["COPY api ."], "uvicorn service:app"),
        (["COPY api src/api"], "uvicorn src.api.service:app"),
        (["COPY api /srv/api", "WORKDIR /srv"], "uvicorn api.service:app"),
        (["COPY api /srv/api"], "cd /srv && uvicorn api.service:app"),
        (["COPY api /srv/api"], "uvicorn --app-dir /srv api.service:app"),
        (["COPY api /srv/api", "ENV PYTHONPATH=/srv"], "uvicorn api.service:app"),
        (["COPY api /srv/api", "ENV PYTHONPATH=/lib:/srv"], "python -m api.service"),
        (["COPY . ."], "python api/service.py"),
        (["COPY . ."], "python /app/api/service.py"),
        (["COPY run.sh /run.sh", "COPY . ."], "/run.sh"),
        (["COPY run.sh /usr/local/bin/", "COPY . ."], "/usr/local/bin/run.sh"),
    ],
)
def test_a_target_is_found_where_the_image_holds_it(instructions: list[str], command: str) -> None:
    found = resolved(command, *instructions)
    assert (found.state, found.path) == ("found", "api/service.py")


@pytest.mark.parametrize(
    ("instructions", "command"),
    [
        (["COPY . ."], "uvicorn src.api.service:app"),
        (["COPY . ."], "uvicorn app.api.service:app"),
        (["COPY . ."], "python -m api.gone"),
        (["COPY . ."], "python gone.py"),
        (["COPY . ."], "./gone.sh"),
        (["COPY . .", "RUN pip install -r requirements.txt"], "python gone.py"),
        (["COPY . .", "RUN mkdir data && chown app data"], "python gone.py"),
        (["COPY --from=builder /tmp/requirements.txt .", "COPY . ."], "python gone.py"),
        (["COPY . .", "RUN flask digest compile"], "python -m api.gone"),
        (["COPY . .", "RUN poetry install"], "celery -A api.gone worker"),
    ],
)
def test_what_an_official_image_and_the_repository_lack_is_missing(instructions: list[str], command: str) -> None:
    assert resolved(command, *instructions).state == "missing"


@pytest.mark.parametrize(
    ("base", "known"),
    [
        ("python", True),
        ("python:3.12-slim", True),
        ("python@sha256:abc", True),
        ("docker.io/library/node:20", True),
        ("mcr.microsoft.com/dotnet/aspnet:8.0", True),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm", True),
        ("registry.example.com/base", False),
        ("company/python:3.12", False),
        ("tiangolo/uvicorn-gunicorn:python3.11", False),
        ("${OTHER}", False),
    ],
)
def test_a_base_image_of_ones_own_may_hold_the_target(base: str, known: bool) -> None:
    found = resolved("python gone.py", "COPY . .", base=base, before="ARG BASE=python")
    assert found.state == ("missing" if known else "unknown")
    assert known or found.reason == f"the base image '{base}' may hold it"


@pytest.mark.parametrize(
    ("instructions", "reason"),
    [
        (["RUN git clone https://example.com/x.git ."], "'git clone https://example.com/x.git' may make it"),
        (["RUN apk add git && git clone https://x.example/x.git ."], "'git clone https://x.example/x.git' may make it"),
        (["RUN curl -o gone.py https://example.com/x.py"], "a build step makes it"),
        (["RUN tar xf code.tar.gz"], "'tar xf code.tar.gz' may make it"),
        (["RUN echo 'print()' > gone.py"], "a build step makes it"),
        (["RUN generate >> gone.py"], "a build step makes it"),
        (["RUN cat <<EOF > gone.py", "print()", "EOF"], "a build step makes it"),
        (["COPY <<EOF gone.py", "print()", "EOF"], "a build step makes it"),
        (["ADD https://example.com/x.tgz ."], "'https://example.com/x.tgz' brings it"),
        (["COPY --from=builder /out ."], "'/out' may bring it"),
        (["COPY --from=ghcr.io/x/y:1 /out ."], "it may come from 'ghcr.io/x/y:1'"),
    ],
)
def test_what_the_image_makes_or_fetches_may_be_the_target(instructions: list[str], reason: str) -> None:
    found = resolved("python gone.py", "COPY . .", *instructions, before="FROM python:3.12 AS builder")
    assert (found.state, found.reason) == ("unknown", reason)


def test_what_is_copied_from_another_stage_is_found_in_the_repository() -> None:
    before = "FROM python:3.12 AS builder\nCOPY . /src"
    found = resolved("uvicorn service:app", "COPY --from=builder /src/api .", before=before)
    assert (found.state, found.path) == ("found", "api/service.py")


def test_an_absolute_path_outside_of_the_application_is_unknown() -> None:
    found = resolved("python /opt/tool/run.py", "COPY . .")
    assert (found.state, found.reason) == ("unknown", "the base image 'python:3.12-slim' may hold it")


def test_a_file_that_is_in_the_repository_but_not_copied_is_missing() -> None:
    found = resolved("python tools/run.py", "COPY api api", files={**SOURCES, "tools/run.py": ""})
    assert (found.state, found.lacking) == ("missing", "tools/run.py")


def test_a_bind_mount_of_compose_shows_the_repository() -> None:
    files = {
        "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\n",
        "requirements.txt": "",
        "backend/main.py": "",
        "compose.yaml": """
            services:
              api: {build: ., command: python main.py, volumes: ["./backend:/app"]}
            """,
    }
    assert launched(files).resolution.path == "backend/main.py"


def test_an_image_that_only_compose_names_holds_nothing_we_know() -> None:
    files = {"compose.yaml": "services: {api: {image: company/api, command: python gone.py}}\n"}
    found = launched(files).resolution
    assert (found.state, found.reason) == ("unknown", "it is not known where the command runs")
