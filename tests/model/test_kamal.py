"""Kamal: what the roles and accessories of `config/deploy.yml` start, and where that is known."""

from __future__ import annotations

from textwrap import dedent

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import Files, joined, python_image

APP: Files = {
    "Dockerfile": python_image('ENTRYPOINT ["python", "-m"]', 'CMD ["shop.web"]'),
    "shop/__init__.py": "",
    "shop/web.py": "",
    "shop/jobs.py": "",
}
HEAD = "service: shop\nimage: acme/shop\nregistry: {username: acme, password: [SECRET]}\n"


def rows(said: str, files: Files = APP, head: str = HEAD, **destinations: str) -> list[Effective]:
    """What Kamal runs, by name. destinations: the files that are laid over the base file."""
    own = {f"config/deploy.{name}.yml": dedent(text) for name, text in destinations.items()}
    found = joined({**files, **own, "config/deploy.yml": head + dedent(said)})
    every = [row for one in found.services for row in one.effective if row.platform == "kamal"]
    return sorted(every, key=lambda row: row.name)


def row(said: str, files: Files = APP, head: str = HEAD, **destinations: str) -> Effective:
    (found,) = rows(said, files, head, **destinations)
    return found


@pytest.mark.parametrize(
    "servers", ["servers: [192.0.2.1]", "servers: {web: [192.0.2.1]}", "servers: {web: {hosts: [192.0.2.1]}}"]
)
def test_a_role_without_a_command_runs_what_the_image_says(servers: str) -> None:
    found = row(servers)
    assert (found.name, found.role, found.argv) == ("shop", "production", ("python", "-m", "shop.web"))
    assert found.certainty == "certain"


def test_the_command_of_a_role_goes_through_the_entrypoint_in_place_of_cmd() -> None:
    job, web = sorted(rows("servers: {web: [a], job: {hosts: [b], cmd: shop.jobs}}"), key=lambda one: one.argv)
    assert (job.name, " ".join(job.argv)) == ("shop-job", "python -m shop.jobs")
    assert [one.reason for one in job.shadowed] == ["cmd of 'config/deploy.yml' replaces it"]
    assert (web.name, web.shadowed) == ("shop", ())


@pytest.mark.parametrize(
    ("command", "argv"),
    [
        ("sh -c 'exec python -m shop.jobs'", ("python", "-m", "shop.jobs")),
        ("python -m shop.jobs", ("python", "-m", "shop.jobs")),
    ],
)
def test_the_shell_of_the_server_cuts_a_command_into_words(command: str, argv: tuple[str, ...]) -> None:
    files = {**APP, "Dockerfile": python_image('CMD ["python", "-m", "shop.web"]')}
    assert row(f'servers: {{web: {{hosts: [a], cmd: "{command}"}}}}', files).argv == argv


@pytest.mark.parametrize("command", ['<%= ENV["CMD"] %>', "shop.jobs --port $PORT", "shop.web && shop.jobs", "a > b"])
def test_what_erb_or_the_shell_of_the_server_puts_in_is_not_known(command: str) -> None:
    found = row(f"servers: {{web: {{hosts: [a], cmd: '{command}'}}}}")
    assert (found.certainty, found.argv) == ("unknown", ())
    assert found.winner is not None
    assert found.winner.dynamic


def test_an_entrypoint_among_the_options_replaces_that_of_the_image() -> None:
    found = row("servers: {web: {hosts: [a], cmd: -m shop.jobs, options: {entrypoint: python3, workdir: /app}}}")
    assert found.argv == ("python3", "-m", "shop.jobs")
    assert found.winner is not None
    assert found.winner.kind == "kamal.entrypoint"


@pytest.mark.parametrize(
    ("builder", "path", "context"),
    [
        ("", "Dockerfile", ""),
        ("builder: {arch: amd64, context: .}", "Dockerfile", ""),
        ("builder: {dockerfile: docker/shop.Dockerfile}", "docker/shop.Dockerfile", ""),
        ("builder: {dockerfile: docker/shop.Dockerfile, context: docker}", "docker/shop.Dockerfile", "docker"),
    ],
)
def test_the_builder_says_which_image_is_built_for_production(builder: str, path: str, context: str) -> None:
    files = {**APP, "docker/shop.Dockerfile": APP["Dockerfile"]}
    found = row(f"servers: [a]\n{builder}\n", files)
    assert found.image is not None
    assert (found.image.path, found.image.context) == (path, context)
    roles = joined({**files, "config/deploy.yml": f"{HEAD}servers: [a]\n{builder}\n"}).image_roles
    assert roles[found.image.id] == "production"


