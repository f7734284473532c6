"""YAML scalars: every style maps its characters, and values follow the core schema."""

from __future__ import annotations

import pytest

from deploylint.facts.document import Node
from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from deploylint.read.yaml import read
from tests.read.source_maps import check


def clean(text: str) -> Node:
    facts = read(Source(text))
    assert facts.problems == ()
    return facts.root


def scalar(text: str, *path: str | int) -> Text:
    found = clean(text).get(*path)
    assert found is not None
    assert found.text is not None
    check(found.text)
    return found.text


def place(text: Text, part: str) -> str:
    """The source of a part of the value."""
    at = text.value.index(part)
    low, high = text.offsets(at, at + len(part))
    return text.source.text[low:high]


def test_a_plain_scalar_and_its_entry_have_places() -> None:
    root = clean("a:\n  key:  some value # said\n")
    entry = root.entries[0].value.entries[0]
    assert entry.key.range() == Range(2, 3, 2, 6)
    assert entry.range == Range(2, 3, 2, 19)
    assert entry.value.range == Range(2, 9, 2, 19)
    assert entry.value.text is not None
    assert entry.value.text.range(5) == Range(2, 14, 2, 19)
    assert root.range == Range(1, 1, 2, 19)


def test_a_plain_scalar_over_lines_is_folded() -> None:
    text = scalar("a: one\n   two\n\n   three\nb: 1\n", "a")
    assert text.value == "one two\nthree"
    assert place(text, "two") == "two"
    assert place(text, "one two") == "one\n   two"
    assert place(text, "\n") == "\n\n   "
    assert text.range() == Range(1, 4, 4, 9)


def test_single_quotes_are_doubled_inside() -> None:
    text = scalar("a: 'it''s  \n   so '\n", "a")
    assert text.value == "it's so "
    assert place(text, "'") == "''"
    assert place(text, "so ") == "so "
    assert text.outer == (3, 19)


def test_double_quotes_know_escapes_folds_and_escaped_line_ends() -> None:
    text = scalar('a: "x\\ty\\u00e9 \\\n    z\\"\n\n    w"\n', "a")
    assert text.value == 'x\tyé z"\nw'
    assert place(text, "\t") == "\\t"
    assert place(text, "é") == "\\u00e9"
    assert place(text, "z") == "z"
    assert place(text, 'z"\nw') == 'z\\"\n\n    w'


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("a: |\n  one\n   two\n\n  three\n", "one\n two\n\nthree\n"),
        ("a: |-\n  one\n\n\nb: 1\n", "one"),
        ("a: |+\n  one\n\n\nb: 1\n", "one\n\n\n"),
        ("a: |2\n    one\n  two\n", "  one\ntwo\n"),
        ("a: |\n\n  one\n", "\none\n"),
        ("a: |\n  one", "one"),
        ("a: |\n", ""),
        ("a: >\n  one\n  two\n\n  three\n    more\n  four\n", "one two\nthree\n  more\nfour\n"),
        ("a: >-\n  one\n\n\n  two\n\n", "one\n\ntwo"),
        ("a: >+\n\n  one\n  two\n\n", "\none two\n\n"),
        ("a: >1-\n   one\n two\n", "  one\ntwo"),
        ("--- |\n one\n two\n", "one\ntwo\n"),
        ("--- >\n one\n two\n", "one two\n"),
    ],
)
def test_block_scalars_map_every_line(source: str, value: str) -> None:
    text = scalar(source, "a") if source.startswith("a") else scalar(source)
    assert text.value == value
    for word in ("one", "two", "three", "more", "four"):
        assert word not in value or place(text, word) == word
    assert not value or len(text.pieces) > 1 or text.exact()


def test_a_literal_line_end_stands_for_itself_and_a_folded_one_for_its_indentation() -> None:
    literal = scalar("a: |\n  one\n  two\n", "a")
    assert place(literal, "\n") == "\n"
    folded = scalar("a: >\n  one\n  two\n", "a")
    assert place(folded, " ") == "\n  "


def test_a_block_scalar_reaches_from_its_indicator_to_its_last_line_with_text() -> None:
    root = clean("a: |+  # why\n  one\n  two\n\n\nb: 1\n")
    node = root.get("a")
    assert node is not None
    assert node.range == Range(1, 4, 3, 6)
    assert node.style == "|"
    assert root.entries[0].range == Range(1, 1, 3, 6)


def test_values_follow_the_core_schema_of_yaml_1_2() -> None:
    root = clean(
        "[no, on, yes, true, False, ~, null, 1, -2, 0o17, 0x1F, 010, 1.5, .5, 1e3, .inf,\n"
        " 1_000, 2001-01-01, 12:30:00, '1', +]"
    )
    assert [item.value for item in root.items] == [
        *("no", "on", "yes", True, False, None, None, 1, -2, 15, 31, 10, 1.5, 0.5, 1000.0, float("inf")),
        *("1_000", "2001-01-01", "12:30:00", "1", "+"),
    ]


def test_tags_are_kept_and_change_values_only_where_they_are_core_tags() -> None:
    root = clean(
        "a: !reset null\nb: !override\n  c: 1\nd: !!str 1\ne: !reset\nf: ! 12\ng: !!int '3'\nh: !!float 1\ni: !x [a]\n"
    )
    found = {entry.key.value: (entry.value.tag, entry.value.value) for entry in root.entries}
    assert found == {
        "a": ("!reset", None),
        "b": ("!override", None),
        "d": ("!!str", "1"),
        "e": ("!reset", None),
        "f": ("!", "12"),
        "g": ("!!int", 3),
        "h": ("!!float", 1.0),
        "i": ("!x", None),
    }
    assert root.get("b", "c") is not None
    assert str(root.string("d")) == "1"
    assert root.entries[2].value.range == Range(4, 10, 4, 11)
    assert root.entries[-1].value.range == Range(9, 7, 9, 10)
