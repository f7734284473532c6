"""What images build: each RUN instruction in the folder above it, as part of the service that the image is for."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Use
from tests.model.joined import Files, joined, line

PACKAGES = {
    "package.json": '{"scripts": {"build": "node root.js"}}',
    "web/package.json": '{"scripts": {"build": "node web.js", "postinstall": "node setup.js"}}',
    "api/package.json": '{"scripts": {}}',
}


def builds(dockerfile: str, **more: str) -> list[Use]:
    files: Files = {"Dockerfile": dockerfile.replace(" ; ", "\n") + "\n", **PACKAGES, **more}
    return [use for use in joined(files).uses if use.phase == "build"]


@pytest.mark.parametrize(
    ("dockerfile", "folders"),
    [
        ("FROM node:22 ; RUN node a", ["/"]),
        ("FROM node:22 ; WORKDIR /app ; RUN node a", ["/app"]),
        ("FROM node:22 ; WORKDIR /one ; RUN node a ; WORKDIR /two ; RUN node b", ["/one", "/two"]),
        ("FROM node:22 ; WORKDIR /one ; RUN node a ; WORKDIR two ; RUN node b", ["/one", "/one/two"]),
        ("FROM node:22 ; WORKDIR /one ; RUN cd two && node a ; RUN node b", ["/one/two", "/one"]),
        ("FROM node:22 AS x ; WORKDIR /one ; FROM x ; RUN node a ; WORKDIR two ; RUN node b", ["/one", "/one/two"]),
    ],
)
def test_a_run_instruction_works_in_the_folder_that_is_set_above_it(dockerfile: str, folders: list[str]) -> None:
    assert [use.place.folder for use in builds(dockerfile)] == folders


def test_the_folder_of_the_instruction_decides_which_package_is_built() -> None:
    uses = builds("FROM node:22 ; WORKDIR /srv/web ; COPY . /srv ; RUN npm run build ; WORKDIR /srv/api ; CMD node x")
    assert [line(use) for use in uses] == ["npm run build", "node web.js"]


def test_instructions_are_numbered_within_their_stage() -> None:
    uses = builds("FROM node:22 AS x ; RUN node a ; RUN node b ; FROM x ; RUN node c ; CMD node d")
    assert [use.owner for use in uses] == ["RUN 1", "RUN 2", "RUN 1"]


def test_commands_that_build_belong_to_the_service_of_the_image() -> None:
    render = "services: [{type: web, name: shop, runtime: docker}]\n"
    (use,) = builds("FROM node:22 ; RUN node a ; CMD node b", **{"render.yaml": render})
    assert (use.service, use.role, use.on_deploy_path) == ("shop", "production", True)


def test_variables_of_the_image_are_known_where_it_builds() -> None:
    (use,) = builds("FROM node:22 ; ENV MAIN=a.js ; RUN node $MAIN")
    assert line(use) == "node a.js"


@pytest.mark.parametrize(
    ("said", "role"),
    [("runtime: node, startCommand: node b", "unknown"), ("runtime: docker", "production")],
)
def test_an_image_that_only_compose_builds_is_no_production_where_a_platform_deploys_without_it(
    said: str, role: str
) -> None:
    files = {
        "Dockerfile": "FROM node:22\nCMD node b\n",
        "compose.yaml": "services: {shop: {build: .}}\n",
        "render.yaml": f"services: [{{type: web, name: shop, {said}}}]\n",
    }
    assert joined(files).image_roles == {"Dockerfile": role}
