"""What the contract says of rules in some files alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.check.adjust import anchor, at_level, named, no_rule, place, with_setting
from deploylint.check.finding import Level, louder
from deploylint.check.rule import Elsewhere, Rule
from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, Override, PathSetting, RuleSetting


def overridden(rules: Mapping[str, Rule], contract: Contract) -> dict[str, Rule]:
    """The rules with what the contract's overrides say of them. Raises ConfigError for one that names no rule."""
    changed = dict(rules)
    for index, override in enumerate(contract.overrides):
        for rule_id, elsewhere in _elsewhere(rules, contract, override, f"overrides.{index}").items():
            rule = changed[rule_id]
            changed[rule_id] = replace(rule, elsewhere=(*rule.elsewhere, elsewhere))
    return changed


def turned_on(rule: Rule) -> bool:
    """True if the rule reports something in some files."""
    return any(level != "off" for one in rule.elsewhere for table in one.levels.values() for level in table.values())


def only_elsewhere(rule: Rule) -> Rule:
    """The rule, off in all files that no override names."""
    return replace(rule, levels=_levels(rule, "off"))


def lowered(rule: Rule, contract: Contract) -> Iterator[str]:
    """Where an override lowers the level of a rule or turns it off."""
    for index, override in enumerate(contract.overrides):
        found = _elsewhere({rule.id: rule}, contract, override, f"overrides.{index}", strict=False).get(rule.id)
        if found is not None and louder(anchor(rule), anchor(replace(rule, levels=found.levels))):
            said = "ignore" if rule.id not in override.rules else f"rules.{rule.id}"
            yield f"overrides.{index}.{said}"


def _elsewhere(
    rules: Mapping[str, Rule], contract: Contract, override: Override, way: str, *, strict: bool = True
) -> dict[str, Elsewhere]:
    """The rules of one override, with what it says of each; what it ignores is ignored whatever else it says."""
    found: dict[str, Elsewhere] = {}
    for rule_id, said in override.rules.items():
        span = place(contract, f"{way}.rules.{rule_id}")
        if rule_id in rules:
            setting = said if isinstance(said, PathSetting) else PathSetting(level=said)
            given = RuleSetting(level=setting.level, levels=setting.levels, scope=setting.scope)
            rule = with_setting(rules[rule_id], given, span)
            found[rule_id] = Elsewhere(override.paths, rule.levels, rule.scope)
        elif strict:
            raise ConfigError(no_rule(rule_id, rules.values()), span)
    for index, word in enumerate(override.ignore):
        ids = named(word, rules.values())
        if strict and not ids:
            raise ConfigError(no_rule(word, rules.values()), place(contract, f"{way}.ignore.{index}"))
        for rule_id in ids:
            found[rule_id] = Elsewhere(override.paths, _levels(rules[rule_id], "off"), rules[rule_id].scope)
    return found


def _levels(rule: Rule, level: Level) -> Mapping[str, Mapping[str, Level]]:
    return {message: at_level(table, level, anchor(rule)) for message, table in rule.levels.items()}
