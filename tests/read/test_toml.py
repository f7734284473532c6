"""The TOML reader: tables, dotted keys, strings with places, problems."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Range, Source
from deploylint.read.toml import read
from tests.read.source_maps import STRINGS, check, check_slice, plain, texts


def document(text: str) -> Document:
    return read(Source(text))


def clean(text: str) -> Node:
    facts = document(text)
    assert facts.problems == ()
    for found in texts(facts.root):
        check(found)
    return facts.root


def test_tables_pairs_and_values_have_places() -> None:
    root = clean('[deploy]\nstart = "x"\nn = 1 # why\n\n[other]\n')
    entry = root.entries[0]
    assert (entry.key.range(), entry.range) == (Range(1, 2, 1, 8), Range(1, 1, 3, 6))
    start = entry.value.entries[0]
    assert (start.key.range(), start.range, start.value.range) == (
        Range(2, 1, 2, 6),
        Range(2, 1, 2, 12),
        Range(2, 9, 2, 12),
    )
    assert start.value.text is not None
    assert start.value.text.range() == Range(2, 10, 2, 11)
    assert root.entries[1].range == Range(5, 1, 5, 8)


def test_dotted_keys_headers_and_arrays_of_tables_make_one_tree() -> None:
    root = clean(
        'a.b."c d" = 1\n[t.u]\nx = 1\n[t]\ny = { z = 1, p.q = [1, [2]] }\n'
        "[[l]]\n[[l]]\nm = 1\n[[l.n]]\no = 1\n[l.k]\nr = 1\n"
    )
    assert plain(root) == {
        "a": {"b": {"c d": 1}},
        "t": {"u": {"x": 1}, "y": {"z": 1, "p": {"q": [1, [2]]}}},
        "l": [{}, {"m": 1, "n": [{"o": 1}], "k": {"r": 1}}],
    }
    items = root.get("l")
    assert items is not None
    assert [item.range for item in items.items] == [Range(6, 1, 6, 6), Range(7, 1, 12, 6)]
    table = root.get("t")
    assert table is not None
    assert table.range == Range(2, 1, 5, 30)


@pytest.mark.parametrize(
    ("source", "value", "part", "written"),
    [
        ('a = "x\\tyé\\u00e9"', "x\tyéé", "\t", "\\t"),
        ("a = 'x\\t'", "x\\t", "\\t", "\\t"),
        ('a = """\nx\n  y\\\n\n   z"""', "x\n  yz", "z", "z"),
        ("a = '''\nx\n'y''''", "x\n'y'", "'y'", "'y'"),
        ('a = """x"y"""', 'x"y', '"', '"'),
        ('a = ""', "", "", ""),
        ("a = ''''''", "", "", ""),
        ('a = "\\U0001F600b"', "😀b", "😀", "\\U0001F600"),
    ],
)
def test_strings_of_all_kinds_keep_their_places(source: str, value: str, part: str, written: str) -> None:
    text = clean(source).string("a")
    assert text is not None
    assert text.value == value
    at = value.index(part)
    low, high = text.offsets(at, at + len(part))
    assert not part or source[low:high] == written


def test_numbers_booleans_and_dates_are_resolved() -> None:
    root = clean("a = [1_000, 0x1F, 0o17, 0b11, +2, 1e3, -1.5, inf, true, 1979-05-27, 07:32:00]")
    items = root.get("a")
    assert items is not None
    assert [item.value for item in items.items] == [
        *(1000, 31, 15, 3, 2, 1000.0, -1.5, float("inf"), True, "1979-05-27", "07:32:00"),
    ]


