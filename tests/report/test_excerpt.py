"""Excerpts: what stands at a range, whatever the line holds and however long it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.report.excerpt import CUT, clamp, context, excerpt, snippet
from deploylint.report.visible import cells, pad, visible


def marked(text: str, place: Range, width: int = 80) -> tuple[str, str]:
    """The excerpt and the characters above its mark; only for texts in which each takes one cell."""
    shown = excerpt(Source(text), place, width)
    return shown.text, shown.text[shown.start : shown.start + shown.length]


def test_the_mark_stands_under_the_range() -> None:
    assert marked("CMD python app.py\n", Range(1, 5, 1, 11)) == ("CMD python app.py", "python")


def test_tabs_are_expanded_before_the_mark() -> None:
    assert marked("\ta\tbc", Range(1, 4, 1, 6)) == ("    a   bc", "bc")


def test_wide_characters_take_two_cells_and_combining_ones_none() -> None:
    shown = excerpt(Source("日本 e\u0301 x"), Range(1, 7, 1, 8), 80)
    assert (shown.start, shown.length) == (7, 1)
    assert excerpt(Source("日本"), Range(1, 2, 1, 3), 80).length == 2


def test_a_range_without_characters_still_has_a_mark() -> None:
    assert excerpt(Source("ab"), Range(1, 3, 1, 3), 80).length == 1


def test_a_long_line_is_cut_on_both_sides_of_its_range() -> None:
    text, mark = marked("x" * 500 + "HERE" + "y" * 500, Range(1, 501, 1, 505), 60)
    assert mark == "HERE"
    assert cells(text) == 60
    assert text.startswith(CUT + "x")
    assert text.endswith("y" + CUT)


def test_a_range_wider_than_the_terminal_is_cut_at_its_end() -> None:
    text, mark = marked("ab " + "y" * 500, Range(1, 4, 1, 504), 60)
    assert text == CUT + "y" * 58 + CUT
    assert mark == "y" * 58


def test_a_line_of_a_megabyte_is_no_slower_than_it_is_wide() -> None:
    text, mark = marked("x" * 1_000_000 + "HERE" + "y" * 1_000_000, Range(1, 1_000_001, 1, 1_000_005), 100)
    assert mark == "HERE"
    assert len(text) == 100


def test_further_lines_of_a_range_are_counted_and_a_bare_line_end_is_none() -> None:
    source = Source("a:\n  b\n  c\nd")
    assert excerpt(source, Range(1, 1, 3, 4), 80).further == 2
    assert excerpt(source, Range(1, 1, 3, 1), 80).further == 1
    assert excerpt(source, Range(1, 1, 2, 1), 80).further == 0


def test_context_is_a_line_more_on_each_side_where_there_is_one() -> None:
    source = Source("a\nbb\nccc\ndddd\n")
    assert context(source, Range(3, 2, 3, 3)) == Range(2, 1, 4, 5)
    assert context(source, Range(1, 1, 1, 2)) == Range(1, 1, 2, 3)
    assert context(source, Range(4, 1, 4, 5)) == Range(3, 1, 4, 5)


def test_the_empty_line_behind_the_last_line_end_is_a_place_of_its_own() -> None:
    shown = excerpt(Source("a\n"), Range(2, 1, 2, 1), 80)
    assert (shown.line, shown.text, shown.start, shown.length) == (2, "", 0, 1)


TEXTS = st.text(st.sampled_from("ab \t\n日\u0301\x1b\u202e😀"), max_size=60)
NUMBERS = st.integers(-3, 70)


@example("a\x1b\x1b\u202e\u202e", 0, 6, 0, 0, 20)
@given(TEXTS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.integers(20, 40))
def test_no_range_breaks_an_excerpt_and_none_is_wider_than_asked(
    text: str, line: int, column: int, end_line: int, end_column: int, width: int
) -> None:
    source, place = Source(text), Range(line, column, end_line, end_column)
    shown = excerpt(source, place, width)
    assert shown.text.isprintable()
    assert cells(shown.text) <= width
    assert 0 <= shown.start <= width
    assert shown.start + shown.length <= width + 1
    assert clamp(source, place) == clamp(source, clamp(source, place))


@given(TEXTS, st.data())
def test_a_snippet_is_what_stands_between_two_offsets(text: str, data: st.DataObject) -> None:
    source = Source(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = source.range(start, end)
    if clamp(source, place) == place:
        assert snippet(source, place) == text[start:end]


@given(st.text())
def test_visible_text_is_printable_and_printable_text_is_left_alone(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)
    assert text != visible(text) or text.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\tb", "a\\tb"), ("\x00", "\\x00"), ("\u2028", "\\u2028"), ("\U000e0041", "\\U000e0041"), ("\udcff", "\\xff")],
)
def test_what_is_hidden_is_written_as_an_escape(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_padding_counts_cells() -> None:
    assert pad("日本", 6) == "日本  "
