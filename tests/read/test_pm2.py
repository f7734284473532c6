"""The reader of PM2's process files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.document import Node
from deploylint.facts.place import Range, Source
from deploylint.read.ecmascript_objects import DYNAMIC
from deploylint.read.pm2 import read


def root(text: str) -> Node:
    return read(Source(text)).root


def said(node: Node | None) -> object:
    """A node as plain values; what only the run knows in angle brackets."""
    if node is None:
        return None
    if node.kind == "mapping":
        return {entry.key.value: said(node.get(entry.key.value)) for entry in node.entries}
    if node.kind == "sequence":
        return [said(item) for item in node.items]
    return f"<{node.value}>" if node.tag == DYNAMIC else node.value


def test_what_a_module_exports_is_a_document() -> None:
    text = 'module.exports = { apps: [{ name: "a", "script": `./b.js`, instances: 2, watch: true, x: null }] };\n'
    assert said(root(text)) == {"apps": [{"name": "a", "script": "./b.js", "instances": 2, "watch": True, "x": None}]}


@pytest.mark.parametrize(
    "text",
    [
        "const apps = [{name: 'a'}];\nmodule.exports = { apps };",
        "const base = {name: 'a'};\nmodule.exports = { apps: [{ ...base }] };",
        "const config = { apps: [{ name: 'a' }] };\nexport default config;",
        "export default { apps: [ /* one */ { name: 'a' } ] };",
        '{"apps": [{"name": "a"}]}',
        "apps:\n- name: a\n",
    ],
)
def test_names_spreads_json_and_yaml_say_the_same(text: str) -> None:
    assert said(root(text)) == {"apps": [{"name": "a"}]}


def test_what_only_the_run_knows_is_dynamic() -> None:
    text = "module.exports = {cwd: __dirname, script: process.env.X || 'a', args: `${b} c`, plain: 'd'};"
    assert said(root(text)) == {
        "cwd": "<__dirname>",
        "script": "<process.env.X || 'a'>",
        "args": "<${b} c>",
        "plain": "d",
    }


def test_of_keys_and_spreads_the_last_wins() -> None:
    assert said(root("const b = {x: 1};\nmodule.exports = {x: 2, ...b};")) == {"x": 1}
    assert said(root("const b = {x: 1};\nmodule.exports = {...b, x: 2};")) == {"x": 2}


def test_places_are_those_of_the_literals() -> None:
    script = root("module.exports = {\n  apps: [{script: 'é.js'}],\n};").get("apps", 0, "script")
    assert script is not None
    assert script.text is not None
    assert script.text.range() == Range(2, 20, 2, 24)


@pytest.mark.parametrize("text", ["", "module.exports = require('./other');", "module.exports = () => ({});", "x = {"])
def test_what_exports_no_literal_has_no_apps(text: str) -> None:
    assert root(text).get("apps") is None


def test_names_that_go_round_end() -> None:
    assert root("const a = b;\nconst b = a;\nmodule.exports = { apps: a };").kind == "mapping"
    assert root("module.exports = " + "[" * 500 + "]" * 500).kind == "sequence"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**31) | st.text(alphabet="ab/.- "),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "cwd"]), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["apps", "name"]), _JSON, max_size=2))
def test_json_in_a_module_is_what_json_is(value: dict[str, object]) -> None:
    text = json.dumps(value)
    assert said(root(f"module.exports = {text};")) == value == said(root(text))


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert read(Source(text)).root.kind in ("mapping", "sequence", "scalar")
    assert read(Source(f"module.exports = {text}")).root.kind in ("mapping", "sequence", "scalar")
