"""What the shell reader says of statuses that are lost: how, and by which words."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.read.shell import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a || true; b", "rescue line -"),
        ("a && b || echo failed", "rescue rescue -"),
        ("a; b", "line -"),
        ("a\nb", "sequence -"),
        ("a && b; c", "line line -"),
        ("a && b\nc", "sequence sequence -"),
        ("set -e\na\nb", "sequence - -"),
        ("set -e\na && b\nc", "sequence sequence - -"),
        ("set -e\na || true\nb", "sequence rescue - -"),
        ("set +e\na\nb", "sequence errexit -"),
        ("set -e\nset +e\na\nset -e\nb", "sequence - errexit errexit -"),
        ("set +e\na\ncode=$?\nexit $code", "sequence - errexit -"),
        ("(set +e; a); b", "line line -"),
        ("a | b", "pipe -"),
        ("set -o pipefail\na | b", "sequence - -"),
        ("a & b", "background -"),
        ("a || exit 1", "- -"),
        ("if a; then b; fi", "- -"),
        ("X=$(a)", "-"),
        ("f() { a; b; }; f", "line - -"),
    ],
)
def test_a_status_is_lost_by_what_is_written_around_the_command(text: str, expected: str) -> None:
    assert [command.loss or "-" for command in read(Source(text)).commands] == expected.split()


def test_only_an_ignored_status_is_lost() -> None:
    for text in ("a || true; b | c; d & e", "set +e\na; b", "if a; then b; fi; c || d"):
        assert all(command.failure == "ignored" for command in read(Source(text)).commands if command.loss)


def test_the_place_of_a_rescue_is_that_of_all_that_runs_instead() -> None:
    text = "migrate || { echo failed; true; }\nserve"
    migrate = read(Source(text)).commands[0]
    assert migrate.rescue is not None
    source = Source(text)
    start, end = source.offset(1, migrate.rescue.column), source.offset(1, migrate.rescue.end_column)
    assert text[start:end] == "echo failed; true"


def test_a_status_that_an_assignment_carries_is_rescued_like_any_other() -> None:
    (made,) = read(Source("output=$(migrate 2>&1) || true\nserve")).substituted
    assert (made.failure, made.loss) == ("ignored", "rescue")


def test_a_status_that_only_makes_a_word_is_lost_without_a_reason() -> None:
    (made,) = read(Source("echo $(migrate)\nserve")).substituted
    assert (made.failure, made.loss) == ("ignored", "")
