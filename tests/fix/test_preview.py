"""Patches that git takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.fix.preview import patch


def test_it_is_a_unified_diff() -> None:
    assert patch({"a.py": b"one\ntwo\n"}, {"a.py": b"two\n"}) == (
        b"--- a/a.py\n+++ b/a.py\n@@ -1,2 +1 @@\n-one\n two\n"
    )


@given(st.text("ab\r\n\x0c\x85", max_size=12), st.text("ab\r\n\x0c\x85", max_size=12))
def test_the_lines_of_the_patch_are_those_of_the_files(before: str, after: str) -> None:
    lines = patch({"a": before.encode()}, {"a": after.encode()}).split(b"\n")
    for side, text in ((b"-", before), (b"+", after)):
        shown = [line[1:] for line in lines[2:] if line[:1] in (side, b" ")]
        assert set(shown) <= set(text.encode().split(b"\n"))


def test_wide_encodings_are_shown_as_text() -> None:
    before, after = ("\ufeff" + text for text in ("é\n", "è\n"))
    shown = patch({"a": before.encode("utf-16-le")}, {"a": after.encode("utf-16-le")})
    assert "-é\n+è\n".encode() in shown
