"""Kubernetes workloads and Cloud Run services, and the images that their names mean."""

from __future__ import annotations

from textwrap import dedent

import pytest

from deploylint.model.deployment import Deployment, Effective
from deploylint.model.image_names import image_named, plain
from tests.model.joined import joined, opened, python_image

IMAGE = "ghcr.io/acme/shop:1"
APP = {
    "Dockerfile": python_image('ENTRYPOINT ["python"]', 'CMD ["api.py"]'),
    "api.py": "",
    "worker.py": "",
    "build.sh": f"docker build -t {IMAGE} .\n",
}


def workload(container: str, kind: str = "Deployment", **more: str) -> str:
    """A manifest with one container; more: further keys of the pod."""
    api = "v1" if kind == "Pod" else "apps/v1"
    pod = "".join(f", {key}: {value}" for key, value in more.items())
    spec = f"{{containers: [{container}]{pod}}}"
    body = {"Pod": spec, "CronJob": f"{{jobTemplate: {{spec: {{template: {{spec: {spec}}}}}}}}}"}
    text = body.get(kind, f"{{template: {{spec: {spec}}}}}")
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: api}}\nspec: {text}\n"


def rows(files: dict[str, str]) -> list[Effective]:
    deployment = joined({**APP, **files})
    return [row for service in deployment.services for row in service.effective if row.platform != "docker"]


def row(container: str, kind: str = "Deployment") -> Effective:
    (found,) = rows({"k8s/api.yaml": workload(container, kind)})
    return found


def test_without_words_of_its_own_the_image_decides() -> None:
    found = row(f"{{name: api, image: '{IMAGE}'}}")
    assert (found.title, found.name, found.argv, found.certainty) == (
        "Kubernetes",
        "api",
        ("python", "api.py"),
        "certain",
    )


def test_command_drops_entrypoint_and_cmd_and_args_follow_it() -> None:
    found = row(f"{{image: '{IMAGE}', command: [python, -u], args: [worker.py]}}")
    assert found.argv == ("python", "-u", "worker.py")
    assert [lost.reason for lost in found.shadowed] == ["command of 'k8s/api.yaml' replaces it"]


def test_args_alone_keep_the_entrypoint() -> None:
    found = row(f"{{image: '{IMAGE}', args: [worker.py]}}")
    assert found.argv == ("python", "worker.py")
    assert found.winner is not None
    assert found.winner.launch is not None
    assert found.winner.launch.resolution.path == "worker.py"


@pytest.mark.parametrize("container", ["{image: redis, args: [--save, '60']}", "{image: redis}"])
def test_of_an_image_that_nobody_builds_here_nothing_is_known(container: str) -> None:
    found = row(container)
    assert (found.winner, found.certainty) == (None, "unknown")
    assert "nothing of the repository builds the image 'redis'" in found.assumptions


def test_only_names_in_parentheses_are_expanded() -> None:
    found = row(f"{{image: '{IMAGE}', command: [python, $(FILE)], env: [{{name: FILE, value: api.py}}]}}")
    assert found.winner is not None
    words = found.winner.script.commands[0].words
    assert [word.value for word in words] == ["python", None]
    found = row(f"{{image: '{IMAGE}', command: [python, $FILE, $$(X)]}}")
    assert found.winner is not None
    assert [word.value for word in found.winner.script.commands[0].words] == ["python", "$FILE", "$$(X)"]


@pytest.mark.parametrize(
    ("kind", "process"), [("StatefulSet", "web"), ("DaemonSet", "web"), ("Pod", "web"), ("CronJob", "cron")]
)
def test_every_kind_of_workload_is_read(kind: str, process: str) -> None:
    deployment = joined({**APP, "a.yaml": workload(f"{{image: '{IMAGE}'}}", kind)})
    assert [s.process for s in deployment.services if any(r.platform == "kubernetes" for r in s.effective)] == [process]


def releases(deployment: Deployment) -> list[str]:
    return [declaration.text for declaration in deployment.declarations if declaration.phase == "release"]


def test_jobs_and_init_containers_are_of_the_release() -> None:
    container = f"{{name: m, image: '{IMAGE}', command: [alembic, upgrade, head]}}"
    assert releases(joined({**APP, "a.yaml": workload(container, "Job")})) == ["alembic upgrade head"]
    files = {**APP, "a.yaml": workload(f"{{image: '{IMAGE}'}}", initContainers=f"[{container}]")}
    assert releases(joined(files)) == ["alembic upgrade head"]
    assert rows({"a.yaml": workload(container, "Job")}) == []


