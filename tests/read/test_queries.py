"""Rules' queries over source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read.queries import matches

CALLS = "(call function: (identifier) @name) @match"
PYTHON = Source("class A:\n    def f(self):\n        x = 'é'; g(1)\n\nh()\n")


def test_a_match_has_its_place_its_symbol_and_its_captures() -> None:
    first, second = matches(PYTHON, "python", {"calls": CALLS})
    assert (first.query, first.range, first.symbol) == ("calls", Range(3, 18, 3, 22), "A.f")
    assert first.captures == (("match", Range(3, 18, 3, 22), "g(1)"), ("name", Range(3, 18, 3, 19), "g"))
    assert (second.range, second.symbol) == (Range(5, 1, 5, 4), "")


def test_without_a_capture_named_match_the_first_and_largest_is_the_match() -> None:
    (found,) = matches(Source("a(b)\n"), "python", {"q": "(call arguments: (_) @arguments) @call"})
    assert found.range == Range(1, 1, 1, 5)


def test_a_definition_is_not_around_itself() -> None:
    found = matches(PYTHON, "python", {"q": "(function_definition) @match"})
    assert [match.symbol for match in found] == ["A"]


def test_many_queries_run_as_one_and_keep_their_names() -> None:
    queries = {"b": "(call) @m ; a comment", "a": "(class_definition) @m\n(function_definition) @m"}
    found = [(match.query, match.range.line) for match in matches(PYTHON, "python", queries)]
    assert found == [("a", 1), ("a", 2), ("b", 3), ("b", 5)]


@pytest.mark.parametrize(
    "predicate",
    ['(#eq? @name "g")', '(#match? @name "^g$")', '(#any-of? @name "g" "z")', '(#not-eq? @name "h")'],
)
def test_predicates_choose_among_the_matches(predicate: str) -> None:
    found = matches(PYTHON, "python", {"q": f"({CALLS} {predicate})"})
    assert [match.range.line for match in found] == [3]


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("python", "f()", "(call) @m"),
        ("javascript", "f(<a/>)", "(call_expression) @m"),
        ("typescript", "f(<A>b)", "(call_expression) @m"),
        ("tsx", "f(<a/>)", "(call_expression) @m"),
        ("bash", "f x", "(command) @m"),
    ],
)
def test_every_language_is_read(language: str, text: str, query: str) -> None:
    assert len(matches(Source(text), language, {"q": query})) == 1


def test_the_symbol_of_a_shell_command_is_its_function() -> None:
    (found,) = matches(Source("deploy() {\n  ls\n}\n"), "bash", {"q": "(command) @m"})
    assert found.symbol == "deploy"


@pytest.mark.parametrize(
    "query",
    [
        "(nothing) @x",
        "(call",
        '((call) @c (#match? @c "["))',
        '((call) @c (#eq? @d "x"))',
        "",
        "(call)",
        '"x',
        ") (call) @x",
    ],
)
def test_a_bad_query_is_refused_with_its_name(query: str) -> None:
    with pytest.raises(ValueError, match=r"^query 'bad' is not valid for python: .+$"):
        matches(Source(""), "python", {"good": "(call) @m", "bad": query})


def test_an_unknown_predicate_is_refused_with_its_name() -> None:
    with pytest.raises(ValueError, match=r"query 'bad' is not valid for python: there is no predicate '#is-it\?'"):
        matches(Source("f()"), "python", {"bad": "((call) @c (#is-it? @c))"})


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'cobol'"):
        matches(Source(""), "cobol", {"q": "(call) @m"})


def test_a_bundle_has_no_matches() -> None:
    assert matches(Source("f();" * 6_000), "javascript", {"q": "(call_expression) @m"}) == ()


@pytest.mark.parametrize("text", ["(\n" * 100_000, "x = (1\n" + "+ 1\n" * 90_000 + ")", "[\n" * 90_000])
def test_source_over_which_a_query_would_not_end_has_no_matches(text: str) -> None:
    assert matches(Source(text), "python", {"q": "(integer) @m"}) == ()


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("fgé()\n :x='\"#\\{}[]`$&|;<>/*𝔘\x00"), max_size=60),
    st.sampled_from(["python", "tsx", "bash"]),
)
def test_what_a_capture_says_stands_at_its_place(text: str, language: str) -> None:
    source = Source(text)
    for match in matches(source, language, {"q": "(_) @m"}):
        for _, where, said in match.captures:
            start = source.offset(where.line, where.column)
            end = source.offset(where.end_line, where.end_column)
            assert source.text[start:end] == said
