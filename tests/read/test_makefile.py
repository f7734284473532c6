"""The targets of Makefiles, and when there may be others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Range, Source
from deploylint.read.makefile import read


def names(text: str) -> list[str]:
    return [target.name for target in read(Source(text)).targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("build:\n\tgo build\ntest: build\n\tgo test\n", "build test"),
        ("a b:\n", "a b"),
        ("a :: b\n", "a"),
        ("a b &: c\n", "a b"),
        ("a: X = 1\n", "a"),
        ("  indented:\n", "indented"),
        ("a \\\n  b: c\n", "a b"),
        ("docker\\:push: a\n", "docker:push"),
        ("all: ; echo a:b\n", "all"),
        (".PHONY: clean \\\n  lint\n", "clean lint"),
        ("ifeq ($(A),b)\nx:\nelse\ny:\nendif\n", "x y"),
        ("out/a.o: a.c\n", "out/a.o"),
    ],
)
def test_the_words_before_the_colon_are_targets(text: str, expected: str) -> None:
    assert names(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    [
        "X := a:b\n",
        "X = a: b\n",
        "X ?= a:b\n",
        "X ::= a\n",
        "X := $(shell echo a: b)\n",
        "export PATH := /a:/b\n",
        "# a: b\n",
        "\techo a: b\n",
        "define T\na: b\nendef\n",
        "X = \\\n  a: b\n",
        "$(info a: b)\n",
        "",
    ],
)
def test_assignments_recipes_comments_and_definitions_have_no_targets(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    ["include x.mk\n", "-include x.mk\n", "sinclude x.mk\n", "%.o: %.c\n", "$(NAMES): a\n", "$(eval $(call T,a))\n"],
)
def test_includes_patterns_and_names_of_variables_leave_it_open(text: str) -> None:
    assert read(Source(f"a:\n{text}")).open
    assert names(f"a:\n{text}")[:1] == ["a"]


def test_a_makefile_of_plain_rules_is_closed() -> None:
    assert not read(Source("X := $(shell ls)\na: $(X)\n\t$(MAKE) b\nb: included.txt\n")).open


def test_the_place_of_a_target_is_its_name() -> None:
    (target,) = read(Source("# x\n  lint: a\n")).targets
    assert target.range == Range(2, 3, 2, 7)


def test_a_suppression_covers_the_rule_that_follows() -> None:
    (directive,) = read(Source("# deploylint: ignore[SRC006] agreed\na: b\n\techo\n")).directives
    assert (directive.first_line, directive.last_line) == (2, 2)


@given(st.text(alphabet="ab:=$()%\\\t\n #.", max_size=60))
def test_any_text_is_read_and_every_target_stands_where_it_says(text: str) -> None:
    source = Source(text)
    for target in read(source).targets:
        place = target.range
        start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
        assert text[start:end].rstrip("&").replace("\\:", ":") == target.name


def test_long_lines_are_read_once() -> None:
    assert len(names("a " * 100_000 + ":\n")) == 100_000
    assert names("(" * 200_000 + "\n") == []
