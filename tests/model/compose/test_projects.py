"""Which files make a project, who calls it, and what its services say, each with its place."""

from __future__ import annotations

import pytest

from deploylint.model.compose.project import Project, production_calls, projects, services
from deploylint.model.compose.service import Service
from deploylint.model.intent import Intent
from tests.model.joined import Files, opened

WEB = "services: {web: {image: web}}\n"
OVER = "services: {web: {restart: always}}\n"


def found(files: Files, intent: Intent | None = None) -> tuple[Project, ...]:
    return projects(opened(files), intent or Intent())


def chains(files: Files, intent: Intent | None = None) -> set[tuple[str, ...]]:
    return {project.files for project in found(files, intent)}


def called(files: Files) -> Project:
    """The only project that something calls."""
    (one,) = [project for project in found(files) if project.calls]
    return one


def script(*lines: str) -> str:
    return "#!/bin/sh\n" + "".join(line + "\n" for line in lines)


def merged(files: Files, name: str = "web") -> Service:
    """The service of the longest chain."""
    return max(found(files), key=lambda one: len(one.files)).services[name]


def test_of_several_default_files_the_first_counts_and_the_others_are_noted() -> None:
    files = dict.fromkeys(("docker-compose.yaml", "docker-compose.yml", "compose.yml"), WEB)
    files["docker-compose.override.yaml"] = OVER
    (automatic,) = [project for project in found(files) if project.automatic]
    assert automatic.files == ("compose.yml", "docker-compose.override.yaml")
    assert automatic.ignored == ("docker-compose.yml", "docker-compose.yaml")


def test_an_override_lies_over_a_default_file_of_its_folder_whatever_its_style() -> None:
    files = {"a/docker-compose.yml": WEB, "a/compose.override.yaml": OVER, "b/compose.yaml": WEB}
    assert ("a/docker-compose.yml", "a/compose.override.yaml") in chains(files)
    assert ("b/compose.yaml",) in chains(files)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("docker compose up", ("compose.yaml", "compose.override.yaml")),
        ("docker-compose -f compose.prod.yaml -f compose.yaml up", ("compose.prod.yaml", "compose.yaml")),
        ("docker compose --file=compose.yaml --file compose.prod.yaml up", ("compose.yaml", "compose.prod.yaml")),
        ("COMPOSE_FILE=compose.yaml:compose.prod.yaml docker compose up", ("compose.yaml", "compose.prod.yaml")),
        ("export COMPOSE_FILE=compose.yaml; docker compose up", ("compose.yaml",)),
        ("COMPOSE_PATH_SEPARATOR=, COMPOSE_FILE=compose.yaml,compose.prod.yaml docker compose up -d",
         ("compose.yaml", "compose.prod.yaml")),
        ("cd deep && docker compose up", ("compose.yaml", "compose.override.yaml")),
        ("docker compose -f ../compose.yaml up", ("compose.yaml",)),
        ("ssh host 'cd /srv/x && docker compose -f compose.yaml up -d'", ("compose.yaml",)),
        ("docker compose -f /srv/x/compose.yaml up -d", ("compose.yaml",)),
        ("docker compose -f compose.yaml exec web ./check.sh", ("compose.yaml",)),
        ("docker stack deploy -c compose.yaml --compose-file compose.prod.yaml shop",
         ("compose.yaml", "compose.prod.yaml")),
    ],
)  # fmt: skip
def test_a_call_names_its_files_or_leaves_them_to_compose(command: str, expected: tuple[str, ...]) -> None:
    files = {
        "compose.yaml": WEB,
        "compose.override.yaml": OVER,
        "compose.prod.yaml": OVER,
        "deep/keep": "",
        "scripts/deploy.sh": script(command),
    }
    assert called(files).files == expected


@pytest.mark.parametrize(
    "command",
    [
        "docker compose -f $FILE up",
        "docker compose -f gone.yaml up",
        "COMPOSE_FILE=$FILES docker compose up",
        "echo docker compose up",
        "docker compose config",
        "docker build .",
    ],
)
def test_what_is_no_call_or_names_what_is_not_here_makes_no_project(command: str) -> None:
    files = {"compose.yaml": WEB, "deploy.sh": script(command)}
    assert [project.calls for project in found(files)] == [()]


