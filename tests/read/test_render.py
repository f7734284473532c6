"""The reader of Render's blueprints."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.read.render import read

_BLUEPRINT = """\
services:
  - type: web
    name: api
    runtime: python
    rootDir: backend
    buildCommand: pip install -r requirements.txt
    startCommand: |
      cd app
      exec uvicorn main:app --port $PORT
    preDeployCommand: alembic upgrade head
    envVars:
      - key: DEBUG
        value: False
      - key: SECRET
        generateValue: true
      - fromGroup: shared
      - key: EMPTY
        value: ""
  - type: worker
    env: docker
    name: jobs
    dockerfilePath: ./docker/Dockerfile
    dockerContext: .
    dockerCommand: sh -c "python worker.py"
    startCommand: null
"""


def test_a_native_service_is_read_with_its_commands() -> None:
    api = read(Source(_BLUEPRINT)).services[0]
    assert [str(text) for text in (api.name, api.type, api.runtime, api.root_dir)] == [
        "api",
        "web",
        "python",
        "backend",
    ]
    assert api.location == ("services", 0)
    assert api.range == Range(2, 5, 18, 18)
    assert api.start is not None
    assert api.start.key == Range(7, 5, 7, 17)
    assert [command.name for command in api.start.script] == ["cd", "exec"]
    assert api.start.script.commands[1].words[1].range == Range(9, 12, 9, 19)
    assert api.build is not None
    assert [command.name for command in api.build.script] == ["pip"]
    assert api.pre_deploy is not None
    assert not api.pre_deploy.empty
    assert api.docker_command is None


def test_literal_variables_are_kept_and_generated_ones_are_not() -> None:
    api = read(Source(_BLUEPRINT)).services[0]
    assert [(v.name.value, v.value.value) for v in api.environment] == [("DEBUG", "False"), ("EMPTY", "")]


def test_a_docker_service_is_read_with_the_old_name_of_runtime() -> None:
    jobs = read(Source(_BLUEPRINT)).services[1]
    assert [str(text) for text in (jobs.runtime, jobs.dockerfile_path, jobs.docker_context)] == [
        "docker",
        "./docker/Dockerfile",
        ".",
    ]
    assert jobs.docker_command is not None
    assert [word.value for word in jobs.docker_command.script.commands[0].words] == ["sh", "-c", "python worker.py"]
    assert jobs.start is None


def test_services_are_found_wherever_they_may_stand() -> None:
    text = """\
projects:
  - name: p
    environments:
      - name: e
      - name: f
        services: [{name: c}]
services: [{name: a}, x]
ungrouped: {services: [{name: b}]}
"""
    assert [(str(s.name), s.location) for s in read(Source(text)).services] == [
        ("a", ("services", 0)),
        ("b", ("ungrouped", "services", 0)),
        ("c", ("projects", 0, "environments", 1, "services", 0)),
    ]


def test_an_empty_command_is_empty() -> None:
    service = read(Source("services: [{startCommand: ''}]")).services[0]
    assert service.start is not None
    assert service.start.empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "[]",
        "services: 1",
        "services: {a: 1}",
        "services: [1, [2]]",
        "projects: [1, {environments: x}]",
        "ungrouped: [1]",
    ],
)
def test_wrong_types_are_left_out(text: str) -> None:
    facts = read(Source(text))
    assert (facts.services, facts.problems) == ((), ())


def test_a_service_with_wrong_values_is_kept_without_them() -> None:
    text = "services: [{name: [a], startCommand: {x: y}, buildCommand: [z], envVars: {a: b}, dockerCommand: [1]}]"
    (service,) = read(Source(text)).services
    assert (service.name, service.start, service.build, service.docker_command, service.environment) == (
        *(None, None, None, None, ()),
    )
