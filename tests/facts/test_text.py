"""Decoded strings: any slice of one points at source that decodes to it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text


@dataclass(frozen=True)
class Part:
    """A stretch of source and what it decodes to; a literal decodes to itself, dropped source to nothing."""

    written: str
    value: str
    literal: bool


PLAIN = st.text("ab \n\u00e9\U0001f600", min_size=1, max_size=4)
PARTS = st.lists(
    st.one_of(
        PLAIN.map(lambda text: Part(text, text, True)),
        st.builds(Part, PLAIN, st.text("xyz", min_size=1, max_size=5), st.just(False)),
        PLAIN.map(lambda text: Part(text, "", False)),
    ),
    min_size=1,
    max_size=8,
)


@dataclass(frozen=True)
class Decoded:
    """A text, where each character of it comes from, and whether it stands there itself."""

    text: Text
    places: list[tuple[int, int]]
    own: list[bool]

    def place(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start][0], self.places[end - 1][1]


def decode(parts: list[Part]) -> Decoded:
    source = Source("".join(part.written for part in parts))
    texts: list[Text] = []
    places: list[tuple[int, int]] = []
    own: list[bool] = []
    at = 0
    for part in parts:
        end = at + len(part.written)
        if part.literal:
            texts.append(Text.whole(source, at, end))
            places.extend((spot, spot + 1) for spot in range(at, end))
        else:
            texts.append(Text.escape(part.value, source, at, end))
            places.extend([(at, end)] * len(part.value))
        own.extend([part.literal] * len(part.value))
        at = end
    return Decoded(Text.join(texts, source, (0, at)), places, own)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Decoded, int, int]:
    decoded = decode(draw(PARTS))
    ends = st.integers(0, len(decoded.text))
    start, end = sorted((draw(ends), draw(ends)))
    return decoded, start, end


@given(PARTS)
def test_a_joined_text_has_the_value_of_its_parts(parts: list[Part]) -> None:
    assert decode(parts).text.value == "".join(part.value for part in parts)


@given(cuts())
def test_a_slice_points_at_the_source_that_decodes_to_it(cut: tuple[Decoded, int, int]) -> None:
    decoded, start, end = cut
    part = decoded.text.slice(start, end)
    assert part.value == decoded.text.value[start:end]
    if start < end:
        assert part.offsets() == decoded.text.offsets(start, end) == decoded.place(start, end)
        assert part.range() == decoded.text.source.range(*decoded.place(start, end))


@given(cuts(), st.data())
def test_a_slice_of_a_slice_is_a_slice(cut: tuple[Decoded, int, int], data: st.DataObject) -> None:
    decoded, start, end = cut
    low, high = sorted((data.draw(st.integers(0, end - start)), data.draw(st.integers(0, end - start))))
    twice = decoded.text.slice(start, end).slice(low, high)
    once = decoded.text.slice(start + low, start + high)
    assert (twice.value, twice.pieces) == (once.value, once.pieces)
    if low < high:
        assert twice.offsets() == decoded.place(start + low, start + high)


@given(cuts())
def test_the_two_halves_of_a_text_join_to_it(cut: tuple[Decoded, int, int]) -> None:
    decoded, middle, _ = cut
    text = decoded.text
    joined = Text.join((text.slice(0, middle), text.slice(middle)), text.source, text.outer)
    assert joined.value == text.value
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert joined.offsets(start, end) == decoded.place(start, end)


@given(cuts())
def test_a_slice_is_exact_if_no_escape_and_no_gap_is_in_it(cut: tuple[Decoded, int, int]) -> None:
    decoded, start, end = cut
    if start < end:
        first = decoded.places[start][0]
        unbroken = [(first + at, first + at + 1) for at in range(end - start)]
        assert decoded.text.exact(start, end) == (decoded.places[start:end] == unbroken and all(decoded.own[start:end]))


@given(cuts())
def test_an_empty_slice_is_one_spot_between_its_neighbours(cut: tuple[Decoded, int, int]) -> None:
    decoded, at, _ = cut
    if decoded.places:
        low, high = decoded.text.offsets(at, at)
        assert low == high
        assert low == (decoded.places[at][0] if at < len(decoded.places) else decoded.places[-1][1])
        assert decoded.text.slice(at, at).offsets() == (low, low)


@given(cuts())
def test_pieces_cover_the_value_without_gaps(cut: tuple[Decoded, int, int]) -> None:
    decoded, start, end = cut
    part = decoded.text.slice(start, end)
    at = 0
    for piece in part.pieces:
        assert piece.at == at
        at += piece.length
    assert at == len(part)


@given(st.text(" \t\nab", max_size=12), st.text(" \t\nab", max_size=12))
def test_stripping_keeps_the_places(value: str, before: str) -> None:
    source = Source(before + value)
    stripped = Text.whole(source, len(before)).strip()
    assert stripped.value == value.strip()
    assert stripped.source.text[slice(*stripped.offsets())] == value.strip()


def test_neighbouring_stretches_melt_into_one_piece() -> None:
    source = Source("abcd")
    joined = Text.join((Text.whole(source, 0, 2), Text.whole(source, 2, 4)), source, (0, 4))
    assert joined.pieces == Text.whole(source).pieces


def test_a_slice_over_a_dropped_line_end_spans_it() -> None:
    source = Source("ab\\\ncd")
    text = Text.join((Text.whole(source, 0, 2), Text.whole(source, 4, 6)), source, (0, 6))
    assert text.offsets(1, 3) == (1, 5)
    assert text.range(1, 3) == Range(1, 2, 2, 2)
    assert not text.exact(1, 3)
    assert text.exact(2, 4)


def test_a_slice_whose_parts_stand_in_another_order_has_the_place_of_the_scalar() -> None:
    source = Source("one two")
    text = Text.join((Text.whole(source, 4, 7), Text.whole(source, 0, 3)), source, (0, 7))
    assert text.value == "twoone"
    assert text.offsets(2, 4) == (0, 7)
    assert text.offsets(0, 2) == (4, 6)


def test_a_part_of_an_escape_is_the_whole_escape_even_where_lengths_agree() -> None:
    source = Source("\\z")
    text = Text.escape("ab", source, 0, 2)
    assert text.offsets(0, 1) == (0, 2)
    assert Text.escape("abc", source, 0, 2).slice(0, 2).offsets(1, 2) == (0, 2)


def test_an_empty_scalar_keeps_its_extent() -> None:
    source = Source('x = ""')
    assert Text.join((), source, (4, 6)).range() == Range(1, 5, 1, 7)


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n\n", "a\x0cb\x85c\u2028d\ne"])
def test_positions_and_offsets_of_a_source_are_inverse(text: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert source.offset(line, column) == offset
        assert line == text.count("\n", 0, offset) + 1
    assert [source.line(number) for number in range(1, len(source.starts) + 1)] == text.split("\n")
