"""What Compose runs before a service: jobs that it waits for, and `pre_start`."""

from __future__ import annotations

import json

import pytest

from tests.model.joined import joined

FILES = {
    "Dockerfile": "FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD uvicorn app:app\n",
    "app.py": "",
    "compose.yaml": """
        services:
          migrate: {build: ., command: alembic upgrade head}
          seed: {image: "acme/seed:1", entrypoint: ["sh", "-c"], command: ["./seed.sh"]}
          web:
            build: .
            pre_start:
              - {command: ["python", "warm.py"]}
              - command: ./hook.sh x
            depends_on:
              migrate: {condition: service_completed_successfully}
              seed: {condition: service_completed_successfully}
              db: {condition: service_healthy}
          db: {image: "postgres:16"}
    """,
}


def test_jobs_that_a_service_waits_for_and_its_hooks_run_before_it() -> None:
    rows = {row.name: row for service in joined(FILES).services for row in service.effective}
    assert [(one.way, one.value, one.span.range.line) for one in rows["web"].before] == [
        ("migrate", "alembic upgrade head", 2),
        ("seed", "sh -c ./seed.sh", 3),
        ("pre_start", "python warm.py", 7),
        ("pre_start", "./hook.sh x", 8),
    ]
    assert rows["migrate"].before == rows["db"].before == ()


def test_what_another_service_waits_for_until_it_has_ended_is_a_job() -> None:
    assert {service.id: service.process for service in joined(FILES).services} == {
        "migrate": "job",
        "seed": "job",
        "web": "web",
        "db": "service",
    }


@pytest.mark.parametrize(
    ("command", "process"),
    [
        ("alembic upgrade head", "job"),
        ("sh -c 'mkdir -p /data && alembic upgrade head'", "job"),
        ("chown -R 1:1 /data", "job"),
        ("tsc --watch", "web"),
        ("sleep infinity", "web"),
        ("sh -c 'alembic upgrade head && ./serve'", "web"),
        ("sh -c 'alembic upgrade head && $$SERVE'", "web"),
    ],
)
def test_commands_that_are_known_to_end_make_a_job(command: str, process: str) -> None:
    files = {**FILES, "compose.yaml": f"services: {{one: {{build: ., command: {json.dumps(command)}}}}}\n"}
    (service,) = joined(files).services
    assert service.process == process
    assert (service.effective[0].certainty == "certain") == (process == "job")


def test_a_list_of_dependencies_awaits_no_end() -> None:
    files = {"compose.yaml": "services: {web: {image: a, command: python a.py, depends_on: [db]}, db: {image: b}}\n"}
    assert [row.before for service in joined(files).services for row in service.effective] == [(), ()]
