"""The YAML reader: structure, anchors, problems, comments."""

from __future__ import annotations

import pytest

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Range, Source
from deploylint.read.yaml import read
from tests.read.source_maps import check, plain, texts


def document(text: str) -> Document:
    return read(Source(text))


def clean(text: str) -> Node:
    facts = document(text)
    assert facts.problems == ()
    return facts.root


def test_an_alias_is_what_it_names_and_its_entry_stands_where_it_is_used() -> None:
    root = clean("a: &x [1, 2]\nb: *x\n")
    assert plain(root) == {"a": [1, 2], "b": [1, 2]}
    assert root.entries[1].range == Range(2, 1, 2, 6)
    assert root.entries[1].value.range == Range(1, 7, 1, 13)


def test_merge_keys_give_way_to_explicit_ones_wherever_they_stand() -> None:
    root = clean("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  a: 0\n  <<: [*x, *y]\n  d: 5\n")
    node = root.get("z")
    assert node is not None
    assert [(entry.key.value, entry.value.value, entry.merged) for entry in node.entries] == [
        ("a", 0, False),
        ("d", 5, False),
        ("b", 2, True),
        ("c", 4, True),
    ]
    assert node.entries[2].range == Range(1, 14, 1, 18)


def test_a_merge_of_something_else_than_mappings_is_invalid() -> None:
    (problem,) = document("a:\n  <<: 1\n").problems
    assert (problem.kind, problem.range) == ("invalid", Range(2, 3, 2, 8))


def test_a_key_that_stands_twice_is_reported_at_the_second_and_both_are_kept() -> None:
    facts = document("a: 1\nb: 2\na: 3\n")
    (problem,) = facts.problems
    assert (problem.kind, problem.range) == ("duplicate-key", Range(3, 1, 3, 2))
    assert "line 1" in problem.message
    assert len(facts.root.entries) == 3
    assert str(facts.root.string("a")) == "3"


def test_an_alias_of_nothing_and_one_of_what_it_stands_in_are_invalid_and_null() -> None:
    facts = document("a: *b\nc: &c [*c]\n")
    assert [(p.kind, p.range) for p in facts.problems] == [
        ("invalid", Range(1, 4, 1, 6)),
        ("invalid", Range(2, 8, 2, 10)),
    ]
    assert plain(facts.root) == {"a": None, "c": [None]}


def test_aliases_that_expand_to_too_much_are_not_read() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    (problem,) = document("\n".join(lines)).problems
    assert problem.kind == "fatal"


@pytest.mark.parametrize("source", ["[" * 5000, "- " * 5000, "a: &a\n" + "[" * 5000 + "]" * 5000, "? " * 3000])
def test_deep_nesting_is_one_fatal_problem(source: str) -> None:
    facts = document(source)
    assert [problem.kind for problem in facts.problems] == ["fatal"]
    assert facts.root.entries == ()


def test_a_hundred_levels_are_read() -> None:
    assert document("[" * 100 + "]" * 100).problems == ()


@pytest.mark.parametrize(
    ("source", "where", "words"),
    [
        ("a: b: c\n", Range(1, 5, 1, 6), "a second ': '"),
        ("a:\n\t- b\n", Range(2, 1, 2, 2), "a tab cannot indent"),
        ("a: 'b\nc: d\n", Range(3, 1, 3, 1), "not closed"),
        ("a: [b, c\nd: e\n", Range(2, 2, 2, 3), "missing"),
        ("a: @b\n", Range(1, 4, 1, 5), "quote it"),
        ("a:\n  - b\n c: d\n", Range(3, 2, 3, 3), "indentation"),
    ],
)
def test_broken_yaml_is_fatal_where_it_breaks(source: str, where: Range, words: str) -> None:
    facts = document(source)
    (problem,) = facts.problems
    assert (problem.kind, problem.range) == ("fatal", where)
    assert words in problem.message
    assert "\n" not in problem.message
    assert facts.root.entries == ()


@pytest.mark.parametrize(
    "source", ["a: {{ name }}\nb: }\n", "{% if x %}\na: 1\n{% endif %}\n", "a: 1\n<% if x %>\nb: 2\n"]
)
def test_a_template_that_is_no_yaml_is_skipped(source: str) -> None:
    assert [problem.kind for problem in document(source).problems] == ["skip"]


@pytest.mark.parametrize(
    "line", ['<% require "dotenv"; Dotenv.load(".env") %>', "<%# if this is only a remark %>", "  <% x = 1 -%>\r"]
)
def test_statements_of_erb_put_in_nothing(line: str) -> None:
    facts = document(f"{line}\na: <%= x %>\nb: {{c: d}}\n{line}\n")
    assert (facts.problems, facts.root.said("a"), facts.root.said("b", "c")) == ((), "<%= x %>", "d")
    found = facts.root.string("a")
    assert found is not None
    assert found.range() == Range(2, 4, 2, 12)


