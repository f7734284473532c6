"""What a merged service starts, what loses, and for whom: the rows of the compose platform."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from deploylint.model.intent import Intent
from tests.model.joined import Files, joined, lines, python_image

APP = {"app.py": "", "dev.py": "", "prod.py": ""}
BASE = "services: {web: {build: ., command: python dev.py}, worker: {build: ., command: python app.py}}\n"
PROD = "services: {web: {command: python prod.py}}\n"
IMAGE = python_image('CMD ["python", "app.py"]')


def rows(files: Files, intent: Intent | None = None) -> dict[tuple[str, str], Effective]:
    """The rows of compose by file and name."""
    found = [row for service in joined(files, intent).services for row in service.effective]
    return {(row.entry.path, row.name): row for row in found if row.platform == "compose"}


def started(row: Effective) -> str:
    """The command line that a row comes to, or why it is not known."""
    if row.winner is None:
        return ""
    return lines([row.winner.launch.use])[0] if row.winner.launch is not None else f"? {row.winner.dynamic}"


def project(**more: str) -> dict[str, str]:
    return {**APP, "Dockerfile": IMAGE, "docker-compose.yml": BASE, **more}


DEPLOY = "#!/bin/sh\ndocker compose -f docker-compose.yml -f docker-compose.server.yml up -d\n"


def test_what_a_deploy_script_lays_over_the_base_is_production_and_shows_what_it_replaces() -> None:
    found = rows(project(**{"docker-compose.server.yml": PROD, "deploy.sh": DEPLOY}))
    web = found["docker-compose.server.yml", "web"]
    assert (web.role, started(web)) == ("production", "python prod.py")
    assert web.image is not None
    assert [(s.declaration.span.path, s.reason) for s in web.shadowed] == [
        ("docker-compose.yml", "'docker-compose.server.yml' replaces it"),
        ("Dockerfile", "command of 'docker-compose.server.yml' replaces it"),
    ]


def test_the_base_of_a_replaced_service_is_development_and_what_nothing_replaces_is_production() -> None:
    found = rows(project(**{"docker-compose.server.yml": PROD, "deploy.sh": DEPLOY}))
    base = found["docker-compose.yml", "web"]
    assert (base.role, started(base)) == ("development", "python dev.py")
    assert base.evidence[0].reason == "production starts it with 'docker-compose.server.yml' over it"
    assert found["docker-compose.yml", "worker"].role == "production"


def test_a_chain_by_the_name_of_a_file_alone_leaves_open_what_it_does_not_name() -> None:
    found = rows(project(**{"docker-compose.prod.yml": PROD}))
    assert found["docker-compose.prod.yml", "web"].role == "production"
    assert found["docker-compose.prod.yml", "web"].image is not None
    assert found["docker-compose.yml", "web"].role == "development"
    assert found["docker-compose.yml", "worker"].role == "unknown"


def test_the_override_is_for_development_and_its_base_is_not_judged_by_it() -> None:
    found = rows(project(**{"docker-compose.override.yml": PROD}))
    assert found["docker-compose.override.yml", "web"].role == "development"
    assert found["docker-compose.yml", "web"].role == "unknown"


def test_the_contracts_chain_makes_its_base_one_for_development_where_it_is_replaced() -> None:
    intent = Intent(compose_files=("docker-compose.yml", "docker-compose.aws.yml"))
    found = rows(project(**{"docker-compose.aws.yml": PROD}), intent)
    assert found["docker-compose.aws.yml", "web"].role == "production"
    assert found["docker-compose.yml", "web"].role == "development"
    assert found["docker-compose.yml", "worker"].role == "production"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("docker compose up -d", {"web"}),
        ("docker compose --profile jobs up -d", {"web", "worker"}),
        ("docker compose --profile '*' up -d", {"web", "worker"}),
        ("COMPOSE_PROFILES=jobs docker compose up -d", {"web", "worker"}),
        ("docker compose up -d worker", {"worker"}),
        ("docker compose up -d web", {"web"}),
        ("docker compose exec web true", {"web"}),
        ("docker compose --profile $WHICH up -d", {"web"}),
    ],
)
def test_production_is_what_a_deploy_command_turns_on(call: str, expected: set[str]) -> None:
    text = "services: {web: {image: web}, worker: {image: worker, profiles: [jobs]}}\n"
    found = rows({"compose.yaml": text, "deploy.sh": f"#!/bin/sh\n{call}\n"})
    assert {name for (_, name), row in found.items() if row.role == "production"} == expected


def test_a_script_for_development_says_so_and_a_test_says_nothing() -> None:
    text = "services: {web: {image: web}}\n"
    assert rows({"compose.yaml": text, "dev.sh": "#!/bin/sh\ndocker compose up\n"})["compose.yaml", "web"].role == (
        "development"
    )
    assert rows({"compose.yaml": text, "test.sh": "#!/bin/sh\ndocker compose up\n"})["compose.yaml", "web"].role == (
        "unknown"
    )


def one(said: str, *instructions: str) -> Effective:
    """The row of a service that builds an image of these instructions."""
    files = {
        **APP,
        "Dockerfile": python_image(*instructions),
        "compose.yaml": f"services: {{web: {{build: ., {said}}}}}\n",
    }
    return rows(files)["compose.yaml", "web"]


EXEC = 'ENTRYPOINT ["python"]'
CMD = 'CMD ["app.py"]'


@pytest.mark.parametrize(
    ("said", "instructions", "expected"),
    [
        ("command: null", (EXEC, CMD), "python app.py"),
        ("command: dev.py", (EXEC, CMD), "python dev.py"),
        ("command: []", ('ENTRYPOINT ["python", "prod.py"]', CMD), "python prod.py"),
        ("command: ''", ('ENTRYPOINT ["python", "prod.py"]', CMD), "python prod.py"),
        ("command: dev.py", ("ENTRYPOINT python prod.py", CMD), "python prod.py"),
        ("command: []", ("ENTRYPOINT python prod.py", CMD), "python prod.py"),
        ("entrypoint: python prod.py", (EXEC, CMD), "python prod.py"),
        ("entrypoint: [python], command: [dev.py]", (EXEC, CMD), "python dev.py"),
        ("entrypoint: python, command: dev.py --fast", (EXEC, CMD), "python dev.py --fast"),
        ("entrypoint: [], command: python dev.py", (EXEC, CMD), "python dev.py"),
        ("entrypoint: '', command: python dev.py", (EXEC, CMD), "python dev.py"),
        ("entrypoint: null", (EXEC, CMD), "python app.py"),
    ],
)
def test_entrypoint_and_command_meet_those_of_the_image(
    said: str, instructions: tuple[str, ...], expected: str
) -> None:
    assert started(one(said, *instructions)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("entrypoint: []", "its entrypoint is empty: whether the image's CMD stays then, the sources do not agree"),
        ("entrypoint: [], command: []", "entrypoint and command are both empty"),
        ("command: []", "its command is empty, and the image has no ENTRYPOINT that could be followed"),
    ],
)
def test_what_is_cleared_and_cannot_be_known_says_why(said: str, expected: str) -> None:
    row = one(said, 'CMD ["python", "app.py"]')
    assert started(row) == f"? {expected}"
    assert row.certainty == "unknown"


def test_a_shell_form_entrypoint_takes_no_command_and_says_so() -> None:
    row = one("command: dev.py", "ENTRYPOINT python prod.py")
    assert [(s.declaration.text, s.reason) for s in row.shadowed] == [
        ("dev.py", "the image's ENTRYPOINT in shell form takes no arguments")
    ]


def test_options_alone_are_arguments_of_an_image_that_is_not_built_here() -> None:
    row = rows({"compose.yaml": "services: {db: {image: mysql, command: --verbose --fast}}\n"})["compose.yaml", "db"]
    assert started(row) == "? it gives arguments to the ENTRYPOINT of an image that is not built here"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("python ${FILE}", "python prod.py"),
        ("python $FILE --n ${N:-2}", "python prod.py --n ${N:-2}"),
        ("${WHOLE}", "python dev.py"),
        ('[python, "${FILE:-app.py}"]', "python prod.py"),
        ('[sh, -c, "python ${FILE}"]', "python prod.py"),
        ('[sh, -c, "python $$FILE"]', "python $FILE"),
        ("python app.py --pw ${DB_PASSWORD}", "python app.py --pw ${DB_PASSWORD}"),
    ],
)
def test_variables_of_the_tracked_env_file_are_put_in_and_secrets_and_defaults_are_not(
    command: str, expected: str
) -> None:
    files = {
        **APP,
        "Dockerfile": IMAGE,
        ".env": "FILE=prod.py\nWHOLE=python dev.py\nDB_PASSWORD=hunter2hunter2\n",
        "compose.yaml": f"services:\n  web:\n    build: .\n    command: {command}\n",
    }
    assert started(rows(files)["compose.yaml", "web"]) == expected


def test_the_build_of_the_base_counts_from_the_project_and_the_target_may_come_from_the_overlay() -> None:
    files = {
        **APP,
        "deploy/compose.yaml": "services: {web: {build: {context: .., dockerfile: docker/Dockerfile}}}\n",
        "deploy/compose.prod.yaml": "services: {web: {build: {target: final}}}\n",
        "docker/Dockerfile": "FROM python:3.12 AS dev\nCMD python dev.py\nFROM dev AS final\nCMD python prod.py\n",
    }
    row = rows(files)["deploy/compose.prod.yaml", "web"]
    assert row.image is not None
    assert (row.image.path, row.image.context, row.image.target) == ("docker/Dockerfile", "", "final")


def test_boot_is_told_files_profiles_and_what_is_extended() -> None:
    files = {
        "compose.yaml": "services: {web: {extends: {file: common.yaml, service: base}, profiles: [aws]}}\n",
        "common.yaml": "services: {base: {image: 'shop:${TAG}'}}\n",
        "compose.override.yaml": "services: {web: {restart: always}}\n",
        "up.sh": "#!/bin/sh\ndocker compose --profile aws up -d\n",
    }
    assert rows(files)["compose.override.yaml", "web"].assumptions[:4] == (
        "the files are compose.yaml, compose.override.yaml, in this order: Compose takes them where 'up.sh' calls it",
        "the image 'shop:${TAG}' decides what starts",
        "it has the profiles aws: 'aws' is turned on",
        "it extends 'base' of 'common.yaml'",
    )


def test_services_of_one_project_stay_apart_though_its_files_name_one_of_them_each() -> None:
    found = joined(project(**{"docker-compose.server.yml": PROD, "deploy.sh": DEPLOY}))
    together = [{(row.entry.path, row.name) for row in service.effective} for service in found.services]
    assert {("docker-compose.server.yml", "web")} in together
    assert {("docker-compose.yml", "worker")} in together


def test_what_production_runs_keeps_the_plain_name_of_a_service() -> None:
    found = joined(
        project(**{"docker-compose.override.yml": PROD, "docker-compose.server.yml": PROD, "deploy.sh": DEPLOY})
    )
    named = {service.id: service.effective[0].entry.path for service in found.services}
    assert named["web"] == "docker-compose.server.yml"
    assert named["web (docker-compose.override.yml)"] == "docker-compose.override.yml"


def test_variables_keep_what_is_written_where_only_the_server_knows_them() -> None:
    text = """
        services:
          web: {image: web, environment: ["A=${X}?a=b", "B=${Y:-1}", C=1]}
          api: {image: api, environment: {A: "${X}?a=b", B: "${Y:-1}", C: 1}}
    """
    found = joined({"compose.yaml": text}).variables
    assert {(one.owner, one.name): one.value for one in found} == {
        (service, name): value
        for service in ("web", "api")
        for name, value in (("A", "${X}?a=b"), ("B", "${Y:-1}"), ("C", "1"))
    }
