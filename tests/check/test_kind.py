"""Kinds are found by name and refuse parameters that they do not know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploylint.check import kind
from deploylint.check.errors import RuleError
from tests.check.made import rule


def test_every_module_of_kinds_is_one() -> None:
    for name in kind.names():
        found = kind.find(name)
        assert found is not None
        assert (found.check is None) != (found.review is None), name
        assert found.params.__struct_config__.frozen, name
        assert found.params.__struct_config__.forbid_unknown_fields, name


@pytest.mark.parametrize("name", ["", "nothing", "Silent-Handler", "silent_handler", "silent-handler.x", "../engine"])
def test_what_is_no_kind_is_not_found(name: str) -> None:
    assert kind.find(name) is None


def test_a_rule_of_no_kind_is_told_which_there_are() -> None:
    with pytest.raises(RuleError, match=r"no kind 'nothing'; there are .*silent-handler"):
        kind.of(replace(rule(), kind="nothing"))


def test_an_unknown_parameter_is_an_error() -> None:
    with pytest.raises(RuleError, match="TST001: Object contains unknown field `colour`"):
        kind.params(replace(rule(), params={**rule().params, "colour": "red"}))


def test_a_language_list_of_a_query_is_taken_apart() -> None:
    found = kind.find("syntax")
    assert found is not None
    assert found.queries is not None
    made = kind.params(replace(rule(), params={"queries": {"javascript,tsx": "(program) @match"}, "needles": ["x"]}))
    assert found.queries(made) == {"javascript": "(program) @match", "tsx": "(program) @match"}
