"""The steps of Cloud Build: what they build, deploy and change."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Use
from tests.model.joined import Files, joined, line
from tests.model.test_cloud_run import DOCKERFILE, deployed

APP: Files = {"api/Dockerfile": DOCKERFILE, "api/main.py": "app = 1\n"}
BUILD = """
steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, 'gcr.io/$PROJECT_ID/shop:$COMMIT_SHA', -f, api/Dockerfile, api]
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk
    entrypoint: gcloud
    args:
      - run
      - deploy
      - shop
      - --image=gcr.io/$PROJECT_ID/shop:$COMMIT_SHA
      - --port=8080
"""


def uses(text: str, path: str = "cloudbuild.yaml", **files: str) -> list[Use]:
    return [use for use in joined({path: text, **files}).uses if use.span.path == path]


def test_a_service_runs_the_image_that_a_step_builds() -> None:
    (row,) = deployed({**APP, "cloudbuild.yaml": BUILD})
    assert (row.name, row.role, row.argv[:2]) == ("shop", "production", ("uvicorn", "main:app"))
    assert row.image is not None
    assert (row.image.path, row.image.context) == ("api/Dockerfile", "api")
    assert (row.entry.path, row.ports[0].value) == ("cloudbuild.yaml", "8080")


def test_a_source_is_deployed_from_the_root_of_the_build() -> None:
    text = "steps:\n- name: gcr.io/cloud-builders/gcloud\n  dir: api\n  args: [run, deploy, shop, --source, .]\n"
    (row,) = deployed({**APP, "cloudbuild.yaml": text})
    assert row.image is not None
    assert row.image.path == "api/Dockerfile"


def test_a_step_of_a_build_that_deploys_is_production_and_knows_its_line() -> None:
    text = """\
steps:
- id: migrate
  name: python:3.12
  entrypoint: bash
  args: ['-c', 'cd api && alembic upgrade head']
- name: gcr.io/cloud-builders/kubectl
  args: [apply, -f, k8s]
"""
    (use,) = [use for use in uses(text, **{"api/alembic.ini": ""}) if use.invocation.program == "alembic"]
    assert (line(use), use.owner, use.role, use.phase) == ("alembic upgrade head", "migrate", "production", "deploy")
    assert (use.place.folder, use.span.range.line) == ("api", 5)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("{name: node:22, entrypoint: npm, args: [run, build]}", ["npm run build"]),
        ("{name: gcr.io/cloud-builders/npm, args: [ci]}", ["npm ci"]),
        ("{name: 'ubuntu', script: 'set -e\n\n    pip install x'}", ["set -e", "pip install x"]),
        ("{name: 'docker:24', args: [build, .]}", ["docker build ."]),
        ("{name: 'npm:24', args: [ci]}", []),
        ("{name: gcr.io/kaniko-project/executor, args: [--destination=x]}", []),
        ("{name: 'gcr.io/$PROJECT_ID/migrate', args: [upgrade]}", []),
        ("{args: [a]}", []),
        ("[a]", []),
    ],
)
def test_what_a_step_runs(step: str, expected: list[str]) -> None:
    assert [line(use) for use in uses(f"steps:\n  - {step}\n")] == expected


def test_a_build_that_only_tests_has_no_role() -> None:
    (use,) = uses("steps:\n- {name: python, entrypoint: pytest, args: [-q]}\n")
    assert (use.role, use.phase) == ("unknown", "job")


def test_the_name_of_the_file_decides_before_what_it_does() -> None:
    found = uses("steps:\n- {name: gcr.io/cloud-builders/gcloud, args: [app, deploy]}\n", path="ci/cloudbuild.dev.yaml")
    assert {use.role for use in found} <= {"development", "test"}
    assert found


def test_the_folder_of_a_file_that_lies_deeper_is_where_its_dockerfile_is() -> None:
    text = BUILD.replace("-f, api/Dockerfile, api", "-f, Dockerfile, .")
    (row,) = deployed({**APP, "api/cloudbuild.yaml": text})
    assert row.image is not None
    assert row.image.context == "api"
    text = "steps:\n- {name: gcr.io/cloud-builders/gcloud, args: [run, deploy, shop, --source, .]}\n"
    assert deployed({**APP, "api/cloudbuild.yaml": text}) == []


def test_substitutions_are_dynamic() -> None:
    (use,) = uses("steps:\n- {name: gcr.io/cloud-builders/gcloud, args: [run, deploy, '${_NAME}', --source, .]}\n")
    assert [word.value for word in use.invocation.words][3] is None
