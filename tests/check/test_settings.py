"""Which rules run, and at which levels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploylint.check.errors import RuleError
from deploylint.check.rule import Rule
from deploylint.check.settings import Selection, configure, suppressions
from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, RuleSetting, Suppression
from deploylint.facts.place import Range, Span
from tests.check.made import rule

SPAN = Span("deploylint.yaml", Range(3, 1, 3, 9))


def made(rule_id: str, *presets: str) -> Rule:
    return replace(rule(), id=rule_id, name=rule_id.lower(), family="family", presets=presets or ("recommended",))


RULES = (made("AAA001"), made("AAA002", "strict"), made("BBB001", "all"), made("BBB002"))


def ids(rules: tuple[Rule, ...]) -> list[str]:
    return [one.id for one in rules]


def levels(setting: RuleSetting | str) -> dict[str, object]:
    contract = Contract(rules={"AAA001": setting})  # type: ignore[dict-item]
    return {key: dict(table) for key, table in configure(RULES, (), contract)[0].levels.items()}


def test_presets_choose_and_all_is_in_every_preset() -> None:
    assert ids(configure(RULES)) == ["AAA001", "BBB001", "BBB002"]
    assert ids(configure(RULES, ["strict"])) == ["AAA002", "BBB001"]


def test_the_contract_selects_ignores_and_turns_on_and_off() -> None:
    contract = Contract(select=("AAA",), ignore=("BBB002",), rules={"AAA001": "off"})
    assert ids(configure(RULES, ["recommended"], contract)) == ["AAA002", "BBB001"]
    assert ids(configure(RULES, [], Contract(rules={"AAA002": "note"}))) == ["AAA002", "BBB001"]


def test_the_command_line_replaces_what_the_contract_chose() -> None:
    contract = Contract(ignore=("AAA",))
    assert ids(configure(RULES, ["strict"], contract, Selection(("AAA002", "bbb002")))) == ["AAA002", "BBB002"]
    assert ids(configure(RULES, ["recommended"], None, Selection(None, ("family",)))) == []


def test_a_level_takes_the_place_of_the_one_the_rule_is_known_by() -> None:
    assert levels("warning") == {"default": {"production": "warning", "unknown": "note"}}
    assert levels("note") == {"default": {"production": "note", "unknown": "note"}}


def test_levels_of_roles_and_messages_change_these_alone() -> None:
    assert levels(RuleSetting(level={"unknown": "error"})) == {"default": {"production": "error", "unknown": "error"}}
    assert levels(RuleSetting(levels={"other": "warning"})) == {
        "default": {"production": "error", "unknown": "note"},
        "other": {"production": "warning", "unknown": "note"},
    }


def test_scope_and_options_are_replaced() -> None:
    setting = RuleSetting(scope="changed", options={"needles": ["y"]})
    (first, *_) = configure(RULES, (), Contract(rules={"AAA001": setting}))
    assert first.scope == "changed"
    assert first.params["needles"] == ["y"]
    assert first.params["queries"] == {"python": "(module) @match"}


@pytest.mark.parametrize(
    "contract",
    [
        Contract(select=("AAA01",), places={"select.0": SPAN}),
        Contract(ignore=("AAA01",), places={"ignore.0": SPAN}),
        Contract(rules={"AAA01": "off"}, places={"rules.AAA01": SPAN}),
    ],
)
def test_a_word_of_the_contract_that_names_no_rule_has_its_place(contract: Contract) -> None:
    with pytest.raises(ConfigError, match="did you mean 'AAA001'") as raised:
        configure(RULES, (), contract)
    assert raised.value.span == SPAN


def test_a_message_that_the_rule_does_not_have_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no message 'othr'; did you mean 'other'"):
        configure(RULES, (), Contract(rules={"AAA001": RuleSetting(levels={"othr": "note"})}))


@pytest.mark.parametrize("word", ["CCC", ""])
def test_a_word_of_the_command_line_that_names_no_rule_is_an_error(word: str) -> None:
    with pytest.raises(RuleError, match="no rule"):
        configure(RULES, (), None, Selection((word,)))


def test_suppressions_of_the_contract_keep_their_place() -> None:
    said = Suppression(rule="AAA001", path="a.py", reason="why", at="x")
    (found,) = suppressions(Contract(suppressions=(said,), places={"suppressions.0": SPAN}))
    assert (found.span, found.rules, found.path, found.at, found.until, found.lines) == (
        SPAN, ("AAA001",), "a.py", "x", None, None,
    )  # fmt: skip
