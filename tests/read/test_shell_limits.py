"""Where the shell reader stops: errors, other interpreters, depth and size."""

from __future__ import annotations

import time

import pytest

from deploylint.facts.commands import Script
from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from deploylint.read.shell import read, script


def names(found: Script) -> list[str | None]:
    return [command.name for command in found.commands]


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        ("a\nb; if c; then d", ["a", "b"], Range(2, 4, 2, 16)),
        ('a; b "c', ["a"], Range(1, 4, 1, 8)),
        ('a; b "c $X d', ["a"], Range(1, 6, 1, 13)),
        ("a; b $(c", ["a"], Range(1, 6, 1, 9)),
        ("a\n)\nb", ["a"], Range(2, 1, 3, 2)),
        ("<<<<<<< HEAD\na", [], Range(1, 1, 2, 2)),
        ("{%- if x %}\na", [], Range(1, 1, 2, 2)),
    ],
)
def test_commands_that_end_before_an_error_count_and_the_rest_is_unknown(
    text: str, expected: list[str], place: Range
) -> None:
    found = read(Source(text))
    assert names(found) == expected
    assert found.incomplete == place


def test_what_a_status_does_right_before_an_error_is_unknown() -> None:
    assert [command.failure for command in read(Source("a\nb\nif c; then d")).commands] == ["ignored", "unknown"]


def test_a_reserved_word_is_no_program() -> None:
    found = read(Source("a; ! function f { b; }; c"))
    assert "function" not in names(found)
    assert found.incomplete is not None


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("#!/usr/bin/env python3\nimport os\n", "python"),
        ("#!/usr/bin/env -S node --no-warnings\nx()\n", "node"),
        ("#!/usr/bin/python3.12\n", "python"),
        ("#!/usr/bin/env pwsh\nGet-Item\n", "powershell"),
        ("#!/usr/bin/fish\na\n", "fish"),
        ("@echo off\nnpm start\n", "cmd"),
        ("if exist .next rmdir /s /q .next && next build", "cmd"),
        ('$ErrorActionPreference = "Stop"\nnpm ci', "powershell"),
    ],
)
def test_text_for_another_interpreter_has_no_commands(text: str, dialect: str) -> None:
    found = read(Source(text))
    assert (found.dialect, found.commands) == (dialect, ())
    assert found.incomplete is not None
    assert (found.incomplete.line, found.incomplete.column) == (1, 1)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("a", "sh"),
        ("#!/bin/bash\na", "bash"),
        ("#! /usr/bin/env bash\na", "bash"),
        ("#!/command/with-contenv bash\na", "bash"),
        ("#!/bin/ash\na", "ash"),
        ("// build.sh\n#!/bin/bash\na", "sh"),
        ("echo if exist; $X a", "sh"),
        ("powershell -Command x %PATH%", "sh"),
    ],
)
def test_the_dialect_is_that_of_the_first_line(text: str, dialect: str) -> None:
    found = read(Source(text))
    assert found.dialect == dialect
    assert found.commands
    assert found.incomplete is None


def test_an_empty_script_has_nothing() -> None:
    assert read(Source("")) == Script()


@pytest.mark.parametrize(
    "text",
    ["(" * 4000 + "a" + ")" * 4000, "a $(" * 3000 + "b" + ")" * 3000, "if a; then " * 3000 + "b" + "; fi" * 3000],
    ids=["subshells", "substitutions", "branches"],
)
def test_too_deep_a_nesting_is_a_fatal_problem(text: str) -> None:
    (problem,) = read(Source(text)).problems
    assert problem.kind == "fatal"


@pytest.mark.parametrize(
    "piece",
    [
        "a b && ",
        "b ",
        "'b'",
        "$X",
        "[ ",
        "${A:-",
        "{",
        "cat <<E <<F\nx\nE\ny\nF\n",
        "f() { if a; then b; fi }\n",
        "`b` ",
        "a # x\n",
    ],
)
def test_twice_as_much_text_takes_about_twice_as_long(piece: str) -> None:
    def seconds(times: int) -> float:
        source = Source("a " + piece * times)
        start = time.process_time()
        read(source)
        return time.process_time() - start

    times = 8000 // len(piece)
    small = min(seconds(times) for _ in range(3))
    assert seconds(8 * times) < 40 * small + 0.1


def test_a_line_of_very_many_pipes_is_a_fatal_problem() -> None:
    assert [problem.kind for problem in read(Source("a | " * 100_000)).problems] == ["fatal"]
    assert read(Source("a || b\n" * 5_000)).problems == ()


def test_a_text_of_many_pieces_is_read_in_time() -> None:
    source = Source("a\\n" * 20_000)
    parts = [
        part
        for at in range(0, 60_000, 3)
        for part in (Text.whole(source, at, at + 1), Text.escape("\n", source, at + 1, at + 3))
    ]
    text = Text.join(parts, source, (0, 60_000))
    start = time.process_time()
    found = script(text)
    assert time.process_time() - start < 10
    assert len(found.commands) == 20_000
    assert found.commands[-1].words[0].range == source.range(59_997, 59_998)
