"""Patterns for paths, with git's own matching as the oracle of those read as in an ignore file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.glob import covers, escape, literal_name, literal_start, matches, select

PATHS = (
    "a",
    "a.py",
    "b/a.py",
    "b/c/a.py",
    "build/x/y.js",
    "docs/build",
    "docs/build2/z",
    "src/[id].tsx",
    "src/i.tsx",
    "x y/ü.py",
    "a\nb",
)


def test_a_star_stays_within_a_segment() -> None:
    assert select("*.py", PATHS) == ("a.py",)
    assert select("b/*", PATHS) == ("b/a.py",)


def test_two_stars_cross_any_number_of_folders() -> None:
    assert select("**/a.py", PATHS) == ("a.py", "b/a.py", "b/c/a.py")
    assert select("b/**/a.py", PATHS) == ("b/a.py", "b/c/a.py")
    assert select("b/**", PATHS) == ("b/a.py", "b/c/a.py")
    assert select("**/**/a.py", PATHS) == ("a.py", "b/a.py", "b/c/a.py")


def test_a_question_mark_is_one_character_but_no_slash() -> None:
    assert select("?.py", PATHS) == ("a.py",)
    assert select("b?a.py", PATHS) == ()


def test_a_set_is_one_character_of_it() -> None:
    assert select("[a-c].py", PATHS) == ("a.py",)
    assert select("[!a-c].py", PATHS) == ()
    assert select("b[.-0]a.py", PATHS) == ()
    assert select("src/[id].tsx", PATHS) == ("src/i.tsx",)


def test_a_set_that_runs_backwards_names_nothing() -> None:
    assert select("[z-a].py", PATHS) == ()


@pytest.mark.parametrize(
    ("pattern", "named", "others"),
    [("[--0]", "-.0", "/,"), ("[+--]", "+,-", "."), ("[?--]", "", "?-"), ("[a-]", "a-", "b")],
)
def test_a_dash_may_begin_or_end_a_range(pattern: str, named: str, others: str) -> None:
    assert all(matches(pattern, path) for path in named)
    assert not any(matches(pattern, path) for path in others)


def test_an_open_bracket_without_its_end_is_itself() -> None:
    assert matches("a[b", "a[b")


def test_a_trailing_slash_names_what_lies_in_a_folder() -> None:
    assert select("build/", PATHS) == ("build/x/y.js",)


def test_dot_slash_and_slash_mean_the_root() -> None:
    assert select("./a.py", PATHS) == select("/a.py", PATHS) == ("a.py",)


def test_line_breaks_in_names_are_ordinary_characters() -> None:
    assert select("a*b", PATHS) == ("a\nb",)


@pytest.mark.parametrize(("pattern", "start", "name"), [
    ("./src/**/x.py", "src/", "x.py"),
    ("src/a*", "src/a", None),
    ("src/", "src/", None),
    ("a.py", "a.py", "a.py"),
])  # fmt: skip
def test_the_literal_parts_of_a_pattern_are_known(pattern: str, start: str, name: str | None) -> None:
    assert literal_start(pattern) == start
    assert literal_name(pattern) == name


@pytest.mark.parametrize("pattern", [
    "a.py", "/a.py", "*.py", "build", "build/", "/build", "docs/build", "docs/", "**/build", "b/**", "b/*",
    "src/**/*.tsx",
    "src/[!x].tsx", "b/**/a.py", "x*/", "?", "docs/build*", "**", "b/c", "[ab]", "src/\\[id].tsx",
])  # fmt: skip
def test_excludes_cover_what_git_ignores(pattern: str, tmp_path: Path) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True, env=environment)
    (tmp_path / ".gitignore").write_text(pattern + "\n")
    asked = "\0".join(PATHS).encode()
    done = subprocess.run(
        ["git", "check-ignore", "-z", "--stdin", "--no-index"],
        cwd=tmp_path, input=asked, capture_output=True, check=False, env=environment,
    )  # fmt: skip
    ignored = set(done.stdout.decode().split("\0")) - {""}
    assert {path for path in PATHS if covers(pattern, path)} == ignored


SPECIAL = "ab/*?[]!-.\\"


@given(st.text(SPECIAL, max_size=12).map(lambda text: "x" + text), st.text(SPECIAL, max_size=12))
def test_an_escaped_path_names_itself_alone(path: str, other: str) -> None:
    assert matches(escape(path.rstrip("/")), path.rstrip("/"))
    assert matches(escape(path), other) == (path == other or (path.endswith("/") and other.startswith(path)))


@given(st.text(SPECIAL, max_size=12), st.text(alphabet="ab/.-]\\", max_size=12))
def test_no_pattern_fails_and_literal_parts_hold(pattern: str, path: str) -> None:
    covers(pattern, path)
    assert select(pattern, (path,)) == ((path,) if matches(pattern, path) else ())
    if matches(pattern, path):
        assert path.startswith(literal_start(pattern))
        assert literal_name(pattern) in (None, path[path.rfind("/") + 1 :])
