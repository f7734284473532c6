"""What the shell reader says of conditions, and of what a non-zero status does."""

from __future__ import annotations

import pytest

from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.shell import read, script


def fates(text: str) -> list[str]:
    return [command.failure for command in read(Source(text)).commands]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "stops"),
        ("a; b", "ignored stops"),
        ("a\nb\n", "ignored stops"),
        ("a && b", "stops stops"),
        ("a && b; c", "ignored ignored stops"),
        ("a || true", "ignored stops"),
        ("a || :", "ignored stops"),
        ("a || echo skipped >&2; b", "ignored ignored stops"),
        ("a && b || true", "ignored ignored stops"),
        ("a || exit 1", "handled stops"),
        ("a || exit 0", "ignored stops"),
        ("a || { echo x; exit 1; }", "handled ignored stops"),
        ("a || (echo x; exit 1); b", "ignored ignored ignored stops"),
        ("a || (echo x; exit 1)", "handled ignored stops"),
        ("a || return 1; b", "handled ignored stops"),
        ("a || b", "handled stops"),
        ("a || b || true", "handled ignored stops"),
        ("a || failed=1; b", "handled ignored stops"),
        ("a || $HANDLER; b", "unknown ignored stops"),
        ("if a; then b; fi", "handled stops"),
        ("if a && b; then c; else d; fi; e", "handled handled ignored ignored stops"),
        ("if ! a; then exit 1; fi; b", "handled ignored stops"),
        ("! a", "handled"),
        ("a | b", "ignored stops"),
        ("a | b; c", "ignored ignored stops"),
        ("a &", "ignored"),
        ("a & b", "ignored stops"),
        ("a & wait $!", "unknown stops"),
        ("until a; do sleep 1; done; b", "handled ignored stops"),
        ("while true; do a && break; sleep 1; done; b", "handled handled ignored ignored stops"),
        ("for i in 1 2; do a && break || sleep 5; done", "handled ignored unknown"),
        ("a; if [ $? -ne 0 ]; then exit 1; fi", "handled handled stops"),
        ("a\ncode=$?\nexit $code", "handled ignored stops"),
        ("f() { a; b; }; f", "ignored unknown stops"),
        ("die() { echo x; exit 1; }; a || die", "ignored unknown handled stops"),
        ("warn() { echo x; }; a || warn; b", "unknown ignored ignored stops"),
        ("odd() { c x; }; a || odd; b", "unknown unknown ignored stops"),
        ("(a; b); c", "ignored ignored stops"),
        ("{ a; b; } | tee log", "ignored ignored stops"),
        ("case x in a) b ;; esac", "stops"),
    ],
)
def test_without_errexit_only_what_is_asked_for_counts(text: str, expected: str) -> None:
    assert fates(text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set -e; a; b", "ignored stops stops"),
        ("set -euo pipefail\na | b\nc", "ignored stops stops stops"),
        ("set -e\na | b\nc", "ignored ignored stops stops"),
        ("set -o errexit\na\nb", "ignored stops stops"),
        ("set -e\na || true\nb", "ignored ignored stops stops"),
        ("set -e\nset +e\na\nset -e\nb", "ignored stops ignored ignored stops"),
        ("set -e\na && b\nc", "ignored ignored stops stops"),
        ("set -e\nf() { a; b; }\nf", "ignored stops stops stops"),
        ("set -e\nif x; then a; b; fi\nc", "ignored handled stops stops stops"),
        ("set -e\n(a; b)\nc", "ignored stops stops stops"),
        ("set -e\n(a; b) || true\nc", "ignored ignored ignored stops stops"),
        ("set -e\nfor i in x; do a; b; done\nc", "ignored stops stops stops"),
        ("set -e\n( set +e; a; b )\nc; d", "ignored stops ignored stops stops stops"),
        ("set -e\na || (echo x; exit 1)\nb", "ignored handled stops stops stops"),
        ("set -- -e\na\nb", "ignored ignored stops"),
    ],
)
def test_errexit_stops_where_the_language_lets_it(text: str, expected: str) -> None:
    assert fates(text) == expected.split()


def test_the_first_line_may_say_errexit() -> None:
    found = read(Source("#!/bin/sh -ex\na\nb\n"))
    assert found.errexit
    assert [command.failure for command in found.commands] == ["stops", "stops"]


def test_errexit_is_told_only_if_it_holds_for_the_script_itself() -> None:
    assert read(Source("set -e\na")).errexit
    assert not read(Source("(set -e; a); b")).errexit
    assert not read(Source("f() { set -e; }; b")).errexit


def test_the_starter_of_the_shell_may_say_errexit_and_pipefail() -> None:
    text = Text.whole(Source("a | b\nc"))
    assert [c.failure for c in script(text, errexit=True).commands] == ["ignored", "stops", "stops"]
    assert [c.failure for c in script(text, errexit=True, pipefail=True).commands] == ["stops", "stops", "stops"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b", "always always"),
        ("a && b", "always success"),
        ("a || b", "always failure"),
        ("a && b || c", "always success failure"),
        ("a || { b; c; }", "always failure failure"),
        ("if a; then b || c; fi; d", "branch branch branch always"),
        ("for i in x; do a; done", "branch"),
        ("case x in y) a ;; esac", "branch"),
        ("f() { a; }; b", "always always"),
        ("(a; b) && c", "always always success"),
    ],
)
def test_conditions_say_how_a_command_is_joined(text: str, expected: str) -> None:
    assert [command.condition for command in read(Source(text)).commands] == expected.split()


def test_the_condition_of_a_loop_and_a_negated_command_are_tested() -> None:
    found = read(Source("while a; do b; done; ! c")).commands
    assert [command.tested for command in found] == [True, False, True]


def test_the_status_of_a_substitution_counts_only_where_it_is_assigned() -> None:
    found = read(Source("set -e\nA=$(a)\nexport B=$(b)\necho $(c)\n")).substituted
    assert [command.failure for command in found] == ["stops", "ignored", "ignored"]