def test_all_documents_and_lists_are_read_and_templates_and_other_yaml_are_not() -> None:
    one = workload(f"{{image: '{IMAGE}'}}")
    listed = "apiVersion: v1\nkind: List\nitems:\n" + "".join(
        ("- " if number == 0 else "  ") + line + "\n" for number, line in enumerate(one.splitlines())
    )
    assert len(rows({"a.yaml": f"apiVersion: v1\nkind: Service\n---\n{one}---\n{one}"})) == 2
    assert len(rows({"a.yaml": listed})) == 1
    assert rows({"c/templates/a.yaml": one, "c/Chart.yaml": "name: c\n"}) == []
    assert rows({"a.yaml": "apiVersion: v1\nkind: Deployment\nspec: none\n", "b.yaml": "kind: Deployment\n"}) == []
    assert rows({"a.yaml": "apiVersion: {{ x }}\nkind: Deployment\n"}) == []


def test_a_patch_says_nothing_of_a_service() -> None:
    assert rows({"k8s/overlays/prod/patch.yaml": workload("{name: api, resources: {}}")}) == []


def test_one_image_in_several_workloads_is_no_conflict() -> None:
    deployment = joined(
        {
            **APP,
            "k8s/api.yaml": workload(f"{{image: '{IMAGE}'}}"),
            "k8s/worker.yaml": workload(f"{{image: '{IMAGE}', command: [python, worker.py]}}"),
        }
    )
    texts = [[d.text for d in service.declarations] for service in deployment.services]
    assert ["python worker.py"] in texts


@pytest.mark.parametrize(
    ("path", "role"),
    [("k8s/overlays/dev/a.yaml", "development"), ("k8s/prod/a.yaml", "production"), ("k.yaml", "production")],
)
def test_roles_come_from_folders_and_else_from_the_platform(path: str, role: str) -> None:
    (found,) = rows({path: workload(f"{{image: '{IMAGE}'}}")})
    assert found.role == role


def test_cloud_run_reads_containers_in_the_same_way() -> None:
    text = workload(f"{{image: '{IMAGE}', args: [worker.py], ports: [{{containerPort: 9000}}]}}", "Service")
    (found,) = rows({"service.yaml": text.replace("apps/v1", "serving.knative.dev/v1")})
    assert (found.title, found.argv) == ("Cloud Run", ("python", "worker.py"))
    assert [stated.value for stated in found.ports] == ["9000"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("a/b:1", "a/b"),
        ("r:5000/a/b@sha256:ff", "r:5000/a/b"),
        ("${{ env.R }}/b:${{ github.sha }}", "*/b"),
        ("$R/b:$T", "*/b"),
        ("b", "b"),
    ],
)
def test_names_lose_their_tag_and_what_is_dynamic(name: str, meant: str) -> None:
    assert plain(name) == meant


BUILDS = {
    "api/Dockerfile": "FROM python:3.12\nCMD python api.py\n",
    "compose": {"compose.yml": "services:\n  x:\n    image: a/b:1\n    build: api\n"},
    "workflow": {
        ".github/workflows/d.yml": """
            on: push
            jobs:
              x:
                steps:
                - {id: meta, uses: docker/metadata-action@v5, with: {images: a/b}}
                - {uses: docker/build-push-action@v6, with: {context: api, tags: "${{ steps.meta.outputs.tags }}"}}
            """
    },
    "command": {".github/workflows/d.yml": "jobs: {x: {steps: [{run: docker build -t a/b:2 -f api/Dockerfile .}]}}\n"},
    "makefile": {"Makefile": "image:\n\t@docker build -t a/b:latest api\n"},
    "skaffold": {"skaffold.yaml": "apiVersion: skaffold/v4\nbuild: {artifacts: [{image: a/b, context: api}]}\n"},
    "script": {"package.json": '{"scripts": {"image": "docker buildx build --tag a/b ./api"}}'},
}


@pytest.mark.parametrize("way", [way for way in BUILDS if "/" not in way])
def test_what_builds_and_tags_an_image_says_of_what_it_is(way: str) -> None:
    files = BUILDS[way]
    assert isinstance(files, dict)
    workspace = opened({"api/Dockerfile": str(BUILDS["api/Dockerfile"]), **{p: dedent(t) for p, t in files.items()}})
    found = image_named(workspace, "a/b:9")
    assert found.image is not None
    assert (found.image.path, found.certain) == ("api/Dockerfile", True)
    assert image_named(workspace, "other/b").image is None
    assert image_named(workspace, "b").image is None


def test_behind_a_dynamic_registry_the_last_segment_decides_and_that_is_likely() -> None:
    workspace = opened({"Dockerfile": "FROM a\n", "b.sh": "docker build -t $REGISTRY/shop:$TAG .\n"})
    found = image_named(workspace, "eu.gcr.io/x/shop:1")
    assert found.image is not None
    assert not found.certain
    assert image_named(workspace, "eu.gcr.io/x/other:1").image is None
    assert image_named(workspace, "eu.gcr.io/x/$NAME").image is None


def test_a_name_that_two_dockerfiles_are_built_under_means_neither() -> None:
    workspace = opened(
        {"a/Dockerfile": "FROM a\n", "b/Dockerfile": "FROM a\n", "b.sh": "docker build -t x a\ndocker build -t x b\n"}
    )
    assert image_named(workspace, "x").image is None
