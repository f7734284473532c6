"""Keys and values of blueprints, written anew."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.fix.made import fix

PATH = "render.yaml"


def service(*lines: str) -> str:
    return "services:\n  - type: web\n    name: api\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(("before", "after"), [
    ("rootDirectory: backend  # ours", "rootDir: backend  # ours"),
    ('"rootDirectory" : backend', '"rootDir" : backend'),
    ("'rootDirectory': backend", "'rootDir': backend"),
    ("? rootDirectory\n    : backend", "? rootDir\n    : backend"),
])  # fmt: skip
def test_a_key_is_renamed_where_it_stands(before: str, after: str) -> None:
    fixed = fix({PATH: service("runtime: docker", before)}, "RND001")
    assert fixed.text(PATH) == service("runtime: docker", after)
    assert fix(fixed.files, "RND001").changed == {}


@pytest.mark.parametrize(("before", "after"), [
    ("env: docker", "runtime: docker"),
    ("autoDeploy: true", "autoDeployTrigger: commit"),
    ("autoDeploy: no", None),
    ("autoDeploy: false # not yet", 'autoDeployTrigger: "off" # not yet'),
    ("pullRequestPreviewsEnabled: false", 'previews: {generation: "off"}'),
    ("previewPlan: starter", "previews: {plan: starter}"),
    ('previewPlan: "pro plus"', 'previews: {plan: "pro plus"}'),
])  # fmt: skip
def test_an_old_key_and_its_value_get_their_new_names(before: str, after: str | None) -> None:
    fixed = fix({PATH: service(before)}, "RND006")
    assert fixed.text(PATH) == service(after or before)
    assert bool(fixed.refused) == (after is None)
    assert fix(fixed.files, "RND006").changed == {}


def test_an_old_value_gets_its_new_name() -> None:
    source = "services:\n  - {type: redis, name: cache, ipAllowList: []}\n"
    assert fix({PATH: source}, "RND006").text(PATH) == source.replace("redis", "keyvalue")


@pytest.mark.parametrize(("source", "reason"), [
    (service("env: docker", "runtime: docker"), "'runtime' stands there already"),
    (service("rootDir: a", "rootDirectory: b"), "'rootDir' stands there already"),
    (service("previewPlan: starter", "previews: {generation: manual}"), "'previews' stands there already"),
    (service("previewPlan:", "runtime: docker"), "its value is no simple one"),
    (service("previewPlan: !x starter", "runtime: docker"), "its value is no simple one"),
    (service("previewPlan: starter, or more", "runtime: docker"), "the file would say something else"),
    (service('"rootD\\u0069rectory": b'), "the key is not written as it is read"),
])  # fmt: skip
def test_what_would_say_something_else_stays(source: str, reason: str) -> None:
    fixed = fix({PATH: source}, "RND001", "RND006")
    assert fixed.text(PATH) == source
    assert list(fixed.refused.values()) == [reason]


def test_a_key_that_an_anchor_shares_is_renamed_once_for_all() -> None:
    source = (
        "services:\n  - &base\n    type: web\n    name: api\n    env: docker\n"
        "  - <<: *base\n    name: other\n  - type: worker\n    name: third\n    env: node\n"
    )
    assert fix({PATH: source}, "RND006").text(PATH) == source.replace("env:", "runtime:")


def test_a_key_that_a_merge_would_then_hide_stays() -> None:
    source = (
        "services:\n  - &base\n    type: web\n    name: api\n    env: docker\n"
        "  - <<: *base\n    name: other\n    runtime: node\n"
    )
    assert fix({PATH: source}, "RND006").text(PATH) == source


def test_a_blueprint_in_json_stays_json() -> None:
    source = (
        '{"services": [{"type": "web", "name": "api", "env": "docker", "autoDeploy": false, "previewPlan": "pro"}]}\n'
    )
    assert fix({PATH: source}, "RND006").text(PATH) == (
        '{"services": [{"type": "web", "name": "api", "runtime": "docker", "autoDeployTrigger": "off", '
        '"previews": {"plan": "pro"}}]}\n'
    )


def test_another_yaml_library_reads_the_file_with_nothing_but_the_new_names() -> None:
    source = service(
        "env: docker  # why", "rootDirectory: >-", "  folded", "autoDeploy: true", "envVars:", "  - {key: a, value: b}"
    )
    fixed = fix({PATH: source}, "RND001", "RND006").text(PATH)
    renamed = {"env": "runtime", "rootDirectory": "rootDir", "autoDeploy": "autoDeployTrigger"}
    wanted = load(source)
    entry = wanted["services"][0]
    for old, new in renamed.items():
        position = list(entry).index(old)
        entry.insert(position, new, entry.pop(old))
    entry["autoDeployTrigger"] = "commit"
    assert load(fixed) == wanted
    assert dumped(fixed) == fixed


def load(text: str) -> Any:
    return YAML(typ="rt").load(text)


def dumped(text: str) -> str:
    """The text as the round-trip dumper writes it."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(yaml.load(text), out)
    return out.getvalue()
