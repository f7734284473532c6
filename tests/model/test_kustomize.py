"""Patches of kustomize that say what a container starts and leave its image to the base."""

from __future__ import annotations

import pytest

from deploylint.model.deployment import Effective
from tests.model.joined import Files, joined, python_image

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web}}
spec:
  template:
    spec:
      containers:
        - name: app
{}
"""
BASE = DEPLOYMENT.format("          image: shop\n          env: [{name: A, value: base}, {name: B, value: base}]")
PATCH = DEPLOYMENT.format('          args: ["-m", "shop.live"]\n          env: [{name: B, value: live}]')
FILES: Files = {
    "Dockerfile": python_image('ENTRYPOINT ["python"]', 'CMD ["-m", "shop.web"]'),
    "build.sh": "docker build -t example.org/shop .\n",
    "shop/__init__.py": "",
    "shop/web.py": "",
    "shop/live.py": "",
    "k8s/base/kustomization.yaml": "resources: [web.yaml]\nimages: [{name: shop, newName: example.org/shop}]\n",
    "k8s/base/web.yaml": BASE,
    "k8s/live/kustomization.yaml": "resources: [../base]\npatches: [{path: start.yaml}]\n",
    "k8s/live/start.yaml": PATCH,
}


def rows(files: Files) -> dict[str, Effective]:
    found = [row for one in joined(files).services for row in one.effective if row.platform == "kubernetes"]
    return {row.entry.path: row for row in found}


def test_a_patch_starts_something_else_in_the_image_of_the_base() -> None:
    found = rows(FILES)
    assert found["k8s/base/web.yaml"].argv == ("python", "-m", "shop.web")
    live = found["k8s/live/start.yaml"]
    assert live.argv == ("python", "-m", "shop.live")
    assert live.image is not None
    assert {name: value for name, (value, _) in live.environment.items()} == {"A": "base", "B": "live"}


@pytest.mark.parametrize(
    "file",
    [
        "bases: [../base]\npatchesStrategicMerge: [start.yaml]\n",
        "resources: [../middle]\npatches: [{path: ./start.yaml}]\n",
        "resources: [../base/web.yaml]\npatches: [{path: start.yaml}]\nimages: [{name: shop, newName: x/shop}]\n",
    ],
)
def test_resources_are_followed_and_patches_are_named_in_several_ways(file: str) -> None:
    middle = {"k8s/middle/kustomization.yml": "resources: [../base]\n"}
    found = rows({**FILES, **middle, "k8s/live/kustomization.yaml": file})
    assert found["k8s/live/start.yaml"].argv == ("python", "-m", "shop.live")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("k8s/live/kustomization.yaml", "resources: [../base]\n"),
        ("k8s/live/kustomization.yaml", "resources: ['https://example.org/base']\npatches: [{path: start.yaml}]\n"),
        ("k8s/live/kustomization.yaml", "resources: [.]\npatches: [{path: start.yaml}]\n"),
        ("k8s/base/web.yaml", BASE.replace("name: web", "name: other")),
        ("k8s/base/web.yaml", BASE.replace("name: app", "name: other")),
        ("k8s/base/web.yaml", f"{BASE}---{BASE}"),
    ],
)
def test_a_patch_whose_base_is_not_known_says_nothing(path: str, text: str) -> None:
    assert "k8s/live/start.yaml" not in rows({**FILES, path: text})


@pytest.mark.parametrize(
    "patch",
    [
        PATCH.split("spec:")[0] + "spec: {replicas: 3}\n",
        DEPLOYMENT.format("          env: [{name: B, value: live}]"),
    ],
)
def test_a_patch_that_changes_no_start_is_none_of_its_own(patch: str) -> None:
    assert set(rows({**FILES, "k8s/live/start.yaml": patch})) == {"k8s/base/web.yaml"}