def test_the_tracked_env_file_may_name_files_and_profiles() -> None:
    files = {
        ".env": "COMPOSE_FILE=compose.yaml:compose.prod.yaml\nCOMPOSE_PROFILES=jobs,web\n",
        "compose.yaml": WEB,
        "compose.prod.yaml": OVER,
        "deploy.sh": script("docker compose up -d"),
    }
    project = called(files)
    assert project.files == ("compose.yaml", "compose.prod.yaml")
    assert project.calls[0].profiles == ("jobs", "web")
    assert not project.calls[0].automatic


def test_flags_for_profiles_take_the_place_of_the_variable_and_services_are_named() -> None:
    files = {
        "compose.yaml": WEB,
        "deploy.sh": script("COMPOSE_PROFILES=a docker compose --profile b --profile c -p shop up -d web"),
    }
    (call,) = called(files).calls
    assert (call.profiles, call.services, call.name, call.subcommand) == (("b", "c"), ("web",), "shop", "up")


def test_an_env_file_and_a_project_directory_are_of_the_call() -> None:
    files = {
        "deploy/compose.yaml": 'services: {web: {build: "./${DIR}", env_file: web.env}}\n',
        "prod.env": "DIR=app\n",
        "web.env": "A=1\n",
        "deploy.sh": script("docker compose --env-file prod.env --project-directory . -f deploy/compose.yaml up -d"),
    }
    project = called(files)
    context = project.services["web"].value.get("build", "context")
    assert context is not None
    assert (project.directory, context.text, context.base) == ("", "./app", "")
    assert project.services["web"].environment(opened(files))["A"][0] == "1"


def test_workflows_and_package_scripts_call_projects_too() -> None:
    files = {
        "compose.yaml": WEB,
        "compose.a.yaml": OVER,
        "compose.b.yaml": OVER,
        "package.json": '{"scripts": {"up": "docker compose -f compose.yaml -f compose.a.yaml up"}}',
        ".github/workflows/deploy.yml": (
            "on: push\njobs: {deploy: {steps: [{run: docker compose -f compose.yaml -f compose.b.yaml up -d}]}}\n"
        ),
    }
    assert {("compose.yaml", "compose.a.yaml"), ("compose.yaml", "compose.b.yaml")} <= {
        project.files for project in found(files) if project.calls
    }


def test_the_contract_names_its_chain_and_profiles_first() -> None:
    intent = Intent(compose_files=("compose.yaml", "compose.aws.yaml"), compose_profiles=("aws",))
    first = found({"compose.yaml": WEB, "compose.aws.yaml": OVER}, intent)[0]
    assert (first.files, first.profiles, first.contracted) == (("compose.yaml", "compose.aws.yaml"), ("aws",), True)


def test_a_file_with_services_that_only_the_default_file_can_run_lies_over_it() -> None:
    files = {"compose.yaml": WEB, "compose.prod.yaml": OVER, "compose.whole.yaml": WEB}
    assert ("compose.yaml", "compose.prod.yaml") in chains(files)
    assert ("compose.yaml", "compose.whole.yaml") not in chains(files)


CHAIN = {
    "compose.yaml": """
        services:
          web:
            build: .
            command: python dev.py
            env_file: [one.env, {path: two.env, required: false}, {path: gone.env, required: false}]
            environment: {A: base, B: base, PASSED: }
            ports: ["8000:80"]
            expose: ["9000"]
            healthcheck: {test: [CMD, curl, localhost]}
            volumes: [".:/app", "data:/data", {type: bind, source: ./conf, target: /conf}]
    """,
    "compose.override.yaml": """
        services:
          web:
            command: python prod.py
            environment: [A=over, "C=${TAG}", "G=${G:-1}"]
            ports: ["127.0.0.1:9001:81/udp", {target: 82, published: "83"}]
            volumes: ["./src:/app"]
    """,
    ".env": "TAG=7\n",
    "one.env": "A=file\nD=one\nE=one\n",
    "two.env": "E=two\nF='$TAG'\nPASSWORD=hunter2hunter2\nNOTHING\n",
}