@pytest.mark.parametrize("line", ["<% if x %>", "<% y.each { |x| %>", "<%= x %>"])
def test_erb_that_decides_what_stands_there_makes_a_template(line: str) -> None:
    assert [problem.kind for problem in document(f"{line}\na: 1\n").problems] == ["skip"]


def test_erb_in_a_block_of_text_stays() -> None:
    assert document("a: |\n  <% x %>\n  b\n").root.said("a") == "<% x %>\nb\n"


def test_workflow_expressions_make_no_template() -> None:
    assert [problem.kind for problem in document("a: ${{ b }}\nc: d: e\n").problems] == ["fatal"]


def test_colons_and_question_marks_inside_flow_words_are_plain_characters() -> None:
    root = clean("test: [CMD, curl, http://localhost:80/x?y, ::1, 'a:b']\nports: [80:80]\nx: |\n  a:b?c\n")
    assert plain(root) == {
        "test": ["CMD", "curl", "http://localhost:80/x?y", "::1", "a:b"],
        "ports": ["80:80"],
        "x": "a:b?c\n",
    }
    for text in texts(root):
        check(text)


def test_the_second_try_reports_its_own_problem() -> None:
    (problem,) = document("a: [http://x]\nb: c: d\n").problems
    assert problem.range == Range(2, 5, 2, 6)


def test_line_separators_are_ordinary_characters() -> None:
    root = clean("a: b\u2028c\n# x\u2029y\nd\u0085: 'e\u0085f'\ng: |\n  h\u2028i\nj: 1\n")
    assert plain(root) == {"a": "b\u2028c", "d\u0085": "e\u0085f", "g": "h\u2028i\n", "j": 1}
    assert root.entries[-1].range == Range(6, 1, 6, 5)
    for text in texts(root):
        check(text)


def test_a_control_character_is_invalid_and_kept() -> None:
    facts = document("a: b\x00c\nd: 1\n")
    assert plain(facts.root) == {"a": "b\x00c", "d": 1}
    assert [(p.kind, p.range) for p in facts.problems] == [("invalid", Range(1, 5, 1, 6))]


def test_the_first_document_is_the_root_and_the_others_follow() -> None:
    facts = document("a: 1\n---\nb: 2\n...\n---\n- c\n")
    assert plain(facts.root) == {"a": 1}
    assert [plain(other) for other in facts.others] == [{"b": 2}, ["c"]]


@pytest.mark.parametrize("source", ["", "\n", "# nothing\n", "---\n"])
def test_an_empty_stream_has_no_entries(source: str) -> None:
    facts = document(source)
    assert facts.problems == ()
    assert facts.root.entries == ()


def test_a_collection_as_key_keeps_its_source_as_name() -> None:
    assert [entry.key.value for entry in clean("? [a, b]\n: c\n").entries] == ["[a, b]"]


def test_comments_are_those_outside_of_scalars() -> None:
    facts = document(
        "# one\na: 'x # y' # two\nb: |  # three\n  # four\n  z\n# five\nc: d#e\n"
        'f: [1, # six\n  2]\n"g # h": "i\n  # j"\n'
    )
    assert [(c.text.value, c.own_line, c.range.line) for c in facts.comments] == [
        (" one", True, 1),
        (" two", False, 2),
        (" three", False, 3),
        (" five", True, 6),
        (" six", False, 8),
    ]
    assert facts.comments[1].range == Range(2, 12, 2, 17)


def test_a_directive_on_its_own_line_covers_the_entry_or_item_that_follows_in_whole() -> None:
    facts = document(
        "# deploylint: ignore[A001] first\n\n# other\na:\n  b: |\n    c\n    d\n"
        "e:\n  # deploylint: ignore[A002] second\n  - f: 1\n    g: 2\n  - h\n"
        "i: 1  # deploylint: ignore[A003] third\n# deploylint: ignore[A004] last\n"
    )
    assert [(str(d.text), d.first_line, d.last_line) for d in facts.directives] == [
        ("ignore[A001] first", 4, 7),
        ("ignore[A002] second", 10, 11),
        ("ignore[A003] third", 13, 13),
        ("ignore[A004] last", 15, 15),
    ]


def test_a_merge_conflict_is_called_one() -> None:
    text = "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n"
    (problem,) = document(text).problems
    assert problem.message == "This is no YAML: a merge conflict is left in it."
