"""Messages: named placeholders in single quotes, a full stop at the end."""

from __future__ import annotations

import pytest

from deploylint.check.messages import fault, fill, placeholders


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("No word.", "no placeholder"),
        ("'{}' is wrong.", "no name"),
        ("'{0}' is wrong.", "no name"),
        ("'{a b}' is wrong.", "no name"),
        ("{name} is wrong.", "single quotes"),
        ("'{name} is wrong.", "single quotes"),
        ("'x {name}' is wrong.", "single quotes"),
        ("'{name}' is wrong", "no full stop"),
        ("'{name}' is { wrong.", "stray brace"),
    ],
)
def test_what_is_wrong_with_a_message_is_said(message: str, words: str) -> None:
    assert words in (fault(message) or "")


def test_a_well_formed_message_has_no_fault() -> None:
    assert fault("'{name}' starts '{target}', and '{name}' is gone.") is None


def test_placeholders_are_listed_in_order_with_repeats() -> None:
    assert placeholders("'{b}' and '{a}' and '{b}'.") == ("b", "a", "b")


def test_values_are_filled_in_once_and_their_white_space_is_folded() -> None:
    assert fill("'{a}' and '{b}'.", {"a": " x\n  y ", "b": "{a}"}) == "'x y' and '{a}'."


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("'{a}'.", {})
