"""What must hold for every Text, whatever it was decoded from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from deploylint.facts.document import Node
from deploylint.facts.text import Text

# Every character that some format treats in its own way, and some that stand for all the others.
CHARACTERS = st.sampled_from(list(" \t\n'\"\\#:-?[]{},&*!|>%@`=<~0a1zé日😀\u00a0\u0085\u2028\x07/.$_"))
STRINGS = st.text(CHARACTERS, max_size=30) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def plain(node: Node) -> Any:
    """The node as Python data; of keys that stand twice the last one counts."""
    if node.kind == "mapping":
        return {entry.key.value: plain(entry.value) for entry in node.entries}
    if node.kind == "sequence":
        return [plain(item) for item in node.items]
    return node.value


def texts(node: Node) -> Iterator[Text]:
    """The texts of all keys and scalars under a node."""
    for _, inner in node.walk():
        if inner.text is not None:
            yield inner.text
        for entry in inner.entries:
            yield entry.key


def check(text: Text) -> None:
    """Each character of the value has a place inside the scalar, in order, and stands there unless it is an escape."""
    at, spot = 0, text.outer[0]
    for piece in text.pieces:
        assert piece.at == at
        assert piece.length > 0
        assert spot <= piece.start < piece.end <= text.outer[1]
        at, spot = at + piece.length, piece.end
        shown = text.source.text[piece.start : piece.end]
        if piece.literal:
            assert shown == text.value[piece.at : at]
    assert at == len(text.value)
    low, high = text.offsets()
    assert text.outer[0] <= low <= high <= text.outer[1]


def check_slice(text: Text, start: int, end: int) -> None:
    """A slice has the value and the place that the whole text gives it."""
    part = text.slice(start, end)
    assert part.value == text.value[start:end]
    if part.value:
        assert part.offsets() == text.offsets(start, end)
        assert text.range(start, end) == text.source.range(*part.offsets())
