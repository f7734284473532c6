"""Presets: what they extend, and that what they say is of rules that exist."""

from __future__ import annotations

import pytest

from deploylint.check.load import shipped
from deploylint.check.presets import extend, load, names
from deploylint.check.settings import configure
from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, RuleSetting
from deploylint.facts.place import Range, Span


def test_without_a_contract_the_recommended_preset_runs() -> None:
    assert extend(None).presets == ("recommended",)
    assert extend(Contract()).presets == ("recommended",)


def test_the_five_contracts_are_presets_over_the_recommended_one() -> None:
    five = {"proof-first", "render-boot", "prisma-safety", "release-gates", "compose-production"}
    assert five <= set(names())
    for name in five:
        assert extend(Contract(extends=(name,))).presets == ("recommended", name)


def test_the_contract_speaks_over_its_presets() -> None:
    own = Contract(extends=("render-boot",), rules={"PATH002": "note"})
    assert extend(own).contract.rules["PATH002"] == "note"
    setting = extend(Contract(extends=("render-boot",))).contract.rules["PATH002"]
    assert isinstance(setting, RuleSetting)
    assert setting.level == "error"


def test_a_preset_that_does_not_exist_has_its_place() -> None:
    span = Span("deploylint.yaml", Range(1, 11, 1, 22))
    with pytest.raises(ConfigError, match="did you mean 'render-boot'") as raised:
        extend(Contract(extends=("render-boots",), places={"extends.0": span}))
    assert raised.value.span == span


@pytest.mark.parametrize("name", names())
def test_every_preset_can_be_followed(name: str) -> None:
    extended = extend(Contract(extends=(name,)))
    ran = configure(shipped(), extended.presets, extended.contract)
    assert set(load(name).rules) <= {rule.id for rule in ran}
