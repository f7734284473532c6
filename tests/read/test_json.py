"""The JSON reader: places, escapes, what it tolerates and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.document import Document
from deploylint.facts.place import Range, Source
from deploylint.read.json import read
from tests.read.source_maps import STRINGS, check, check_slice, plain, texts


def document(text: str) -> Document:
    return read(Source(text))


def test_keys_entries_and_values_have_places() -> None:
    root = document('{\n  "a": [1, true],\n  "b": "c"\n}\n').root
    assert root.range == Range(1, 1, 4, 2)
    first, second = root.entries
    assert (first.range, first.key.range(), first.value.range) == (
        Range(2, 3, 2, 17),
        Range(2, 4, 2, 5),
        Range(2, 8, 2, 17),
    )
    assert second.value.range == Range(3, 8, 3, 11)
    assert second.value.text is not None
    assert second.value.text.range() == Range(3, 9, 3, 10)
    assert [item.value for item in first.value.items] == [1, True]


def test_escapes_are_decoded_and_keep_their_places() -> None:
    source = r'{"a": "x\"y\u00e9\ud83d\ude00\\n z"}'
    text = document(source).root.string("a")
    assert text is not None
    check(text)
    assert text.value == 'x"yé😀\\n z'
    for character, written in (('"', r"\""), ("é", r"\u00e9"), ("😀", r"\ud83d\ude00"), ("z", "z")):
        low, high = text.offsets(text.value.index(character), text.value.index(character) + 1)
        assert source[low:high] == written


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert document(r'["\ud83d", "\ude00x"]').root.items[0].value == "\ufffd"


def test_numbers_words_and_a_scalar_root_are_read() -> None:
    root = document("[0, -1, 1.5, 1e3, true, false, null]").root
    assert [item.value for item in root.items] == [0, -1, 1.5, 1000.0, True, False, None]
    assert document(" 12 ").root.value == 12


def test_comments_are_kept_and_are_no_problem() -> None:
    facts = document('// one\n{"a": 1, /* two\n lines */ "b": "// no"}\n')
    assert facts.problems == ()
    assert [(c.text.value, c.own_line, c.range) for c in facts.comments] == [
        (" one", True, Range(1, 1, 1, 7)),
        (" two\n lines ", False, Range(2, 10, 3, 10)),
    ]


def test_a_directive_in_a_comment_covers_the_entry_that_follows() -> None:
    facts = document('{\n  // deploylint: ignore[A001] why\n  "a": {\n    "b": 1\n  }\n}\n')
    assert [(d.first_line, d.last_line) for d in facts.directives] == [(3, 5)]


def test_a_trailing_comma_is_invalid_and_the_rest_is_read() -> None:
    facts = document('{"a": [1, 2,],\n}')
    assert plain(facts.root) == {"a": [1, 2]}
    assert [(p.kind, p.range) for p in facts.problems] == [
        ("invalid", Range(1, 12, 1, 13)),
        ("invalid", Range(1, 14, 1, 15)),
    ]


def test_a_key_that_stands_twice_is_reported_at_the_second() -> None:
    facts = document('{"a": 1,\n "a": 2}')
    assert [(p.kind, p.range) for p in facts.problems] == [("duplicate-key", Range(2, 2, 2, 5))]
    assert facts.root.string("a") is facts.root.entries[1].value.text


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("", Range(1, 1, 1, 1)),
        ("  \n", Range(1, 1, 1, 2)),
        ("{", Range(1, 1, 1, 2)),
        ('{"a": 1', Range(1, 1, 1, 2)),
        ("[1 2]", Range(1, 4, 1, 5)),
        ("[1]]", Range(1, 4, 1, 5)),
        ("[,]", Range(1, 2, 1, 3)),
        ("[1,,2]", Range(1, 4, 1, 5)),
        ('{"a" 1}', Range(1, 6, 1, 7)),
        ('{"a":}', Range(1, 6, 1, 7)),
        ("{a: 1}", Range(1, 2, 1, 3)),
        ("{1: 1}", Range(1, 2, 1, 3)),
        ("{[]: 1}", Range(1, 2, 1, 3)),
        ("['a']", Range(1, 2, 1, 3)),
        ('["a\n"]', Range(1, 2, 1, 3)),
        (r'["\q"]', Range(1, 2, 1, 3)),
        ("[01]", Range(1, 2, 1, 3)),
        ("[1.]", Range(1, 2, 1, 3)),
        ("[nul]", Range(1, 2, 1, 3)),
        ("[NaN]", Range(1, 2, 1, 3)),
        ("{]", Range(1, 2, 1, 3)),
        ("1 2", Range(1, 3, 1, 4)),
        ("[1]\n<<<<<<< HEAD\n", Range(2, 1, 2, 2)),
        ("/* open", Range(1, 1, 1, 2)),
        ("[\x01]", Range(1, 2, 1, 3)),
    ],
)
def test_broken_json_is_fatal_where_it_breaks(source: str, where: Range) -> None:
    facts = document(source)
    assert [(p.kind, p.range) for p in facts.problems] == [("fatal", where)]
    assert facts.problems[0].message.startswith("This is no JSON: ")
    assert facts.root.entries == ()


def test_a_template_is_skipped() -> None:
    assert [p.kind for p in document('{"a": {{ b }}}').problems] == ["skip"]


def test_deep_nesting_is_fatal() -> None:
    assert [p.kind for p in document("[" * 100_000).problems] == ["fatal"]
    assert document("[" * 150 + "]" * 150).problems == ()


def test_a_long_broken_line_takes_no_long_time() -> None:
    assert [p.kind for p in document('["' + 'a\\"' * 300_000).problems] == ["fatal"]
    assert [p.kind for p in document("/*" + "*" * 1_000_000).problems] == ["fatal"]


_TREES = st.recursive(
    STRINGS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=150, deadline=None)
@given(_TREES, st.sampled_from([None, 2]), st.booleans(), st.data())
def test_what_is_written_is_read_back_with_places(tree: Any, indent: int | None, ascii_only: bool, data: Any) -> None:
    source = Source(json.dumps(tree, indent=indent, ensure_ascii=ascii_only))
    facts = read(source)
    assert facts.problems == ()
    assert plain(facts.root) == tree
    for _, node in facts.root.walk():
        place = node.range
        low, high = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
        assert json.loads(source.text[low:high]) == plain(node)
    for text in texts(facts.root):
        check(text)
        start = data.draw(st.integers(0, len(text)))
        check_slice(text, start, data.draw(st.integers(start, len(text))))


@settings(max_examples=200, deadline=None)
@given(st.text('{}[],:"\\u0041e-1. \n/*truefalsn', max_size=40))
def test_what_the_standard_parser_takes_is_taken_and_nothing_else(text: str) -> None:
    facts = document(text)
    lenient = facts.comments or any(p.kind == "invalid" for p in facts.problems)
    try:
        wanted = json.loads(text)
    except ValueError:
        assert lenient or [p.kind for p in facts.problems] in (["fatal"], ["skip"])
    else:
        assert not lenient
        assert plain(facts.root) == wanted
