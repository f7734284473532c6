"""The package.json reader."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range, Source
from deploylint.read.package_json import read


def package(**fields: Any) -> PackageJson:
    return read(Source(json.dumps(fields)))


def test_scripts_are_commands_with_places_behind_their_escapes() -> None:
    facts = read(Source('{\n  "scripts": {\n    "start": "node \\"dist/index.js\\" --port $PORT"\n  }\n}\n'))
    (script,) = facts.scripts
    assert (script.name.value, script.range) == ("start", Range(3, 5, 3, 51))
    (command,) = script.script.commands
    assert command.words[1].value == "dist/index.js"
    assert command.words[1].range == Range(3, 22, 3, 35)
    assert command.words[3].value is None
    assert facts.script("start") is script
    assert facts.script("stop") is None


def test_a_script_that_stands_twice_counts_as_the_last_and_is_a_problem() -> None:
    facts = read(Source('{"scripts": {"a": "x", "a": "y"}}'))
    assert [problem.kind for problem in facts.problems] == ["duplicate-key"]
    found = facts.script("a")
    assert found is not None
    assert found.text.value == "y"


def test_fields_are_read() -> None:
    facts = package(
        name="app",
        main="dist/index.js",
        type="module",
        packageManager="pnpm@9.1.0+sha512.abc",
        bin={"app": "cli.js", "other": "other.js"},
        dependencies={"next": "^14", "prisma": "5"},
        devDependencies={"prisma": "5", "vite": "*"},
        workspaces={"packages": ["apps/*", "packages/*"]},
    )
    assert facts.name == "app"
    assert facts.main is not None
    assert facts.main.value == "dist/index.js"
    assert facts.module
    assert facts.manager == "pnpm"
    assert [text.value for text in facts.bins] == ["cli.js", "other.js"]
    assert facts.dependencies == (("next", "^14"), ("prisma", "5"))
    assert facts.development == (("vite", "*"),)
    assert facts.workspaces == ("apps/*", "packages/*")


def test_bin_and_workspaces_have_short_forms() -> None:
    facts = package(bin="cli.js", workspaces=["a", "b"])
    assert [text.value for text in facts.bins] == ["cli.js"]
    assert facts.workspaces == ("a", "b")


@pytest.mark.parametrize("wrong", [1, None, True, [], [1, {}], {"a": 1}, {"a": []}, "x"])
def test_values_of_a_wrong_type_are_left_out(wrong: Any) -> None:
    keys = ("name", "main", "scripts", "bin", "dependencies", "devDependencies", "workspaces", "packageManager", "type")
    facts = package(**dict.fromkeys(keys, wrong))
    assert facts.scripts == ()
    assert facts.dependencies == ()
    assert not facts.module
    assert facts.problems == ()


@pytest.mark.parametrize("text", ["", "[]", "1", "{", "null"])
def test_a_file_that_is_no_object_has_no_facts(text: str) -> None:
    facts = read(Source(text))
    assert (facts.scripts, facts.name, facts.main) == ((), None, None)