def test_target_and_arguments_of_the_builder_hold_for_the_image() -> None:
    dockerfile = "FROM python:3.12 AS one\nARG NAME=a\nENV NAME=$NAME\nCMD ['x']\nFROM one AS two\nCMD ['y']\n"
    said = "servers: [a]\nbuilder: {target: one, args: {NAME: b}}\n"
    image = row(said, {"Dockerfile": dockerfile.replace("'", '"')}).image
    assert image is not None
    assert (image.target, dict(image.given.arguments)) == ("one", {"NAME": "b"})


@pytest.mark.parametrize(
    "builder",
    [
        "dockerfile: gone.Dockerfile",
        "dockerfile: <%= ENV['FILE'] %>",
        "context: https://example.org/shop.git",
        "target: gone",
        "pack: {builder: heroku/builder:24}",
    ],
)
def test_an_image_that_is_not_known_starts_nothing_that_is_known(builder: str) -> None:
    for found in rows(f"servers: {{web: [a], job: {{hosts: [b], cmd: shop.jobs}}}}\nbuilder:\n  {builder}\n"):
        assert (found.image, found.certainty, found.pulled) == (None, "unknown", "acme/shop")


def test_accessories_are_images_of_others() -> None:
    said = """
        servers: [a]
        accessories:
          cache: {image: "redis:7", host: a, cmd: redis-server --appendonly yes}
          db: {image: "postgres:16", host: a}
          proxy: {host: a}
    """
    cache, db, _ = rows(said)
    assert (cache.pulled, cache.argv[0], db.pulled, db.winner) == ("redis:7", "redis-server", "postgres:16", None)


@pytest.mark.parametrize("command", ["redis-server --requirepass <%= x %>", "serve $PORT"])
def test_arguments_for_an_image_of_others_that_are_not_known_say_nothing(command: str) -> None:
    found, _ = rows(f"servers: [a]\naccessories: {{a: {{image: redis, host: a, cmd: '{command}'}}}}\n")
    assert (found.winner, found.reason) == (None, "the image 'redis' decides what starts")


def test_an_accessory_is_a_service_whatever_it_starts() -> None:
    said = f"{HEAD}servers: [a]\naccessories: {{files: {{image: x/y, host: a, cmd: /entrypoint.sh}}}}\n"
    assert {one.id: one.process for one in joined({**APP, "config/deploy.yml": said}).services} == {
        "shop": "web",
        "files": "service",
    }


def test_a_file_for_another_call_of_kamal_stands_alone() -> None:
    worker = f"{HEAD}servers: {{web: {{hosts: [a], cmd: shop.jobs, proxy: false}}}}\n"
    files = {**APP, "config/deploy-worker.yml": worker}
    assert sorted(one.argv[-1] for one in rows("servers: {web: [a], api: [b]}\n", files)) == [
        "shop.jobs",
        "shop.web",
        "shop.web",
    ]


def test_configurations_that_start_one_image_differently_are_services_of_their_own() -> None:
    files = {
        **APP,
        "config/deploy.yml": f"{HEAD}servers: [a]\n",
        "config/deploy-jobs.yml": "service: jobs\nimage: acme/shop\nservers: {web: {hosts: [a], cmd: shop.jobs}}\n",
        "config/deploy.live.yml": "servers: {web: {hosts: [b], cmd: shop.web --live}}\n",
        "compose.yaml": "services: {shop: {build: .}}\n",
    }
    found = {one.id: {row.platform for row in one.effective} for one in joined(files).services}
    assert [platforms for platforms in found.values() if "kamal" in platforms and len(platforms) > 1] == []
    assert len(found) == 4


def test_cmd_speaks_of_no_service_where_several_roles_run_the_image() -> None:
    files = {
        **APP,
        "config/deploy.yml": f"{HEAD}servers: {{web: [a], api: {{hosts: [b], proxy: true, cmd: shop.jobs}}}}\n",
        "compose.yaml": "services: {api: {build: ., command: shop.jobs}}\n",
    }
    said = {one.id: {row.kind for row in one.declarations} for one in joined(files).services}
    assert said == {"shop": {"dockerfile.start"}, "shop-api": {"kamal.cmd", "compose.command"}}


def test_a_primary_role_without_the_proxy_is_what_its_names_or_its_command_say() -> None:
    said = f"{HEAD.replace('shop', 'shop-worker')}servers: {{web: {{hosts: [a], proxy: false}}}}\n"
    (service,) = joined({**APP, "config/deploy.yml": said}).services
    assert (service.id, service.process) == ("shop-worker", "worker")


def test_an_accessory_may_run_the_image_of_the_service() -> None:
    said = "servers: [a]\naccessories: {jobs: {image: 'acme/shop:latest', host: a, cmd: shop.jobs}}\n"
    assert [" ".join(one.argv) for one in rows(said)] == ["python -m shop.jobs", "python -m shop.web"]