def test_places_behind_other_scripts_count_characters() -> None:
    root = clean('"é" = "日本" # ü\nb = "😀x"\n')
    assert [entry.range for entry in root.entries] == [Range(1, 1, 1, 11), Range(2, 1, 2, 9)]


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("a = \n", Range(1, 5, 1, 6), "invalid value"),
        ("a = 1\na = 2\n", Range(2, 6, 2, 7), "cannot overwrite a value"),
        ("[a", Range(1, 3, 1, 3), "expected"),
        ("a = '''x\n", Range(2, 1, 2, 1), "expected"),
    ],
)
def test_what_the_standard_parser_refuses_is_fatal_where_it_says(source: str, place: Range, words: str) -> None:
    facts = document(source)
    (problem,) = facts.problems
    assert (problem.kind, problem.range) == ("fatal", place)
    assert words in problem.message
    assert "(at " not in problem.message
    assert facts.root.entries == ()


def test_a_template_is_skipped() -> None:
    assert [p.kind for p in document("{% if x %}\na = 1\n{% endif %}").problems] == ["skip"]


@pytest.mark.parametrize("source", ["a = " + "[" * 300 + "]" * 300, "a = " + "[" * 5000, ".".join("a" * 500) + " = 1"])
def test_deep_nesting_is_fatal(source: str) -> None:
    assert [p.kind for p in document(source).problems] == ["fatal"]


def test_comments_are_found_everywhere_but_in_strings() -> None:
    facts = document("# one\na = '# no' # two\nb = [ # three\n  1, # four\n]\n[c] # five\n# six\nd = 1\n")
    assert [(c.text.value.strip(), c.own_line) for c in sorted(facts.comments, key=lambda c: c.range)] == [
        ("one", True),
        ("two", False),
        ("three", False),
        ("four", False),
        ("five", False),
        ("six", True),
    ]


def test_a_directive_covers_the_pair_table_or_item_that_follows() -> None:
    facts = document(
        "# deploylint: ignore[A001] pair\na = [\n  1,\n  # deploylint: ignore[A002] item\n  2,\n]\n"
        "# deploylint: ignore[A003] table\n[b]\nc = 1\nd = 2 # deploylint: ignore[A004] line\n[b.e]\nf = 1\n"
    )
    found = {str(d.text)[7:11]: (d.first_line, d.last_line) for d in facts.directives}
    assert found == {"A001": (2, 6), "A002": (5, 5), "A003": (8, 10), "A004": (10, 10)}


_VALUES = st.recursive(
    STRINGS | st.integers(-(10**12), 10**12) | st.booleans() | st.floats(allow_nan=False, width=32),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=8,
)


def string(value: str, style: int) -> str:
    """A TOML string in one of four styles, or in the first where the value cannot stand in another."""
    odd = any((ord(c) < 32 and c not in "\t\n") or c == "\x7f" for c in value)
    if style == 1 and not odd and not set(value) & set("'\n"):
        return f"'{value}'"
    if style == 2 and not odd and "''" not in value and not value.endswith("'"):
        return f"'''\n{value}'''"
    escaped = "".join(c if ord(c) >= 32 and c not in '"\\\x7f' else f"\\u{ord(c):04x}" for c in value)
    return f'"""\n{escaped}\\\n  """' if style == 3 else f'"{escaped}"'


def written(value: Any, style: int) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return string(value, style)
    if isinstance(value, list):
        return f"[{', '.join(written(item, style) for item in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{string(key, 0)} = {written(item, style)}' for key, item in value.items())}}}"
    return repr(value)


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(STRINGS, _VALUES, max_size=4), st.sampled_from([0, 1, 2, 3]), st.data())
def test_what_is_written_is_read_back_with_places(tree: Any, style: int, data: st.DataObject) -> None:
    text = "".join(f"{string(key, 0)} = {written(value, style)} # end\n" for key, value in tree.items())
    root = clean(text)
    assert plain(root) == tree
    for found in texts(root):
        start = data.draw(st.integers(0, len(found)))
        check_slice(found, start, data.draw(st.integers(start, len(found))))


@settings(max_examples=150, deadline=None)
@given(st.text("ab=[]{}.,\"'\\#\n 1é-", max_size=40))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    for found in texts(document(text).root):
        check(found)
