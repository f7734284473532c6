"""Edits of text as edits of bytes: every other byte stays."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deploylint.fix.encoded import Encoded, Splice
from deploylint.read.decode import decode, encoding

MARKS = {
    "utf-8": (b"", codecs.BOM_UTF8),
    "utf-16-le": (codecs.BOM_UTF16_LE,),
    "utf-16-be": (codecs.BOM_UTF16_BE,),
    "utf-32-le": (codecs.BOM_UTF32_LE,),
    "utf-32-be": (codecs.BOM_UTF32_BE,),
}
PARTS = ["a", "é", "日", "😀", "\n", "\r\n", "\r", " ", "\t", "\u2028", "key: value"]
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Encoded, list[Splice]]:
    """A file in some encoding and splices of its folded text that do not lie over one another."""
    name = draw(st.sampled_from(sorted(MARKS)))
    mark = draw(st.sampled_from(MARKS[name]))
    file = Encoded(mark + draw(TEXTS).encode(name), mark, name)
    edges = sorted(draw(st.lists(st.integers(0, len(file.folded)), unique=True)))
    edges = edges[: len(edges) // 2 * 2]
    new = st.sampled_from(["", "new", "ü", "one\ntwo"])
    return file, [(start, end, draw(new)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


@given(edited())
def test_all_bytes_outside_of_the_edits_stay(given_: tuple[Encoded, list[Splice]]) -> None:
    file, splices = given_
    after = file.spliced(splices)
    assert after.startswith(file.mark)
    at = raw_at = 0
    rest = after[len(file.mark) :]
    for start, end, replacement in [*splices, (len(file.folded), len(file.folded), "")]:
        first, last = raw(file, start), raw(file, end)
        kept = file.raw[raw_at:first].encode(file.encoding)
        assert rest[at:].startswith(kept)
        new = replacement.replace("\n", file.line_end(start)).encode(file.encoding)
        assert rest[at + len(kept) :].startswith(new)
        at, raw_at = at + len(kept) + len(new), last
    assert rest[at:] == file.raw[raw_at:].encode(file.encoding)


def raw(file: Encoded, offset: int) -> int:
    """The offset in the raw text of one in the folded text, counted character by character."""
    at = 0
    for _ in range(offset):
        at += 2 if file.raw.startswith("\r\n", at) else 1
    return at


@given(edited())
def test_the_new_text_is_the_old_one_with_the_edits(given_: tuple[Encoded, list[Splice]]) -> None:
    file, splices = given_
    assume("\r" not in file.folded)  # an edit may bring a lone one before a line end
    text = file.folded
    for start, end, replacement in reversed(splices):
        text = text[:start] + replacement + text[end:]
    after = Encoded(file.spliced(splices), file.mark, file.encoding)
    assert after.folded == text


@given(edited())
def test_no_edit_changes_no_byte(given_: tuple[Encoded, list[Splice]]) -> None:
    assert given_[0].spliced([]) == given_[0].data


@pytest.mark.parametrize("data", [
    b"plain\r\n", "é".encode(), codecs.BOM_UTF8 + b"x", codecs.BOM_UTF16_LE + "x\r\ny".encode("utf-16-le"),
    codecs.BOM_UTF32_BE + "x".encode("utf-32-be"), b"caf\xe9\n", b"",
])  # fmt: skip
def test_the_encoding_is_the_one_by_which_files_are_read(data: bytes) -> None:
    assert Encoded(data, *encoding(data)).folded == decode(data).text


@pytest.mark.parametrize(("data", "offset", "line_end"), [
    (b"a\r\nb\n", 0, "\r\n"), (b"a\r\nb\n", 2, "\n"), (b"a\r\nb", 2, "\r\n"), (b"a\nb", 2, "\n"), (b"ab", 0, "\n"),
])  # fmt: skip
def test_a_new_line_ends_as_its_neighbour_does(data: bytes, offset: int, line_end: str) -> None:
    assert Encoded(data, b"", "utf-8").line_end(offset) == line_end


def test_edits_over_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="over one another"):
        Encoded(b"abcdef", b"", "utf-8").spliced([(0, 3, ""), (2, 4, "")])


def test_what_the_encoding_cannot_hold_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Encoded(b"caf\xe9", b"", "latin-1").spliced([(0, 1, "日")])
