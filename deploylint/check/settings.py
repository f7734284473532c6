"""Which rules run, and how presets, the contract and the command line change them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from deploylint.check.adjust import EVERY, named, no_rule, place, with_setting
from deploylint.check.errors import RuleError
from deploylint.check.overrides import only_elsewhere, overridden, turned_on
from deploylint.check.rule import Rule
from deploylint.check.suppression import Suppression
from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, RuleSetting
from deploylint.facts.record import dataclass

DEFAULT = "recommended"


@dataclass(frozen=True, slots=True)
class Selection:
    """What the command line says, in words that `named` knows. select: run these alone; None: as the contract says."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()


def configure(
    rules: Sequence[Rule],
    presets: Collection[str] = (DEFAULT,),
    contract: Contract | None = None,
    selection: Selection | None = None,
) -> tuple[Rule, ...]:
    """The rules that run, by id, with what the contract says of them.

    A rule runs if one of its own presets is among the presets, if it is in every preset, or if the contract selects it
    or sets it to anything but off, and does not ignore it; in some files alone, if an override says so. A selection of
    the command line replaces all of that. Raises ConfigError for words of the contract that name no rule or no message,
    RuleError for such words of the command line.
    """
    contract, selection = contract or Contract(), selection or Selection()
    by_id = {rule.id: rule for rule in rules}
    enabled = {rule.id for rule in rules if {EVERY, *presets}.intersection(rule.presets)}
    enabled |= _named(contract, "select", rules)
    for rule_id, said in contract.rules.items():
        span = place(contract, f"rules.{rule_id}")
        if rule_id not in by_id:
            raise ConfigError(no_rule(rule_id, rules), span)
        setting = said if isinstance(said, RuleSetting) else RuleSetting(level=said)
        off = setting.level == "off" and not setting.levels
        (enabled.discard if off else enabled.add)(rule_id)
        if not off:
            by_id[rule_id] = with_setting(by_id[rule_id], setting, span)
    enabled -= _named(contract, "ignore", rules)
    by_id = overridden(by_id, contract)
    if selection.select is not None:
        enabled = {rule_id for word in selection.select for rule_id in _asked(word, rules)}
    else:
        partly = {rule_id for rule_id, rule in by_id.items() if rule_id not in enabled and turned_on(rule)}
        by_id |= {rule_id: only_elsewhere(by_id[rule_id]) for rule_id in partly}
        enabled |= partly
    for word in selection.ignore:
        enabled -= _asked(word, rules)
    return tuple(by_id[rule_id] for rule_id in sorted(enabled))


def suppressions(contract: Contract) -> tuple[Suppression, ...]:
    """The contract's suppressions, as the filter takes them."""
    return tuple(
        Suppression(
            span=place(contract, f"suppressions.{index}"),
            rules=(one.rule,),
            path=one.path,
            reason=one.reason,
            until=None if one.until is None else one.until.isoformat(),
            at=one.at,
        )
        for index, one in enumerate(contract.suppressions)
    )


def _named(contract: Contract, key: str, rules: Sequence[Rule]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    words: tuple[str, ...] = contract.select if key == "select" else contract.ignore
    for index, word in enumerate(words):
        ids = named(word, rules)
        if not ids:
            span = place(contract, f"{key}.{index}")
            raise ConfigError(f"'{key}' names '{word}': {no_rule(word, rules)}", span)
        found |= ids
    return found


def _asked(word: str, rules: Sequence[Rule]) -> frozenset[str]:
    found = named(word, rules)
    if not found:
        raise RuleError("the command line", 0, no_rule(word, rules))
    return found
