"""Build arguments and named contexts: what they change in an image, and what they leave alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from deploylint.model.base_images import reference
from deploylint.model.filesystem import image_files
from deploylint.model.filesystem.sources import copy_sources
from deploylint.model.images import Image
from tests.model.joined import joined, opened

DOCKERFILE = """
ARG VERSION=3.12
FROM python:${VERSION}
ARG APP=web
WORKDIR /srv/$APP
COPY $APP .
CMD ["python", "main.py"]
"""
FILES = {"Dockerfile": DOCKERFILE, "web/main.py": "", "api/main.py": "", "api/only.py": ""}


def compose(*said: str, image: str = "") -> str:
    lines = "".join(f"        {line}\n" for line in said)
    return f"services:\n  app:\n    build:\n      context: .\n      args:\n{lines}" + image


def images(files: dict[str, str]) -> list[Image]:
    return list(joined(files).images)


def only(files: dict[str, str]) -> Image:
    (found,) = images(files)
    return found


def has(files: dict[str, str], paths: Iterable[str]) -> list[str]:
    held = image_files(opened(files), only(files))
    return [held.at(path).state for path in paths]


def test_an_argument_takes_the_place_of_the_default() -> None:
    files = {**FILES, "compose.yaml": compose("APP: api", "VERSION: '3.13'")}
    image = only(files)
    assert image.folder == "/srv/api"
    assert reference(opened(files), image) == "python:3.13"
    assert has(files, ("/srv/api/only.py", "/srv/web")) == ["there", "absent"]
    assert image.id.startswith("Dockerfile?")


@pytest.mark.parametrize(
    "said", [["OTHER: x"], ["APP: web"], ["- APP=web", "- VERSION=3.12"], ["APP: ${APP:-web}"]]
)  # fmt: skip
def test_what_changes_nothing_leaves_the_image_as_it_is(said: list[str]) -> None:
    image = only({**FILES, "compose.yaml": compose(*said)})
    assert (image.id, image.folder) == ("Dockerfile", "/srv/web")


@pytest.mark.parametrize("said", ["APP: ${APP}", "APP: ${APP:-api}", "APP:"])
def test_a_value_that_only_the_caller_knows_makes_the_folder_unknown(said: str) -> None:
    assert only({**FILES, "compose.yaml": compose(said)}).folder is None


def test_an_argument_without_a_default_gets_its_value() -> None:
    files = {**FILES, "Dockerfile": DOCKERFILE.replace("APP=web", "APP"), "compose.yaml": compose("- APP=api")}
    assert only(files).folder == "/srv/api"


def test_env_goes_before_an_argument() -> None:
    said = DOCKERFILE.replace("ARG APP=web", "ENV APP=web\nARG APP")
    assert has({**FILES, "Dockerfile": said, "compose.yaml": compose("APP: api")}, ["/srv/web/main.py"]) == ["there"]


def test_services_with_other_arguments_build_other_images() -> None:
    service = "  other:\n    build: {context: ., args: {APP: web}}\n"
    found = images({**FILES, "compose.yaml": compose("APP: api", image=service)})
    assert sorted(image.folder or "" for image in found) == ["/srv/api", "/srv/web"]


def test_the_call_that_tells_the_context_tells_the_arguments() -> None:
    call = "docker build --build-arg APP=api --build-arg VERSION=$V ."
    image = only({**FILES, "build.sh": f"#!/bin/sh\n{call}\n"})
    assert image.folder == "/srv/api"
    assert dict(image.given.arguments) == {"APP": "api", "VERSION": None}
    step = "      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          build-args: |\n"
    flow = f"on: push\njobs:\n  x:\n    runs-on: u\n    steps:\n{step}            APP=api\n            OTHER=1\n"
    assert only({**FILES, ".github/workflows/x.yml": flow}).folder == "/srv/api"


def test_calls_that_differ_leave_an_argument_unknown() -> None:
    calls = "docker build --build-arg APP=api .\ndocker build --build-arg APP=web .\n"
    assert only({**FILES, "build.sh": f"#!/bin/sh\n{calls}"}).folder is None


def test_what_a_named_context_brings_is_not_known() -> None:
    said = 'FROM python:3.12 AS deps\nRUN touch /x\nFROM python:3.12\nCOPY --from=deps /lacking /srv/a\nCMD ["true"]\n'
    whole = "services:\n  app:\n    build:\n      context: .\n"
    plain = {"Dockerfile": said, "compose.yaml": whole}
    named = {"Dockerfile": said, "compose.yaml": whole + "      additional_contexts:\n        deps: ../deps\n"}
    states = []
    for files in (plain, named):
        (source,) = copy_sources(opened(files), only(files))
        states.append((source.origin, source.held.state))
    assert states == [("stage", "absent"), ("elsewhere", "maybe")]
    listed = {**plain, "compose.yaml": whole + "      additional_contexts:\n        - deps=../deps\n"}
    assert only(listed).given.contexts == ("deps",)


def test_a_context_with_the_name_of_the_target_is_survived() -> None:
    said = "FROM python:3.12 AS app\nFROM app\nCOPY --from=app /a /b\n"
    build = "services:\n  x:\n    build: {context: ., target: app, additional_contexts: {app: ../x}}\n"
    assert only({"Dockerfile": said, "compose.yaml": build}).target == "app"