@pytest.mark.parametrize(
    ("said", "ports"),
    [
        ("servers: [a]\nproxy: {app_port: 3000}\n", ["3000"]),
        ("servers: [a]\nproxy: {host: x.example}\n", ["80"]),
        ("servers: [a]\nproxy: {app_port: <%= 1 %>}\n", []),
        ("servers: {web: {hosts: [a], proxy: false}}\nproxy: {app_port: 3000}\n", []),
        ("servers: {web: {hosts: [a], proxy: {app_port: 4000}}}\nproxy: {app_port: 3000}\n", ["4000"]),
        ("servers: {web: {hosts: [a], proxy: {ssl: true}}}\n", ["80"]),
        ("servers: [a]\ntraefik: {args: {}}\n", []),  # Kamal 1
    ],
)
def test_the_proxy_sends_requests_to_one_port_of_the_primary_role(said: str, ports: list[str]) -> None:
    assert [one.value for one in row(said).ports] == ports


def test_other_roles_have_the_proxy_only_if_they_ask_for_it() -> None:
    said = "servers: {web: [a], job: [b], api: {hosts: [c], proxy: true}}\nproxy: {healthcheck: {path: /ok}}\n"
    found = {one.name: ([p.value for p in one.ports], [h.value for h in one.health]) for one in rows(said)}
    assert found == {"shop": (["80"], ["/ok"]), "shop-api": (["80"], ["/ok"]), "shop-job": ([], [])}


def test_variables_are_clear_or_secret_and_those_of_a_role_go_before() -> None:
    said = """
        servers: {web: {hosts: [a], env: {clear: {A: role}}}}
        env:
          clear: {A: root, B: root, C: <%= x %>, E: root}
          secret: [D, "F:G"]
          tags: {eu: {E: tagged}}
    """
    found = row(said).environment
    assert {name: value for name, (value, _) in found.items()} == {
        "A": "role", "B": "root", "C": None, "D": None, "E": None, "F": None,
    }  # fmt: skip


def test_variables_may_stand_without_sections() -> None:
    assert row("servers: [a]\nenv: {A: b}\n").environment["A"][0] == "b"


def test_a_destination_is_laid_over_the_base_file() -> None:
    staging = "servers: {web: {hosts: [b], cmd: shop.jobs}}\n"
    base, other = rows("servers: {web: {hosts: [a], env: {A: b}}}\n", staging=staging)
    assert sorted([base.argv[-1], other.argv[-1]]) == ["shop.jobs", "shop.web"]
    assert {base.environment["A"][0], other.environment["A"][0]} == {"b"}


def test_a_destination_that_runs_the_same_is_told_once() -> None:
    assert row("servers: [a]\nenv: {A: b}\n", live="env: {A: c}\n").environment["A"][0] is None


def test_servers_may_stand_in_the_destinations_alone() -> None:
    assert row("require_destination: true\n", live="servers: [a]\n").assumptions[0] == "kamal is called with '-d live'"


def test_a_destination_for_development_is_no_production() -> None:
    assert row("", dev="servers: [a]\n").role == "development"


def test_a_file_of_another_service_is_a_configuration_of_its_own() -> None:
    other = "service: api\nimage: acme/api\nservers: [a]\n"
    assert [one.name for one in rows("servers: {web: [a], job: [b]}\n", api=other)] == ["api", "shop", "shop-job"]


@pytest.mark.parametrize(
    "text",
    [
        "service: shop\nservers: [a]\n",
        "image: acme/shop\nservers: [a]\n",
        "service: shop\nimage: acme/shop\n",
        "- service\n",
        "service: shop\nimage: acme/shop\n<% if x %>\nservers: [a]\n<% end %>\n",
        "service: {name: shop}\nimage: acme/shop\nservers: [a]\n",
        "service: shop\nimage: acme/shop\nservers: <%= hosts %>\n",
    ],
)
def test_a_file_that_does_not_say_what_kamal_needs_is_none_of_its(text: str) -> None:
    assert rows("", head=text) == []


def test_a_statement_of_erb_at_the_top_changes_nothing() -> None:
    assert row("servers: [a]\n", head=f'<% require "dotenv"; Dotenv.load(".env") %>\n\n{HEAD}').name == "shop"


def test_a_file_may_lie_in_a_folder_of_the_repository() -> None:
    files = {f"shop/{path}": text for path, text in APP.items()}
    found = joined({**files, "shop/config/deploy.yml": f"{HEAD}servers: [a]\n"})
    (service,) = found.services
    assert (service.id, service.effective[0].argv[-1], service.folder) == ("shop", "shop.web", "shop")


def test_the_server_of_the_template_is_an_assumption() -> None:
    assert "192.168.0.1" in row("servers: {web: [192.168.0.1]}\n").assumptions[0]


def test_a_procfile_beside_it_is_not_unread() -> None:
    files = {**APP, "Procfile": "web: python -m shop.web\n", "config/deploy.yml": f"{HEAD}servers: [a]\n"}
    told = {one.platform: one.unread for service in joined(files).services for one in service.effective}
    assert told["heroku"] == ""
