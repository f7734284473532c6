"""One contract over another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deploylint.config.load import load
from deploylint.config.merge import merge
from deploylint.config.schema import Contract, RuleSetting, Service
from deploylint.facts.place import Source
from deploylint.read.yaml import read


def contract(text: str, path: str = "deploylint.yaml") -> Contract:
    return load(read(Source(text)).root, path)


BASE = contract(
    "frozen: [DB001]\nservices: {api: {path: api, boot: old}, web: {path: web}}\n"
    "rules: {A001: {level: error, options: {x: 1}}, A002: note}\n"
    "suppressions: [{rule: A001, path: a, reason: base}]\n",
    "preset.yaml",
)
OVER = contract(
    "frozen: [DB002, DB001]\nservices: {api: {boot: new}}\n"
    "rules: {A001: {scope: changed}, A002: off}\n"
    "suppressions: [{rule: A002, path: b, reason: over}, {rule: A001, path: a, reason: base}]\n"
)


def test_lists_are_appended_and_equal_items_stand_once() -> None:
    merged = merge(BASE, OVER)
    assert merged.frozen == ("DB001", "DB002")
    assert [suppression.reason for suppression in merged.suppressions] == ["base", "over"]


def test_mappings_merge_and_the_nearest_value_wins() -> None:
    merged = merge(BASE, OVER)
    assert merged.services == {"api": Service(path="api", boot="new"), "web": Service(path="web")}
    assert merged.rules == {"A001": RuleSetting(level="error", scope="changed", options={"x": 1}), "A002": "off"}


def test_a_word_and_a_table_for_one_rule_do_not_mix() -> None:
    assert merge(contract("rules: {A001: off}"), contract("rules: {A001: {scope: all}}")).rules == {
        "A001": RuleSetting(scope="all")
    }


def test_places_follow_their_values() -> None:
    places = merge(BASE, OVER).places
    assert places["services.api.path"].path == "preset.yaml"
    assert places["services.api.boot"].path == "deploylint.yaml"
    assert places["frozen.1"] == OVER.places["frozen.0"]
    assert places["frozen.0"] == OVER.places["frozen.1"]
    assert places["suppressions.1.reason"] == OVER.places["suppressions.0.reason"]
    assert places["rules.A001.level"].path == "preset.yaml"


contracts = st.sampled_from(
    [
        BASE,
        OVER,
        contract(""),
        contract("extends: [a]\nfrozen: [X001]\nrules: {A002: error}"),
        contract("production: {compose: {files: [a.yml], profiles: [p]}}\nignore: [A, B]"),
    ]
)


@given(contracts, contracts, contracts)
def test_merging_is_associative_and_an_empty_contract_changes_nothing(a: Contract, b: Contract, c: Contract) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, contract("")) == merge(contract(""), a) == a == merge(a, a)
