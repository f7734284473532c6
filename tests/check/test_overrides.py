"""Settings for some files alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploylint.check.overrides import lowered
from deploylint.check.rule import Rule
from deploylint.check.settings import Selection, configure
from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, Override, PathSetting
from deploylint.facts.place import Range, Span
from tests.check.made import rule

ONE = replace(rule(), id="AAA001", name="first", family="family", presets=("recommended",))
TWO = replace(ONE, id="AAA002", name="second", presets=("strict",))
SPAN = Span("deploylint.yaml", Range(3, 1, 3, 9))


def override(*paths: str, **said: object) -> Override:
    return Override(paths=paths, **said)  # type: ignore[arg-type]


def chosen(*overrides: Override, selection: Selection | None = None, **said: object) -> dict[str, Rule]:
    contract = Contract(overrides=overrides, **said)  # type: ignore[arg-type]
    return {one.id: one for one in configure((ONE, TWO), contract=contract, selection=selection)}


def level(one: Rule, path: str) -> str:
    return one.at(path).levels["default"]["production"]


def test_a_level_holds_in_the_files_that_it_is_said_of() -> None:
    found = chosen(override("legacy/", "*.generated.py", rules={"AAA001": "note"}))["AAA001"]
    assert [level(found, path) for path in ("legacy/a/b.py", "x/y.generated.py", "src/legacy.py")] == [
        "note",
        "note",
        "error",
    ]


def test_an_ignored_rule_is_off_there_whatever_else_is_said() -> None:
    found = chosen(override("a/", rules={"AAA001": "warning"}, ignore=("AAA",)))["AAA001"]
    assert (level(found, "a/x"), level(found, "b/x")) == ("off", "error")


def test_of_several_overrides_that_name_a_rule_the_last_counts() -> None:
    found = chosen(
        override("src/", rules={"AAA001": "note"}),
        override("src/core/", rules={"AAA001": "error"}),
        override("src/core/", rules={"AAA002": "note"}),
    )["AAA001"]
    assert (level(found, "src/x"), level(found, "src/core/x")) == ("note", "error")


def test_a_rule_that_is_off_can_be_on_in_some_files() -> None:
    found = chosen(override("src/", rules={"AAA002": "error"}))["AAA002"]
    assert (level(found, "src/x"), level(found, "x")) == ("error", "off")
    off = chosen(override("src/", rules={"AAA001": "warning"}), rules={"AAA001": "off"})["AAA001"]
    assert (level(off, "src/x"), level(off, "x")) == ("warning", "off")


def test_an_override_lies_over_what_the_contract_says_of_all_files() -> None:
    found = chosen(override("src/", rules={"AAA001": "error"}), rules={"AAA001": "warning"})["AAA001"]
    assert (level(found, "src/x"), level(found, "x")) == ("error", "warning")


def test_scope_and_levels_of_roles_can_be_said_of_some_files() -> None:
    setting = PathSetting(level={"unknown": "error"}, scope="changed")
    found = chosen(override("src/", rules={"AAA001": setting}))["AAA001"]
    assert found.at("src/x").scope == "changed"
    assert found.at("src/x").levels["default"] == {"production": "error", "unknown": "error"}
    assert found.at("x") is found


def test_the_command_line_chooses_among_rules_and_leaves_the_overrides_in_force() -> None:
    said = override("src/", rules={"AAA002": "note"})
    found = chosen(said, selection=Selection(("AAA002",)))["AAA002"]
    assert (level(found, "src/x"), level(found, "x")) == ("note", "error")
    assert "AAA002" not in chosen(said, selection=Selection(None, ("AAA002",)))


@pytest.mark.parametrize(
    ("said", "way", "complaint"),
    [
        ({"rules": {"AAA01": "off"}}, "overrides.0.rules.AAA01", "no rule 'AAA01'; did you mean 'AAA001'?"),
        ({"ignore": ("frist",)}, "overrides.0.ignore.0", "no rule 'frist'; did you mean 'first'?"),
    ],
)
def test_a_word_that_names_no_rule_is_an_error_at_its_place(said: dict[str, object], way: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=r"deploylint\.yaml:3:1: ") as caught:
        chosen(override("a", **said), places={way: SPAN})
    assert caught.value.message == complaint


def test_what_lowers_a_rule_is_told_with_its_place() -> None:
    contract = Contract(
        overrides=(
            override("a", rules={"AAA001": "error"}),
            override("a", rules={"AAA001": "note"}),
            override("b", ignore=("family",)),
        )
    )
    assert list(lowered(ONE, contract)) == ["overrides.1.rules.AAA001", "overrides.2.ignore"]