def test_environment_beats_env_files_of_which_the_last_wins_and_each_value_keeps_its_place() -> None:
    found = merged(CHAIN).environment(opened(CHAIN))
    assert {name: (value, span.path) for name, (value, span) in found.items()} == {
        "A": ("over", "compose.override.yaml"),
        "B": ("base", "compose.yaml"),
        "C": ("7", "compose.override.yaml"),
        "G": (None, "compose.override.yaml"),
        "PASSED": (None, "compose.yaml"),
        "D": ("one", "one.env"),
        "E": ("two", "two.env"),
        "F": ("$TAG", "two.env"),
        "PASSWORD": (None, "two.env"),
    }


def test_ports_of_all_files_are_there_with_their_places() -> None:
    service = merged(CHAIN)
    assert [(p.host, p.container, p.protocol, p.address, p.span.path) for p in service.ports] == [
        ("8000", "80", "tcp", "", "compose.yaml"),
        ("9001", "81", "udp", "127.0.0.1", "compose.override.yaml"),
        ("83", "82", "tcp", "", "compose.override.yaml"),
    ]
    assert [p.container for p in service.expose] == ["9000"]


def test_of_two_mounts_on_one_path_the_last_file_has_its_way() -> None:
    assert [(m.kind, m.source, m.target) for m in merged(CHAIN).mounts] == [
        ("bind", "src", "/app"), ("volume", None, "/data"), ("bind", "conf", "/conf")
    ]  # fmt: skip


def test_a_command_knows_its_file_and_those_that_it_replaces() -> None:
    said = merged(CHAIN).launch("command")
    assert said is not None
    assert said.layer.path == "compose.override.yaml"
    assert [layer.path for layer in said.replaced] == ["compose.yaml"]
    health = merged(CHAIN).launch("healthcheck")
    assert health is not None
    assert health.layer.path == "compose.yaml"


@pytest.mark.parametrize("over", ["command: null", "command: !reset null"])
def test_a_command_that_a_file_takes_back_is_the_images(over: str) -> None:
    files = {
        "compose.yaml": "services: {web: {build: ., command: python dev.py}}\n",
        "compose.override.yaml": f"services: {{web: {{{over}}}}}\n",
    }
    assert merged(files).launch("command") is None


def test_every_service_of_every_project_can_be_asked_for() -> None:
    rows = services(opened({"compose.yaml": WEB, "compose.override.yaml": OVER}))
    assert {(project.files, service.name) for project, service in rows} == {
        (("compose.yaml", "compose.override.yaml"), "web"),
        (("compose.yaml",), "web"),
        (("compose.override.yaml",), "web"),
    }


ACTION = """
    on: push
    jobs:
      deploy:
        steps:
          - uses: appleboy/ssh-action@v1
            with:
              host: shop.example.com
              script: |
                cd /srv/shop && git pull
                docker compose -f compose.yaml -f compose.a.yaml up -d
"""
UNIT = """
    [Unit]
    Description=The shop

    [Service]
    WorkingDirectory=/srv/shop
    ExecStart=/usr/bin/docker compose -f compose.yaml -f compose.a.yaml up
"""
MAKEFILE = (
    "FILES = x\n\n.PHONY: deploy\ndeploy: check\n\t@docker compose -f compose.yaml \\\n\t\t-f compose.a.yaml up -d\n"
    "\techo $(FILES)\n\tdocker compose -f $(FILES) up\n"
)


@pytest.mark.parametrize(
    "caller",
    [
        {"deploy/shop.service": UNIT},
        {"Makefile": MAKEFILE},
        {".github/workflows/deploy.yml": ACTION},
        {"lib.sh": "docker compose -f compose.yaml -f compose.a.yaml up -d\n", "deploy.sh": "#!/bin/sh\nsh lib.sh\n"},
    ],
)
def test_units_makefiles_and_scripts_that_call_scripts_make_projects(caller: dict[str, str]) -> None:
    project = called({"compose.yaml": WEB, "compose.a.yaml": OVER, **caller})
    assert project.files == ("compose.yaml", "compose.a.yaml")
    assert [call.use.role for call in production_calls(project)] == ["production"]


def test_a_health_check_that_a_later_file_disables_is_none() -> None:
    files = {
        "compose.yaml": "services: {web: {image: web, healthcheck: {test: [CMD, curl, localhost], interval: 5s}}}\n",
        "compose.override.yaml": "services: {web: {healthcheck: {disable: true}}}\n",
    }
    assert merged(files).launch("healthcheck") is None
    (base,) = [project for project in found(files) if project.files == ("compose.yaml",)]
    assert base.services["web"].launch("healthcheck") is not None
