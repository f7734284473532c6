"""The reader of env files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read.env import read
from tests.read.source_maps import check


def values(text: str) -> list[tuple[str, str]]:
    facts = read(Source(text))
    assert facts.problems == ()
    for variable in facts.variables:
        check(variable.name)
        check(variable.value)
    return [(variable.name.value, variable.value.value) for variable in facts.variables]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=b", "b"),
        ("A = b c ", "b c"),
        ("export A=b", "b"),
        ("A=", ""),
        ("A", ""),
        ("A=b # why", "b"),
        ("A=b#c", "b#c"),
        ("A= # why", ""),
        ("A=#c", "#c"),
        ("A='b # c' # why", "b # c"),
        ('A="b\\n\\"c\\" \\$d"', 'b\n"c" $d'),
        ('A="b"c', '"b"c'),
        ("A='b", "'b"),
        ("A=`it's`", "it's"),
        ("A=postgres://u:p@h:5432/d?x=1", "postgres://u:p@h:5432/d?x=1"),
        ("  A=b", "b"),
    ],
)
def test_a_value_is_read_as_dotenv_reads_it(line: str, value: str) -> None:
    assert values(line + "\n") == [("A", value)]
    assert values(f"X=1\n{line}\nY=2") == [("X", "1"), ("A", value), ("Y", "2")]


def test_a_quoted_value_may_go_over_several_lines() -> None:
    facts = read(Source('A="-----BEGIN\nx\n-----END" # key\nB=1\n'))
    assert [(v.value.value, v.range) for v in facts.variables] == [
        ("-----BEGIN\nx\n-----END", Range(1, 1, 3, 10)),
        ("1", Range(4, 1, 4, 4)),
    ]


def test_names_values_and_lines_have_places() -> None:
    (variable,) = read(Source("\nexport SECRET_KEY = 'abc'  # no\n")).variables
    assert variable.name.range() == Range(2, 8, 2, 18)
    assert variable.value.range() == Range(2, 22, 2, 25)
    assert variable.range == Range(2, 1, 2, 26)


def test_another_line_is_invalid_and_the_rest_is_read() -> None:
    facts = read(Source("A=1\n  use flake\nB=2\n"))
    assert [(p.kind, p.range) for p in facts.problems] == [("invalid", Range(2, 3, 2, 12))]
    assert facts.get("B") == "2"


def test_the_last_value_of_a_name_counts() -> None:
    facts = read(Source("A=1\nA=2\n"))
    assert facts.get("A") == "2"
    assert facts.get("B") is None


def test_a_directive_on_its_own_line_covers_the_next_variable_and_a_trailing_one_nothing() -> None:
    facts = read(Source("# deploylint: ignore[A001] why\n\n# x\nA='b\nc'\nB=1 # deploylint: ignore[A002] why\n"))
    assert [(str(d.text), d.first_line, d.last_line) for d in facts.directives] == [("ignore[A001] why", 4, 5)]
    assert [c.own_line for c in facts.comments] == [True, True, False]


@settings(max_examples=200, deadline=None)
@given(st.text("AB=1'\"`\\ #\n\texport-.é", max_size=50))
def test_any_text_is_read_and_every_place_is_inside_it(text: str) -> None:
    for variable in read(Source(text)).variables:
        check(variable.name)
        check(variable.value)
        assert variable.range.covers(variable.name.range())
