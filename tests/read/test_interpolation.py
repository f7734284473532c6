"""The layer of Compose over its values, and masks."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import shell
from deploylint.read.interpolation import dollars, expansions_masked
from deploylint.read.masks import unmasked
from tests.read.source_maps import check


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("a $$b", "a $b"),
        ("$$$$", "$$"),
        ("$$$b", "$$b"),
        ("${a:-$$b}", "${a:-$b}"),
        ("a $b ${c}", "a $b ${c}"),
        ("$", "$"),
        ("a$$", "a$"),
    ],
)
def test_two_dollars_are_one(written: str, value: str) -> None:
    text = dollars(Text.whole(Source(written)))
    check(text)
    assert text.value == value
    assert text.range() == Text.whole(Source(written)).range()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("$A", [("A", None, None)]),
        ("x${A}y", [("A", None, None)]),
        ("${A:-b c}", [("A", ":-", "b c")]),
        ("${A-b}${B:?c}", [("A", "-", "b"), ("B", ":?", "c")]),
        ("${A:-x${B:-y}}z", [("A", ":-", "x${B:-y}")]),
        ("${A:+b}", [("A", ":+", "b")]),
        ("$$A $${B}", []),
        ("${A:-$$x}", [("A", ":-", "$$x")]),
        ("${A", []),
        ("${A ${B}", [("B", None, None)]),
        ("$1 $", []),
    ],
)
def test_expansions_are_found_with_operator_and_word(
    written: str, found: list[tuple[str, str | None, str | None]]
) -> None:
    masked = expansions_masked(Text.whole(Source(written)))
    expansions = [hidden.expansion for hidden in masked.hidden]
    assert [(e.name, e.operator, e.word) for e in expansions] == found


def test_a_masked_word_stays_whole_and_comes_back_as_it_is_written() -> None:
    source = Source("run --x=${A:-b c}$$d '$E' f")
    masked = expansions_masked(Text.whole(source))
    (command,) = unmasked(shell.split(masked.text), masked.hidden).commands
    assert [word.raw for word in command.words] == ["run", "--x=${A:-b c}$d", "$E", "f"]
    assert [word.value for word in command.words] == ["run", None, None, "f"]
    assert command.words[1].range == source.range(4, 20)
    assert command.words[1].expansions[0].range == source.range(8, 17)
    for word in command.words:
        check(word.text)
