"""The words of a finding follow its role, its level stays."""

from __future__ import annotations

import pytest

from deploylint.check.engine import finding, worded
from deploylint.check.finding import Hit
from tests.check.made import RULE, hit, rule

TEXT = RULE.replace("[hints]", "default-unknown = \"'{name}' may be wrong.\"\n[hints]")


@pytest.mark.parametrize(
    ("one", "name"),
    [
        (hit(role="production"), "default"),
        (hit(role="unknown"), "default-unknown"),
        (hit(role="production", told="unknown"), "default-unknown"),
        (hit(role="test"), "default"),
        (hit(role="unknown", message="other"), "other"),
    ],
)
def test_the_message_for_a_role_is_taken_where_there_is_one(one: Hit, name: str) -> None:
    assert worded(rule(TEXT), one) == name


def test_words_of_another_role_change_neither_level_nor_key() -> None:
    plain, told = (finding(rule(TEXT), hit(role="production", told=role)) for role in (None, "unknown"))
    assert (plain.level, plain.key, plain.hint) == (told.level, told.key, told.hint)
    assert (plain.message, told.message) == ("'it' is wrong.", "'it' may be wrong.")
