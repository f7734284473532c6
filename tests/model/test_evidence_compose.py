"""Roles of compose services and of images: the contract, profiles and names, the file, its neighbours, who builds."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective, Use
from deploylint.model.intent import Intent
from tests.model.joined import Files, joined

IMAGE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip list\nCMD ["python", "a.py"]\n'
API = "services: {api: {image: company/api, command: python a.py}}\n"


def row(files: Files, name: str = "api", intent: Intent | None = None, path: str | None = None) -> Effective:
    """The row of a compose service."""
    rows = [row for service in joined(files, intent).services for row in service.effective]
    (found,) = [r for r in rows if (r.platform, r.name) == ("compose", name) and path in (None, r.entry.path)]
    return found


def role(files: Files, name: str = "api", intent: Intent | None = None) -> str:
    return row(files, name, intent).role


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("compose.yaml", "unknown"),
        ("docker-compose.yml", "unknown"),
        ("docker-compose.prod.yml", "production"),
        ("compose.production.yaml", "production"),
        ("docker-compose.staging.yml", "production"),
        ("docker-compose-deploy.yml", "production"),
        ("docker-compose.dev.yml", "development"),
        ("docker-compose.override.yml", "development"),
        ("compose.local.yaml", "development"),
        ("docker-compose.test.yml", "test"),
        ("docker-compose.ci.yml", "test"),
        ("docker-compose.dev-test.yml", "unknown"),
        ("tests/compose.yaml", "test"),
        ("examples/basic/compose.yaml", "development"),
        (".devcontainer/docker-compose.yml", "development"),
        ("examples/compose.prod.yaml", "production"),
    ],
)
def test_the_name_of_the_file_tells_its_role_else_its_folder(path: str, expected: str) -> None:
    assert role({path: API}) == expected


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# Local development only\n", "development"),
        ("# For development: production runs on Render.\n", "development"),
        ("# Production stack\n", "production"),
        ("# Production; see compose.dev.yml for development\n", "production"),
        ("#\n# Starts all of it locally.\n", "development"),
        ("# The shop\n", "unknown"),
        ("x-note: 1\n\n\n\n\n\n# production\n", "unknown"),
        ("x-note: 1 # production\n", "unknown"),
    ],
)
def test_a_comment_at_the_top_tells_the_role_where_the_name_does_not(comment: str, expected: str) -> None:
    assert role({"compose.yaml": comment + API}) == expected
    assert role({"compose.prod.yaml": comment + API}) == "production"


@pytest.mark.parametrize(
    ("neighbour", "expected"),
    [
        ("docker-compose.prod.yml", "development"),
        ("docker-compose.production.yaml", "development"),
        ("docker-compose.dev.yml", "unknown"),
        ("deploy/docker-compose.prod.yml", "unknown"),
    ],
)
def test_a_file_for_production_beside_it_makes_a_file_one_for_development(neighbour: str, expected: str) -> None:
    files = {"docker-compose.yml": API, neighbour: API.replace("api:", "other:")}
    assert role(files) == expected


def test_a_file_with_a_name_of_its_own_is_none_for_development_because_one_for_production_lies_beside_it() -> None:
    files = {"docker-compose.standalone.yml": API, "docker-compose.prod.yml": API.replace("api:", "other:")}
    assert role(files) == "unknown"


def test_a_script_that_only_builds_is_not_said_to_start() -> None:
    files = {"compose.yaml": API, "deploy.sh": "docker compose -f compose.yaml build\n"}
    evidence = [one for use in joined(files).uses for one in use.evidence if one.span is not None]
    (found,) = {one.reason for one in evidence if one.span is not None and one.span.path == "deploy.sh"}
    assert found == "'deploy.sh' runs 'docker compose build' for it"


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("api", "profiles: [prod]", "production"),
        ("api", "profiles: [dev]", "development"),
        ("api", "profiles: [test]", "test"),
        ("api", "profiles: [aws]", "unknown"),
        ("api", "profiles: [dev, prod]", "unknown"),
        ("api-dev", "", "development"),
        ("api-prod", "", "production"),
        ("e2e", "", "test"),
        ("api-dev", "profiles: [prod]", "production"),
        ("api-dev", "profiles: [aws]", "development"),
        ("api", "build: {context: ., target: dev}", "development"),
        ("api", "build: {context: ., target: production}", "production"),
    ],
)
def test_profiles_and_names_of_a_service_go_before_the_file(name: str, said: str, expected: str) -> None:
    dockerfile = IMAGE.replace("slim", "slim AS dev") + "FROM dev AS production\n"
    text = f"services: {{{name}: {{command: python a.py{', ' + said if said else ''}}}}}\n"
    assert role({"compose.yaml": text, "Dockerfile": dockerfile}, name) == expected
    if expected != "unknown":
        assert role({"compose.dev.yaml": text, "Dockerfile": dockerfile}, name) == expected


AWS = Intent(compose_files=("compose.yaml",), compose_profiles=("aws",))


@pytest.mark.parametrize(
    ("path", "said", "intent", "expected"),
    [
        ("compose.yaml", "", AWS, "production"),
        ("compose.yaml", "profiles: [aws]", AWS, "production"),
        ("compose.yaml", "profiles: [tools]", AWS, "development"),
        ("compose.yaml", "profiles: [prod]", AWS, "development"),
        ("compose.yaml", "profiles: [tools, aws]", AWS, "production"),
        ("compose.yaml", "profiles: [tools]", Intent(compose_files=("compose.yaml",)), "production"),
        ("compose.dev.yaml", "", Intent(compose_files=("compose.dev.yaml",)), "production"),
        ("compose.dev.yaml", "", AWS, "development"),
        ("other/compose.yaml", "", AWS, "unknown"),
    ],
)
def test_the_contract_goes_before_everything(path: str, said: str, intent: Intent, expected: str) -> None:
    assert role({path: API.replace("}}", f", {said}}}}}" if said else "}}")}, "api", intent) == expected


def test_all_evidence_is_kept_with_its_place_the_deciding_first() -> None:
    text = "services:\n  api-dev:\n    image: x\n    profiles: [prod]\n"
    found = row({"compose.local.yaml": text}, "api-dev").evidence
    assert [(e.role, e.reason) for e in found] == [
        ("production", "the profile 'prod' says 'prod'"),
        ("development", "the file 'compose.local.yaml' says 'local'"),
        ("unknown", "no file says whether this compose project is production"),
    ]
    assert found[0].span is not None
    assert (found[0].span.path, found[0].span.range.line) == ("compose.local.yaml", 4)


def image_uses(files: Files) -> list[Use]:
    """What the image itself does: builds and starts."""
    return [use for use in joined(files).uses if use.span.path.endswith(("Dockerfile", "Dockerfile.dev"))]


def image_role(files: Files) -> str:
    (found,) = {use.role for use in image_uses(files)}
    return found


RENDER = "services: [{type: web, name: shop, runtime: docker}]\n"
ELSEWHERE: Files = {
    "render.yaml": "services: [{type: web, name: shop, runtime: docker, dockerfilePath: web/Dockerfile.prod}]\n",
    "web/Dockerfile.prod": IMAGE,
}
BUILDS = "services: {api: {build: .}}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"Dockerfile": IMAGE}, "production"),
        ({"Dockerfile.dev": IMAGE}, "development"),
        ({"dev/Dockerfile": IMAGE}, "development"),
        ({"tests/Dockerfile": IMAGE}, "test"),
        ({"Dockerfile": IMAGE.replace("slim", "slim AS dev")}, "development"),
        ({"Dockerfile": IMAGE, "compose.yaml": BUILDS}, "production"),
        ({"Dockerfile": IMAGE, "compose.dev.yaml": BUILDS}, "production"),
        ({"Dockerfile": IMAGE, "render.yaml": RENDER}, "production"),
        (
            {
                "Dockerfile.dev": IMAGE,
                "render.yaml": RENDER.replace("docker}", "docker, dockerfilePath: Dockerfile.dev}"),
            },
            "production",
        ),
        ({"Dockerfile": IMAGE, "render.yaml": RENDER, "compose.dev.yaml": BUILDS}, "production"),
        ({"Dockerfile": IMAGE, **ELSEWHERE, "compose.dev.yaml": BUILDS}, "development"),
        ({"Dockerfile": IMAGE, **ELSEWHERE, "compose.test.yaml": BUILDS}, "test"),
        ({"Dockerfile": IMAGE, **ELSEWHERE, "compose.yaml": BUILDS}, "unknown"),
        ({"Dockerfile": IMAGE, **ELSEWHERE, "compose.prod.yaml": BUILDS}, "production"),
        ({"Dockerfile": IMAGE, **ELSEWHERE}, "production"),
        ({"Dockerfile": IMAGE, "build.sh": "docker build -t shop:dev .\n"}, "development"),
        ({"Dockerfile": IMAGE, "build.sh": "docker build -t shop:ci .\n"}, "production"),
        ({"Dockerfile": IMAGE, "build.sh": "docker build -t shop:dev . && docker build -t shop:1.2 .\n"}, "production"),
        ({"Dockerfile": IMAGE, "build.sh": "docker build -t shop:dev .\n", "render.yaml": RENDER}, "production"),
    ],
)
def test_an_image_is_for_production_unless_its_name_or_all_who_build_it_say_otherwise(
    files: Files, expected: str
) -> None:
    assert image_role(files) == expected


def test_what_an_image_builds_has_its_role() -> None:
    found = [(use.phase, use.role) for use in image_uses({"Dockerfile.dev": IMAGE})]
    assert sorted(found) == [("build", "development"), ("start", "development")]


def test_who_builds_an_image_is_its_evidence() -> None:
    use = image_uses({"Dockerfile": IMAGE, "render.yaml": RENDER})[0]
    assert (use.evidence[0].role, use.evidence[0].reason) == ("production", "'render' builds it for 'shop'")


def test_an_override_file_builds_what_the_base_file_says() -> None:
    override = "services: {api: {command: uvicorn a:app --reload}}\n"
    files = {"Dockerfile": IMAGE, "compose.yaml": BUILDS, "compose.override.yaml": override, "a.py": ""}
    found = row(files, path="compose.override.yaml")
    assert found.role == "development"
    assert found.winner is not None
    assert found.winner.image is not None
    assert found.winner.image.path == "Dockerfile"
