"""What holds of every merge, and that no file, however odd, makes it fail."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.model.compose.project import projects
from deploylint.model.intent import Intent
from tests.model.compose.merged import model, result, services
from tests.model.joined import joined, opened

KEYS = (
    "image build command entrypoint environment env_file ports expose volumes healthcheck depends_on profiles extends "
    "networks labels secrets configs working_dir deploy dns"
).split()
SCALARS = st.sampled_from([None, True, 0, 80, "", "a", "a=b", ".:/app", "80:80", "${A:-x}", "$B", "$$C", "a b"])
ODD = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "service", "file", "target", "source", "path", "test", "context"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
SERVICE = st.dictionaries(st.sampled_from(KEYS), ODD, max_size=6)
FILE = st.fixed_dictionaries(
    {"services": st.dictionaries(st.sampled_from(["a", "b"]), SERVICE | ODD, max_size=2)},
    optional={"include": ODD, "networks": ODD, "volumes": ODD},
)
PLAIN = st.fixed_dictionaries(
    {},
    optional={
        "image": st.sampled_from(["one", "two"]),
        "command": st.lists(st.sampled_from(["x", "y"]), max_size=2),
        "environment": st.dictionaries(st.sampled_from(["A", "B", "C"]), st.sampled_from(["1", "2"]), max_size=3),
        "volumes": st.lists(st.sampled_from(["a:/x", "b:/x", "c:/y"]), max_size=3),
        "ports": st.lists(st.sampled_from(["80:80", "81:80", "127.0.0.1:80:80"]), max_size=3),
        "profiles": st.lists(st.sampled_from(["p", "q"]), max_size=2),
    },
)


def text(service: dict[str, Any]) -> str:
    return json.dumps({"services": {"a": service}})


@settings(max_examples=60, deadline=None)
@given(FILE, FILE)
def test_no_file_makes_the_merge_or_the_join_fail(base: dict[str, Any], over: dict[str, Any]) -> None:
    files = {
        "compose.yaml": json.dumps(base),
        "compose.override.yaml": json.dumps(over),
        "a": json.dumps(base),
        "deploy.sh": "docker compose up -d a\n",
    }
    found = model(files, "compose.yaml", "compose.override.yaml")
    assert set(found.layers) <= set(services(found))
    for project in projects(opened(files), Intent()):
        for service in project.services.values():
            assert service.last.path in (*project.files, "a")
    joined(files)


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_a_file_over_itself_changes_nothing(service: dict[str, Any]) -> None:
    files = {"a.yaml": text(service), "b.yaml": text(service)}
    assert result(files) == result({"a.yaml": text(service)})


@settings(max_examples=60, deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_the_last_of_three_files_wins_whichever_are_merged_first(
    one: dict[str, Any], two: dict[str, Any], three: dict[str, Any]
) -> None:
    first = result({"1.yaml": text(one), "2.yaml": text(two)})
    together = result({"12.yaml": json.dumps({"services": first}), "3.yaml": text(three)})
    assert result({"1.yaml": text(one), "2.yaml": text(two), "3.yaml": text(three)}) == together


@settings(max_examples=60, deadline=None)
@given(PLAIN, PLAIN)
def test_every_value_of_a_merge_stands_in_the_file_that_said_it_last(one: dict[str, Any], two: dict[str, Any]) -> None:
    found = services(model({"1.yaml": text(one), "2.yaml": text(two)}))["a"]
    for name, said in found.entries.items():
        if said.kind == "scalar" or name == "command":
            assert said.span.path == ("2.yaml" if name in two else "1.yaml")
