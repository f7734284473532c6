"""Deleting lines: which blank lines go with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.fix.files import spliced
from deploylint.fix.lines import without_lines


@pytest.mark.parametrize(("before", "after"), [
    ("a\nX\nb\n", "a\nb\n"),
    ("X\n\n\nb\n", "b\n"),
    ("a\n\n\nX\n", "a\n"),
    ("a\n\nX\n\n\nb\n", "a\n\n\nb\n"),
    ("a\n\n\nX\n\nb\n", "a\n\n\nb\n"),
    ("a\n\nX\nb\n", "a\n\nb\n"),
    ("a\nX\n\nb\n", "a\n\nb\n"),
    ("a\nX", "a\n"),
    ("X", ""),
    ("X\n", ""),
    ("a\nX\nX\nb\n", "a\nb\n"),
    ("a\n\nX\n\nX\n\nb\n", "a\n\nb\n"),
    ("a\nX\nb\nX\nc\n", "a\nb\nc\n"),
])  # fmt: skip
def test_no_hole_is_left(before: str, after: str) -> None:
    source = Source(before)
    lines = [(number, number) for number, line in enumerate(before.split("\n"), 1) if line == "X"]
    assert spliced(before, without_lines(source, lines)) == after


@given(st.lists(st.sampled_from(["a", "X", "", "  "])), st.booleans())
def test_every_other_line_stays_in_its_order(lines: list[str], final: bool) -> None:
    text = "\n".join(lines) + "\n" * final
    gone = [(number, number) for number, line in enumerate(text.split("\n"), 1) if line == "X"]
    after = spliced(text, without_lines(Source(text), gone))
    assert [line for line in after.split("\n") if line.strip()] == [line for line in lines if line == "a"]
