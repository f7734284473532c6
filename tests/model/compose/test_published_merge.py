"""The examples of merging that the Compose specification publishes, re-typed: document and section name each case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.compose.merged import messages, model, result

PORTS = 'services: {app: {image: myapp, ports: ["8080:80"]%s}}\n'

CASES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "13 Mapping": (
        (
            "services: {foo: {key1: value1, key2: value2}}\n",
            "services: {foo: {key2: VALUE, key3: value3}}\n",
        ),
        {"foo": {"key1": "value1", "key2": "VALUE", "key3": "value3"}},
    ),
    "13 Sequence": (
        ("services: {foo: {DNS: [1.1.1.1]}}\n", "services: {foo: {DNS: [8.8.8.8]}}\n"),
        {"foo": {"DNS": ["1.1.1.1", "8.8.8.8"]}},
    ),
    "13 Shell commands": (
        (
            'services: {foo: {command: ["echo", "foo"]}}\n',
            'services: {foo: {command: ["echo", "bar"]}}\n',
        ),
        {"foo": {"command": ["echo", "bar"]}},
    ),
    "13 Shell commands: entrypoint": (
        ("services: {foo: {entrypoint: [a, b]}}\n", "services: {foo: {entrypoint: c}}\n"),
        {"foo": {"entrypoint": "c"}},
    ),
    "13 Shell commands: healthcheck test": (
        (
            "services: {foo: {healthcheck: {test: [CMD, a], interval: 1s}}}\n",
            "services: {foo: {healthcheck: {test: [CMD, b]}}}\n",
        ),
        {"foo": {"healthcheck": {"test": ["CMD", "b"], "interval": "1s"}}},
    ),
    "13 Unique resources": (
        ("services: {foo: {volumes: [foo:/work]}}\n", "services: {foo: {volumes: [bar:/work]}}\n"),
        {"foo": {"volumes": ["bar:/work"]}},
    ),
    "13 Unique resources: ports": (
        (
            'services: {foo: {ports: ["80:80"]}}\n',
            'services: {foo: {ports: ["80:80", "80:80/udp", "127.0.0.1:80:80"]}}\n',
        ),
        {"foo": {"ports": ["80:80", "80:80/udp", "127.0.0.1:80:80"]}},
    ),
    "13 Unique resources: secrets": (
        (
            "services: {foo: {secrets: [one, {source: two, target: name}]}}\n",
            "services: {foo: {secrets: [{source: three, target: name}, one]}}\n",
        ),
        {"foo": {"secrets": ["one", {"source": "three", "target": "name"}]}},
    ),
    "13 Unique resources: configs": (
        (
            "services: {foo: {configs: [{source: a, target: /x}]}}\n",
            "services: {foo: {configs: [{source: b, target: /x}, {source: b, target: /y}]}}\n",
        ),
        {"foo": {"configs": [{"source": "b", "target": "/x"}, {"source": "b", "target": "/y"}]}},
    ),
    "13 Reset value": (
        (
            PORTS % ", environment: {FOO: BAR}",
            "services: {app: {image: myapp, ports: !reset [], environment: {FOO: !reset null}}}\n",
        ),
        {"app": {"image": "myapp", "environment": {}}},
    ),
    "13 Reset value: what stands there is ignored": (
        (PORTS % "", 'services: {app: {ports: !reset ["1:1"]}}\n'),
        {"app": {"image": "myapp"}},
    ),
    "13 Replace value": (
        (PORTS % "", 'services: {app: {image: myapp, ports: !override ["8443:443"]}}\n'),
        {"app": {"image": "myapp", "ports": ["8443:443"]}},
    ),
    "13 Replace value: without the tag both are there": (
        (PORTS % "", 'services: {app: {image: myapp, ports: ["8443:443"]}}\n'),
        {"app": {"image": "myapp", "ports": ["8080:80", "8443:443"]}},
    ),
    "05 environment: both notations": (
        (
            "services: {a: {environment: {RACK_ENV: development, SHOW: 'true', USER_INPUT: }}}\n",
            "services: {a: {environment: [RACK_ENV=test, SHOW=true, OTHER=a=b]}}\n",
        ),
        {"a": {"environment": {"RACK_ENV": "test", "SHOW": "true", "USER_INPUT": None, "OTHER": "a=b"}}},
    ),
    "05 depends_on: both notations": (
        (
            "services: {web: {depends_on: [db, redis]}}\n",
            "services: {web: {depends_on: {db: {condition: service_healthy}}}}\n",
        ),
        {"web": {"depends_on": {"db": {"condition": "service_healthy"}, "redis": None}}},
    ),
    "05 env_file: string and list": (
        ("services: {a: {env_file: .env}}\n", "services: {a: {env_file: [./a.env, ./b.env]}}\n"),
        {"a": {"env_file": [".env", "./a.env", "./b.env"]}},
    ),
    "05 build: string and mapping": (
        ("services: {a: {build: ./dir}}\n", "services: {a: {build: {target: prod}}}\n"),
        {"a": {"build": {"context": "./dir", "target": "prod"}}},
    ),
    "05 command: null is the image's": (
        ("services: {a: {command: [x]}}\n", "services: {a: {command: null}}\n"),
        {"a": {"command": None}},
    ),
    "11 Example 2": (
        (
            "x-env: &env\n  environment: [CONFIG_KEY, EXAMPLE_KEY]\nservices:\n"
            "  first: {<<: *env, image: 'my-image:latest'}\n  second: {<<: *env, image: 'another-image:latest'}\n",
        ),
        {
            "first": {"image": "my-image:latest", "environment": {"CONFIG_KEY": None, "EXAMPLE_KEY": None}},
            "second": {"image": "another-image:latest", "environment": {"CONFIG_KEY": None, "EXAMPLE_KEY": None}},
        },
    ),
    "11 Example 4": (
        (
            "x-environment: &default-environment {FOO: BAR, ZOT: QUIX}\nx-keys: &keys {KEY: VALUE}\n"
            "services:\n  frontend:\n    image: example/webapp\n    environment:\n"
            "      << : [*default-environment, *keys]\n      YET_ANOTHER: VARIABLE\n",
        ),
        {
            "frontend": {
                "image": "example/webapp",
                "environment": {"YET_ANOTHER": "VARIABLE", "FOO": "BAR", "ZOT": "QUIX", "KEY": "VALUE"},
            }
        },
    ),
}


@pytest.mark.parametrize(("files", "expected"), CASES.values(), ids=CASES.keys())
def test_files_are_merged_as_published(files: tuple[str, ...], expected: dict[str, Any]) -> None:
    assert result({f"{number}.yaml": text for number, text in enumerate(files)}) == expected


COMMON = "services: {common: {image: busybox, %s}, cli: {extends: {service: common}, %s}}\n"
EXTENDED: dict[str, tuple[str, dict[str, Any]]] = {
    "05 extends Mappings": (
        COMMON % ("environment: {TZ: utc, PORT: 80}", "environment: {PORT: 8080}"),
        {"environment": {"PORT": 8080, "TZ": "utc"}, "image": "busybox"},
    ),
    "05 extends Mappings: array syntax": (
        COMMON % ("environment: [TZ=utc, PORT=80]", "environment: [PORT=8080]"),
        {"environment": {"PORT": "8080", "TZ": "utc"}, "image": "busybox"},
    ),
    "05 extends Mappings: volumes": (
        COMMON
        % ("volumes: ['common-volume:/var/lib/backup/data:rw']", "volumes: ['cli-volume:/var/lib/backup/data:ro']"),
        {"image": "busybox", "volumes": ["cli-volume:/var/lib/backup/data:ro"]},
    ),
    "05 extends Mappings: extends of extends": (
        "services: {base: {image: busybox, user: root}, common: {image: busybox, extends: {service: base}},"
        " cli: {extends: {service: common}}}\n",
        {"image": "busybox", "user": "root"},
    ),
    "05 extends Sequences": (
        COMMON % ("security_opt: ['label:role:ROLE']", "security_opt: ['label:user:USER', 'label:role:ROLE']"),
        {"image": "busybox", "security_opt": ["label:role:ROLE", "label:user:USER"]},
    ),
    "05 extends Scalars": (
        COMMON % ("user: root, hostname: one", "user: nobody"),
        {"image": "busybox", "user": "nobody", "hostname": "one"},
    ),
}


@pytest.mark.parametrize(("text", "expected"), EXTENDED.values(), ids=EXTENDED.keys())
def test_services_are_extended_as_published(text: str, expected: dict[str, Any]) -> None:
    assert result({"compose.yaml": text})["cli"] == expected


def test_05_extends_names_a_service_of_another_file_whose_paths_count_from_its_own_folder() -> None:
    files = {
        "compose.yaml": "services: {web: {extends: {file: base/common.yml, service: webapp}, command: run}}\n",
        "base/common.yml": "services: {webapp: {build: ./app, command: base, extends: {file: deep.yml, service: x}}}\n",
        "base/deep.yml": "services: {x: {user: root}}\n",
    }
    found = model(files, "compose.yaml")
    assert result(files, "compose.yaml")["web"] == {
        "user": "root", "build": {"context": "./app"}, "command": "run"
    }  # fmt: skip
    assert found.problems == ()
    assert [(layer.path, layer.extended) for layer in found.layers["web"]] == [
        ("base/deep.yml", True), ("base/common.yml", True), ("compose.yaml", False)
    ]  # fmt: skip
    context = found.root.get("services", "web", "build", "context")
    assert context is not None
    assert (context.base, context.span.path) == ("base", "base/common.yml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("services: {a: {extends: {service: b}}}\n", "'a' extends 'b', which 'compose.yaml' does not have"),
        ("services: {a: {extends: b}, b: {extends: c}, c: {extends: a}}\n", "'a' extends itself"),
        ("services: {a: {extends: {file: no.yaml, service: b}}}\n", "'no.yaml' does not exist"),
    ],
    ids=["no such service", "a cycle", "no such file"],
)
def test_05_extends_what_compose_refuses_is_a_problem(text: str, expected: str) -> None:
    assert expected in messages(model({"compose.yaml": text}))


def test_14_short_syntax_takes_the_folder_and_the_env_file_of_the_included_file() -> None:
    files = {
        "app/compose.yaml": "include: [../commons/compose.yaml]\nservices: {webapp: {depends_on: [included]}}\n",
        "app/.env": "TAG=ours\n",
        "commons/compose.yaml": 'services: {included: {build: ., image: "x:${TAG}-${OTHER}"}}\n',
        "commons/.env": "TAG=theirs\nOTHER=there\n",
    }
    found = model(files, "app/compose.yaml", directory="app")
    assert result(files, "app/compose.yaml", directory="app")["included"] == {
        "build": {"context": "."}, "image": "x:ours-there"
    }  # fmt: skip
    context = found.root.get("services", "included", "build", "context")
    assert context is not None
    assert context.base == "commons"


def test_14_long_syntax_merges_several_paths_in_a_project_directory_with_env_files() -> None:
    files = {
        "app/compose.yaml": (
            "include:\n  - path: [../commons/compose.yaml, ./over.yaml]\n    project_directory: ..\n"
            "    env_file: [../another/.env, ../another/dev.env]\n"
        ),
        "app/over.yaml": 'services: {one: {image: "over:${B}"}}\n',
        "commons/compose.yaml": 'services: {one: {build: .}, two: {image: "two:${A}"}}\n',
        "another/.env": "A=1\nB=1\n",
        "another/dev.env": "B=2\n",
    }
    found = model(files, "app/compose.yaml", directory="app")
    assert result(files, "app/compose.yaml", directory="app") == {
        "one": {"build": {"context": "."}, "image": "over:2"},
        "two": {"image": "two:1"},
    }
    context = found.root.get("services", "one", "build", "context")
    assert context is not None
    assert context.base == ""


def test_14_include_applies_recursively_and_a_cycle_is_an_error() -> None:
    files = {
        "compose.yaml": "include: [a/compose.yaml]\n",
        "a/compose.yaml": "include: [../b/compose.yaml]\nservices: {a: {image: a}}\n",
        "b/compose.yaml": "include: [../a/compose.yaml]\nservices: {b: {image: b}}\n",
    }
    found = model(files, "compose.yaml")
    assert set(found.layers) == {"a", "b"}
    assert messages(found) == ["'a/compose.yaml' includes itself"]


def test_14_a_clash_of_names_is_reported_and_not_merged() -> None:
    files = {
        "compose.yaml": "include: [other.yaml]\nservices: {a: {image: ours}}\n",
        "other.yaml": "services: {a: {image: theirs, user: root}}\n",
    }
    assert result(files, "compose.yaml") == {"a": {"image": "ours"}}
    assert messages(model(files, "compose.yaml")) == ["'a' of services is defined here and in what is included"]


def test_14_a_path_with_a_variable_that_is_not_set_leaves_the_model_open() -> None:
    found = model({"compose.yaml": "include: ['${INCLUDE_PATH:?FOO}/compose.yaml']\n"})
    assert found.open
