"""What users copy from docs/ci.md, and our own workflow: both name only what is there."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML

from deploylint.cli.commands.lint import command
from deploylint.version import __version__
from tests.ci.snippets import OWN, ROOT, snippets

USES = re.compile(r"uses: (\S+)")


def load(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_the_documentation_has_a_snippet_for_each_place() -> None:
    assert list(snippets()) == [".github/workflows/deploylint.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"]


def test_snippets_name_this_version() -> None:
    for text in snippets().values():
        assert f"v{__version__}" in text


def test_the_github_snippet_gives_the_action_inputs_that_it_has() -> None:
    action = load(read("action.yml"))
    steps = load(snippets()[".github/workflows/deploylint.yml"])["jobs"]["deploylint"]["steps"]
    (own,) = (step for step in steps if step["uses"].startswith(OWN))
    assert set(own["with"]) <= set(action["inputs"])
    table = re.findall(r"^\| `([\w-]+)` \|", read("docs/ci.md"), re.MULTILINE)
    assert table == list(action["inputs"])


def test_the_pre_commit_snippet_names_a_hook_that_is_there() -> None:
    hooks = {hook["id"] for hook in load(read(".pre-commit-hooks.yaml"))}
    for repository in load(snippets()[".pre-commit-config.yaml"])["repos"]:
        assert {hook["id"] for hook in repository["hooks"]} <= hooks


def test_options_in_the_snippets_and_in_the_action_are_options() -> None:
    known = {option for parameter in command.params for option in parameter.opts}
    for text in (snippets()[".gitlab-ci.yml"], read("action.yml")):
        called = [line for line in text.splitlines() if re.search(r"deploylint (\$base|\"\$\{arg)|arguments\+?=", line)]
        assert len(called) > 1
        assert {found for line in called for found in re.findall(r"--[a-z-]+", line)} <= known


def test_our_own_files_and_the_snippets_use_actions_by_their_commits() -> None:
    for text in (read("action.yml"), read(".github/workflows/ci.yml"), *snippets().values()):
        for used in USES.findall(text):
            assert used == "./" or used.startswith(OWN) or re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used)


def test_ci_runs_on_every_python_that_the_package_supports() -> None:
    matrix = load(read(".github/workflows/ci.yml"))["jobs"]["test"]["strategy"]["matrix"]["python"]
    listed = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', read("pyproject.toml"))
    assert matrix == listed
