"""The .dockerignore reader."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Range, Source
from deploylint.read.dockerignore import read


def test_patterns_keep_their_order_text_and_place() -> None:
    found = read(Source("node_modules\n\n  *.md  \n! docs/README.md\n")).patterns
    assert [(p.text.value, p.negated) for p in found] == [
        ("node_modules", False),
        ("*.md", False),
        ("docs/README.md", True),
    ]
    assert [p.range for p in found] == [Range(1, 1, 1, 13), Range(3, 3, 3, 7), Range(4, 1, 4, 17)]
    assert found[2].text.range() == Range(4, 3, 4, 17)


def test_a_hash_makes_a_comment_in_the_first_column_only() -> None:
    facts = read(Source("# one\n #two\n"))
    assert [c.text.value for c in facts.comments] == [" one"]
    assert facts.comments[0].range == Range(1, 1, 1, 6)
    assert [p.text.value for p in facts.patterns] == ["#two"]


def test_a_directive_covers_the_next_line() -> None:
    (directive,) = read(Source("# deploylint: ignore[IMG001] for a test\n.env\n")).directives
    assert (directive.text.value, directive.first_line, directive.last_line) == ("ignore[IMG001] for a test", 2, 2)


def test_carriage_returns_are_no_part_of_a_pattern() -> None:
    assert [p.text.value for p in read(Source("a\r\nb\r")).patterns] == ["a", "b"]


@pytest.mark.parametrize(
    "pattern", ["!", "! ", "[", "[]a]", "[-]", "[x-]", "[-x]", "a[", "[a-b-c]", "[^", "[^bc", "a\\"]
)
def test_a_pattern_that_docker_refuses_is_a_problem(pattern: str) -> None:
    facts = read(Source(f"a\n{pattern}\nb\n"))
    assert [(problem.range.line, problem.kind) for problem in facts.problems] == [(2, "invalid")]
    assert {"a", "b"} <= {p.text.value for p in facts.patterns}


@pytest.mark.parametrize("pattern", ["[a-z]x", "[^a]", "[\\]]", "[\\-x]", "a]", "a\\\\", "**/*.py", "!a[b]", "{a,b}"])
def test_a_pattern_that_docker_takes_is_none(pattern: str) -> None:
    assert read(Source(pattern)).problems == ()


def test_an_empty_file_has_no_patterns() -> None:
    assert read(Source("")).patterns == ()
