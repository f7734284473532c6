"""Keys are unique in a run and hold no line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.check.keys import names, number
from deploylint.check.load import shipped
from deploylint.check.rule import Example, ExampleFile, Rule
from deploylint.testing.trial import lint
from tests.check.made import finding

_WORDS = st.text(st.sampled_from("ab:#%12/"), max_size=4)


def test_equals_are_numbered_in_the_order_of_place() -> None:
    found = number([finding(9), finding(2), finding(5, "other")])
    assert [one.key for one in found] == ["TST001:a.py:subject", "TST001:a.py:other", "TST001:a.py:subject#2"]
    assert [one.span.range.line for one in found] == [2, 5, 9]


@given(st.lists(st.tuples(_WORDS, _WORDS, st.integers(1, 3)), max_size=8, unique=True))
def test_keys_are_unique_whatever_paths_and_subjects_hold(made: list[tuple[str, str, int]]) -> None:
    found = number([finding(line, subject, path=path) for path, subject, line in made])
    assert len({one.key for one in found}) == len(made)


def test_a_suppression_names_the_subject_the_ordinal_or_the_key() -> None:
    first, second = number([finding(1), finding(2)])
    assert names("subject", first)
    assert names("subject", second)
    assert names("subject#2", second)
    assert not names("subject#2", first)
    assert names("TST001:a.py:subject#2", second)
    assert not names("sub", first)


RULES = shipped(examples=True)


def _moved(file: ExampleFile) -> ExampleFile:
    marked = file.content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"#!"))
    return file if marked or file.link is not None else replace(file, content=b"\n" + file.content)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_blank_line_at_the_top_of_every_file_changes_no_key(rule: Rule) -> None:
    for example in rule.examples:
        below: Example = replace(example, files=tuple(map(_moved, example.files)))
        before = sorted((one.key, one.span.range.line + 1) for one in lint(rule, example, RULES))
        after = sorted((one.key, one.span.range.line) for one in lint(rule, below, RULES))
        assert [key for key, _ in after] == [key for key, _ in before], example.title
