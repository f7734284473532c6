"""Which declarations are one service: by the contract, by image, by source root, by start target; never by name."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Deployment, Service
from deploylint.model.intent import Intent
from tests.model.joined import Files, joined

IMAGE = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n"
UVICORN = IMAGE + 'CMD ["uvicorn", "app.main:app"]\n'


def blueprint(*services: str) -> str:
    return "services:\n" + "".join(f"  - {{type: web, {service}}}\n" for service in services)


def composed(**services: str) -> str:
    return "services:\n" + "".join(f"  {name}: {{{said}}}\n" for name, said in services.items())


def members(service: Service) -> set[tuple[str, str]]:
    return {(row.platform, row.name) for row in service.effective}


def together(deployment: Deployment) -> set[frozenset[tuple[str, str]]]:
    """The entries of each service, as (platform, name there)."""
    return {frozenset(members(service)) for service in deployment.services}


def groups(files: Files, intent: Intent | None = None) -> set[frozenset[tuple[str, str]]]:
    return together(joined(files, intent))


def one(*entries: tuple[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(entries)


def test_declarations_that_lead_to_the_same_image_are_one_service() -> None:
    files = {
        "api/Dockerfile": UVICORN,
        "render.yaml": blueprint("name: shop, runtime: docker, dockerfilePath: api/Dockerfile, dockerContext: api"),
        "compose.yaml": composed(backend="build: api"),
        "fly.toml": '[build]\ndockerfile = "api/Dockerfile"\n',
        "api/app/main.py": "",
    }
    (service,) = joined(files).services
    assert members(service) == {("render", "shop"), ("compose", "backend"), ("fly", "")}
    assert service.joined == ("the same image 'api/Dockerfile' and process type 'web'",)


def test_another_stage_of_the_same_file_is_another_image() -> None:
    files = {
        "Dockerfile": "FROM python:3.12 AS one\nCMD python a.py\nFROM python:3.12 AS two\nCMD python b.py\n",
        "compose.prod.yaml": composed(a="build: {context: ., target: one}"),
        "compose.staging.yaml": composed(b="build: {context: ., target: two}"),
    }
    assert groups(files) == {one(("compose", "a")), one(("compose", "b"))}


def test_another_process_of_the_same_image_is_another_service() -> None:
    files = {
        "Dockerfile": UVICORN,
        "compose.yaml": composed(web="build: .", jobs="build: ., command: celery -A app.main worker"),
        "render.yaml": blueprint("name: shop, runtime: docker"),
        "app/main.py": "",
    }
    assert groups(files) == {one(("render", "shop"), ("compose", "web")), one(("compose", "jobs"))}


def test_services_of_one_compose_file_that_build_the_same_image_stay_apart() -> None:
    files = {
        "Dockerfile": UVICORN,
        "compose.yaml": composed(one="build: .", two="build: .", three="build: ., command: python x.py"),
    }
    assert groups(files) == {one(("compose", name)) for name in ("one", "two", "three")}


def test_platforms_that_start_one_process_of_a_source_root_start_one_service() -> None:
    files = {
        "render.yaml": blueprint("name: shop, runtime: python, rootDir: api, startCommand: python x.py"),
        "api/Procfile": "web: python y.py\nworker: python z.py\n",
        "api/Dockerfile": UVICORN,
    }
    deployment = joined(files)
    assert together(deployment) == {
        one(("render", "shop"), ("heroku", "web"), ("docker", "api/Dockerfile")),
        one(("heroku", "worker")),
    }
    assert deployment.services[0].joined == ("the same source root 'api' and process type 'web'",)


@pytest.mark.parametrize("folder", ["docker", "deploy", "infra", ".docker"])
def test_the_source_root_of_a_dockerfile_in_a_folder_without_source_is_its_context(folder: str) -> None:
    image = UVICORN.replace("COPY . .", "COPY app app")
    files = {f"{folder}/Dockerfile": image, "Procfile": "web: python other.py\n", "app/main.py": ""}
    assert len(groups(files)) == 1


def test_the_source_root_of_a_native_start_is_where_its_command_looks() -> None:
    files = {
        "render.yaml": blueprint("name: shop, runtime: python, startCommand: cd backend && gunicorn wsgi"),
        "railway.json": '{"deploy": {"startCommand": "gunicorn --chdir backend other:app"}}',
        "backend/Dockerfile": UVICORN,
    }
    assert len(groups(files)) == 1


def test_several_candidates_are_several_services() -> None:
    files = {
        "render.yaml": blueprint(
            "name: one, runtime: python, rootDir: api, startCommand: python x.py",
            "name: two, runtime: python, rootDir: api, startCommand: python y.py",
        ),
        "api/Procfile": "web: python z.py\n",
    }
    assert groups(files) == {one(("render", "one")), one(("render", "two")), one(("heroku", "web"))}


def test_of_several_candidates_the_one_with_the_same_start_target_is_the_same_service() -> None:
    files = {
        "render.yaml": blueprint(
            "name: one, runtime: python, rootDir: api, startCommand: python x.py",
            "name: two, runtime: python, rootDir: api, startCommand: python y.py",
        ),
        "api/Procfile": "web: python -m y\n",
        **dict.fromkeys(("api/x.py", "api/y.py"), ""),
    }
    deployment = joined(files)
    assert together(deployment) == {one(("render", "one")), one(("render", "two"), ("heroku", "web"))}
    assert [s.joined for s in deployment.services if s.joined] == [("the same start target 'api/y.py'",)]


def test_one_start_target_from_different_source_roots_is_one_service() -> None:
    files = {
        "Procfile": "web: uvicorn api.app.main:app\n",
        "api/Dockerfile": UVICORN,
        "api/app/main.py": "",
    }
    assert groups(files) == {one(("heroku", "web"), ("docker", "api/Dockerfile"))}


def test_a_module_of_the_project_that_the_image_installs_is_the_start_target_of_the_repository() -> None:
    image = (
        "FROM python:3.12-slim AS build\nCOPY . /src\nRUN pip wheel --wheel-dir /wheels /src\n"
        "FROM python:3.12-slim\nCOPY --from=build /wheels /wheels\nRUN pip install /wheels/shop.whl\n"
        'CMD ["python", "-m", "shop.entry"]\n'
    )
    files = {
        "Procfile": "web: python -m shop.entry\n",
        "images/api/Dockerfile": image,
        "render.yaml": blueprint(
            "name: shop, runtime: docker, dockerfilePath: images/api/Dockerfile, dockerContext: ."
        ),
        "pyproject.toml": '[project]\nname = "shop-service"\n',
        "shop/__init__.py": "",
        "shop/entry.py": "",
    }
    assert groups(files) == {one(("heroku", "web"), ("render", "shop"))}


def test_the_same_target_twice_on_one_platform_joins_nothing() -> None:
    files = {
        "a/Procfile": "web: cd .. && python main.py\n",
        "b/Procfile": "web: cd .. && python main.py\n",
        "main.py": "",
    }
    assert len(joined(files).services) == 2


def test_a_name_alone_never_joins() -> None:
    files = {
        "render.yaml": blueprint("name: api, runtime: python, rootDir: a, startCommand: python x.py"),
        "compose.yaml": composed(api="build: b"),
        "b/Dockerfile": UVICORN,
        **dict.fromkeys(("a/x.py", "b/app/main.py"), ""),
    }
    deployment = joined(files)
    assert together(deployment) == {one(("render", "api")), one(("compose", "api"))}
    assert [service.id for service in deployment.services] == ["api", "api (compose.yaml)"]


@pytest.mark.parametrize("path", ["compose.override.yaml", "compose.dev.yaml", "tests/compose.yaml"])
def test_development_and_test_entries_join_no_other_entry_of_their_source(path: str) -> None:
    files = {
        path: composed(api="image: company/tools, command: uvicorn app.main:app"),
        "Dockerfile.dev": IMAGE + "CMD uvicorn app.main:app --reload\n",
        "Procfile": "web: uvicorn app.main:app\n",
        "app/main.py": "",
    }
    assert groups(files) == {
        one(("compose", "api")),
        one(("docker", "Dockerfile.dev")),
        one(("heroku", "web")),
    }


CONTRACT = {
    "render.yaml": blueprint("name: shop, runtime: python, rootDir: api/src, startCommand: python x.py"),
    "api/Dockerfile": UVICORN,
    "web/Dockerfile": UVICORN,
    **dict.fromkeys(("api/app/main.py", "web/app/main.py"), ""),
}


def test_the_contract_joins_what_lies_in_the_path_of_a_service() -> None:
    deployment = joined(CONTRACT, Intent(services={"backend": "api"}))
    assert together(deployment) == {
        one(("render", "shop"), ("docker", "api/Dockerfile")),
        one(("docker", "web/Dockerfile")),
    }
    assert deployment.services[0].joined == ("the contract's service 'backend' holds 'api'",)
    assert len(groups(CONTRACT)) == 3


def test_the_contract_joins_neither_workers_nor_development_entries() -> None:
    files = {
        "api/Procfile": "web: python x.py\nworker: python y.py\n",
        "api/src/Dockerfile": UVICORN,
        "api/src/app/main.py": "",
        "api/Dockerfile.dev": UVICORN,
    }
    assert groups(files, Intent(services={"backend": "api"})) == {
        one(("heroku", "web"), ("docker", "api/src/Dockerfile")),
        one(("heroku", "worker")),
        one(("docker", "api/Dockerfile.dev")),
    }


@pytest.mark.parametrize(
    ("command", "process"),
    [
        ("gunicorn wsgi", "web"),
        ("node server.js", "web"),
        ("celery -A app worker", "worker"),
        ("celery -A app beat", "scheduler"),
        ("rq worker", "worker"),
        ("python -m celery -A app worker", "worker"),
        ("arq app.Settings", "worker"),
        ("python manage.py runserver", "web"),
    ],
)
def test_the_command_of_an_image_tells_the_kind_of_process(command: str, process: str) -> None:
    (service,) = joined({"Dockerfile": IMAGE + f"CMD {command}\n"}).services
    assert service.process == process


def test_platforms_name_the_process_themselves() -> None:
    files = {
        "Procfile": "web: python a.py\nworker: python b.py\nclock: python c.py\n",
        "render.yaml": "services:\n  - {type: cron, name: x, runtime: python, rootDir: r, startCommand: python d.py}\n"
        "  - {type: pserv, name: y, runtime: python, rootDir: s, startCommand: python e.py}\n"
        "  - {type: web, name: z, runtime: static, rootDir: t}\n",
    }
    found = {name: service.process for service in joined(files).services for _, name in members(service)}
    assert found == {"web": "web", "worker": "worker", "clock": "clock", "x": "cron", "y": "web", "z": "static"}


def test_every_service_has_a_name_of_its_own() -> None:
    names = [
        s.id for s in joined({f"{x}/api/Dockerfile": UVICORN for x in "abcd"} | {"api/Procfile": "web: x\n"}).services
    ]
    assert len(names) == len(set(names)) == 5


def test_what_runs_an_image_for_development_is_no_part_of_the_service_that_production_runs() -> None:
    files = {
        "render.yaml": "services: [{type: web, name: shop, runtime: docker}]\n",
        "compose.dev.yaml": "services: {shop: {build: ., command: flask run --debug}}\n",
        "Dockerfile": UVICORN,
    }
    rows = [{row.platform for row in service.effective} for service in joined(files).services]
    assert sorted(rows, key=min) == [{"compose"}, {"render"}]
