"""DigitalOcean's app specifications, App Engine's files, and platforms that run no server."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import joined, python_image

FILES = {
    "api/Dockerfile": python_image('ENTRYPOINT ["python"]', 'CMD ["main.py"]'),
    "api/main.py": "app = 1\n",
    "main.py": "app = 1\n",
    "web/package.json": '{"scripts": {"start": "node server.js"}}',
    "web/server.js": "",
}


def rows(files: dict[str, str], platform: str = "digitalocean") -> dict[str, Effective]:
    deployment = joined({**FILES, **files})
    return {r.name: r for service in deployment.services for r in service.effective if r.platform == platform}


def component(text: str, key: str = "services") -> Effective:
    (found,) = rows({".do/app.yaml": f"name: x\n{key}:\n- {{name: c, {text}}}\n"}).values()
    return found


def test_a_dockerfile_at_the_source_folder_is_built() -> None:
    found = component("source_dir: api")
    assert (found.title, found.argv) == ("App Platform (Dockerfile)", ("python", "main.py"))


def test_the_path_of_a_dockerfile_starts_at_the_repository() -> None:
    found = component("dockerfile_path: api/Dockerfile, source_dir: /api")
    assert found.image is not None
    assert (found.image.path, found.image.context) == ("api/Dockerfile", "api")


def test_run_command_wins_over_cmd_and_is_likely_where_an_entrypoint_may_stay() -> None:
    found = component("source_dir: api, run_command: main.py --x")
    assert found.winner is not None
    assert found.winner.label == "run_command"
    assert [lost.declaration.kind for lost in found.shadowed] == ["dockerfile.start"]
    assert any("do not say whether run_command" in assumption for assumption in found.assumptions)


def test_without_a_dockerfile_a_buildpack_runs_run_command_in_the_source_folder() -> None:
    found = component("source_dir: web, run_command: node server.js", "workers")
    assert found.winner is not None
    assert found.winner.launch is not None
    assert found.winner.launch.resolution.path == "web/server.js"
    found = component("source_dir: web")
    assert found.winner is None
    assert any("scripts.start" in assumption for assumption in found.assumptions)


def test_an_image_of_a_registry_and_a_static_site_are_told_apart() -> None:
    found = component("image: {registry_type: DOCR, repository: x}")
    assert (found.winner, found.certainty, found.server) == (None, "unknown", True)
    found = component("source_dir: web, build_command: npm run build", "static_sites")
    assert (found.server, found.title) == (False, "App Platform (static site)")


@pytest.mark.parametrize(
    ("kind", "phase"), [("PRE_DEPLOY", "release"), ("POST_DEPLOY", "release"), ("SCHEDULED", "start")]
)
def test_jobs_are_of_the_release_or_run_by_schedule(kind: str, phase: str) -> None:
    text = f"jobs:\n- {{name: m, kind: {kind}, source_dir: web, run_command: node server.js}}\n"
    found = [d for d in joined({**FILES, ".do/app.yaml": text}).declarations if d.kind == "digitalocean.run_command"]
    assert [declaration.phase for declaration in found] == [phase]


def test_ports_health_and_variables_are_read() -> None:
    text = "source_dir: api, http_port: 9000, health_check: {http_path: /up}, envs: [{key: A, value: b}, {key: C}]"
    found = component(text)
    assert [stated.value for stated in (*found.ports, *found.health)] == ["9000", "/up"]
    assert {name: value for name, (value, _) in found.environment.items()} == {"A": "b", "C": None}


def test_names_of_components_and_branches_tell_development() -> None:
    assert component("source_dir: api, github: {repo: a/b, branch: dev}").role == "development"
    assert component("source_dir: api").role == "production"


@pytest.mark.parametrize("text", ["services: none\n", "services:\n- text\n- {}\n", "- a\n", "{{ x }}\n", ""])
def test_specifications_of_other_shapes_are_no_trouble(text: str) -> None:
    rows({".do/app.yaml": text})


def test_app_engine_runs_its_entrypoint_and_guesses_without_one() -> None:
    (found,) = rows({"app.yaml": "runtime: python312\nentrypoint: gunicorn main:app\n"}, "app-engine").values()
    assert (found.argv, found.certainty) == (("gunicorn", "main:app"), "certain")
    (found,) = rows({"app.yaml": "runtime: python312\n"}, "app-engine").values()
    assert (found.winner, found.certainty) == (None, "unknown")
    assert any("gunicorn with main:app" in assumption for assumption in found.assumptions)


def test_a_file_of_the_same_name_is_not_app_engines() -> None:
    assert rows({"app.yaml": "name: x\nservices: []\n", "k8s/app.yaml": "apiVersion: v1\n"}, "app-engine") == {}


@pytest.mark.parametrize(
    ("files", "platform"),
    [
        ({"web/vercel.json": '{"buildCommand": "npm ci", "devCommand": "npm start"}'}, "vercel"),
        ({"web/netlify.toml": '[build]\ncommand = "npm ci"\n[dev]\ncommand = "npm start"\n'}, "netlify"),
    ],
)
def test_hosts_of_files_run_no_server_and_develop_elsewhere(files: dict[str, str], platform: str) -> None:
    (found,) = rows(files, platform).values()
    assert (found.server, found.winner, found.role) == (False, None, "production")
    assert [(lost.declaration.text, lost.declaration.role) for lost in found.shadowed] == [("npm start", "development")]
    builds = [d for d in joined({**FILES, **files}).declarations if d.platform == platform and d.phase == "build"]
    assert [declaration.text for declaration in builds] == ["npm ci"]


@pytest.mark.parametrize(
    ("path", "text", "platform", "argv"),
    [
        ("apprunner.yaml", "runtime: python3\nrun: {command: python main.py}\n", "app-runner", ("python", "main.py")),
        ("api/Dockerrun.aws.json", '{"AWSEBDockerrunVersion": "1"}', "elastic-beanstalk", ("python", "main.py")),
    ],
)
def test_rows_without_a_fixture_hold_too(path: str, text: str, platform: str, argv: tuple[str, ...]) -> None:
    (found,) = rows({path: text}, platform).values()
    assert found.argv == argv
