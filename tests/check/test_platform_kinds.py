"""Rules on platform files, against shapes that nobody would write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.check import engine
from deploylint.check.finding import Finding
from deploylint.check.load import shipped
from deploylint.model.join import join
from deploylint.platforms.schema import schema
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace

RULES = {rule.id: rule for rule in shipped()}
RENDER = schema("render")
KEYS = sorted({key for keys in RENDER.types.values() for key in keys} | {"rootDirectory", "x"})
COMPOSE = (
    "depends_on networks volumes configs secrets extends env_file links volumes_from network_mode build image path "
    "required type source file service target external name a b"
).split()


def documents(keys: list[str]) -> st.SearchStrategy[Any]:
    scalars = st.sampled_from(["web", "static", "a", "./a:/b", "service:a", "", "off", None, True, 0, 7, 1.5])
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=5),
        max_leaves=20,
    )


def told(files: Mapping[str, Any], *ids: str) -> tuple[Finding, ...]:
    """What the rules say of files whose content is JSON, which is YAML too."""
    tree = MemoryTree({path: json.dumps(content).encode() for path, content in files.items()})
    return engine.run([RULES[one] for one in ids], join(Workspace(tree)), as_of=date(2026, 1, 1), known=RULES)


@settings(max_examples=80, deadline=None)
@given(st.lists(documents(KEYS), max_size=4), st.dictionaries(st.sampled_from(KEYS), documents(KEYS), max_size=4))
def test_every_blueprint_is_judged_and_no_key_stands_twice(services: list[Any], rest: dict[str, Any]) -> None:
    found = told(
        {"render.yaml": {**rest, "services": services}}, "RND001", "RND002", "RND003", "RND004", "RND006", "PLT004"
    )
    assert len({finding.key for finding in found}) == len(found)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["a", "b", "web"]), documents(COMPOSE), max_size=3),
    st.dictionaries(st.sampled_from(["networks", "volumes", "configs", "secrets", "include"]), documents(COMPOSE)),
)
def test_every_compose_file_is_judged_and_no_key_stands_twice(services: dict[str, Any], rest: dict[str, Any]) -> None:
    found = told({"compose.yaml": {**rest, "services": services}}, "CMP002", "CMP004")
    assert len({finding.key for finding in found}) == len(found)


def test_no_value_of_a_variable_is_repeated() -> None:
    """Values may be secrets: only booleans are shown."""
    variables = [{"key": "A", "value": ["hunter2"]}, {"key": "B", "value": "hunter2", "sync": False}]
    service = {"type": "web", "name": "x", "runtime": "node", "envVars": variables}
    found = told({"render.yaml": {"services": [service]}}, "RND002")
    assert len(found) == 2
    assert not any("hunter2" in text for one in found for text in (one.message, one.hint, one.key))
