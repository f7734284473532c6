"""The schemas of platform files: the data fits together, and documents are walked beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploylint.facts.document import Node
from deploylint.facts.place import Source
from deploylint.platforms import schemas
from deploylint.platforms.schema import Schema, schema
from deploylint.platforms.visit import foreign, visit
from deploylint.read import yaml

NAMES = sorted(path.stem for path in Path(schemas.__path__[0]).glob("*.toml"))


def root(text: str) -> Node:
    return yaml.read(Source(text)).root


def types_of(known: Schema, type_name: str) -> set[str]:
    """The types that an entry of a type may turn out to be."""
    return {choice.type for choice in known.choices.get(type_name, ())} or {type_name}


def test_there_are_schemas() -> None:
    assert "render" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_type_that_a_key_names_exists(name: str) -> None:
    known = schema(name)
    for keys in known.types.values():
        for said in filter(None, keys.values()):
            inner = said.strip("[]{}*")
            assert inner in known.values or all(one in known.types for one in types_of(known, inner)), said


@pytest.mark.parametrize("name", NAMES)
def test_all_tables_speak_of_types_and_keys_that_exist(name: str) -> None:
    known = schema(name)
    assert known.root in known.types
    for table in (known.required, known.expected):
        for kind, groups in table.items():
            assert all(key in known.types[kind] for group in groups for key in group), kind
    for kind, forms in known.forms.items():
        assert all(form.partition("=")[0] in known.types[kind] for form in forms)
    for kind, old in known.deprecated.items():
        assert all(key in known.types[kind] for key in old)
    for kind, renamed in known.renamed.items():
        assert all(key in known.types[kind] for key in renamed)
    for reference in known.references:
        assert reference.key in known.types[reference.type]
        assert all("name" in known.types[kind] for kind in reference.to)
    assert all("name" in known.types[kind] for group in known.unique for kind in group)


@pytest.mark.parametrize("name", NAMES)
def test_the_key_that_is_meant_is_known_somewhere(name: str) -> None:
    known = schema(name)
    keys = {key for keys in known.types.values() for key in keys}
    assert set(known.meant.values()) - {""} <= keys


def test_every_node_has_the_type_that_the_values_around_it_decide() -> None:
    document = root(
        "services:\n"
        "- {type: web, runtime: static, name: site, routes: [{type: rewrite}]}\n"
        "- {type: redis, name: cache}\n"
    )
    found = {typed.way: typed.type for typed in visit(schema("render"), document)}
    assert found[()] == "blueprint"
    assert found["services",] == "[service]"
    assert found["services", "site"] == "static"
    assert found["services", "site", "routes", "0"] == "route"
    assert found["services", "cache"] == "keyvalue"
    assert found["services", "cache", "type"] == "service-type"


def test_what_comes_through_a_merge_key_is_marked() -> None:
    document = root(
        "services:\n- &base {type: web, name: a, plan: free}\n- {<<: *base, name: b, envVars: [{key: X, value: 1}]}\n"
    )
    merged = {typed.way: typed.merged for typed in visit(schema("render"), document)}
    assert merged["services", "b", "plan"]
    assert not merged["services", "b", "name"]
    assert not merged["services", "b", "envVars", "X"]


@pytest.mark.parametrize("text", ["name: x\nversion: 1.0.0\n", "a: 1\n", "version: '3'\n"])
def test_a_file_without_a_key_of_its_own_is_another_file(text: str) -> None:
    assert foreign(schema("render"), root(text))
    assert list(visit(schema("render"), root(text))) == []


def test_shapes_that_do_not_fit_are_still_visited() -> None:
    document = root("services: {web: 1}\ndatabases: text\nenvVarGroups:\n- just a name\n")
    found = {typed.way: typed.type for typed in visit(schema("render"), document)}
    assert found["services",] == "[service]"
    assert found["envVarGroups", "0"] == "group"


def test_a_mapping_of_any_names_is_visited_under_each_name() -> None:
    document = root("services:\n  web: {build: {context: .}, networks: [front]}\n  x-y: {image: a}\n")
    found = {typed.way: typed.type for typed in visit(schema("compose"), document)}
    assert found["services", "web"] == "service"
    assert found["services", "x-y"] == "service"
    assert found["services", "web", "build"] == "build"
    assert ("services", "web", "networks", "front") not in found


@pytest.mark.parametrize(("text", "way"), [("vm: {size: a}", ("vm",)), ("vm: [{size: a}]", ("vm", "0"))])
def test_one_or_a_list_of_them_has_the_same_type(text: str, way: tuple[str, ...]) -> None:
    document = root(f"app: a\n{text}\n")
    assert {typed.way: typed.type for typed in visit(schema("fly"), document)}[way] == "machine"


@pytest.mark.parametrize("text", ["expo: {}\naddons: []\n", "name: a\ndisplayName: b\n"])
def test_a_key_of_another_kind_of_file_makes_it_foreign(text: str) -> None:
    assert foreign(schema("app-json"), root(text))
