"""The words that name rules, and what a setting makes of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deploylint.check.finding import Level, Role, lower
from deploylint.check.rule import Rule
from deploylint.config.errors import ConfigError, nearest
from deploylint.config.schema import Contract, RuleSetting
from deploylint.facts.place import FIRST, Span

EVERY = "all"


def named(word: str, rules: Iterable[Rule]) -> frozenset[str]:
    """The ids of the rules that a word names: an id or the beginning of one, a name, a family, a tag, `all`."""
    return frozenset(
        rule.id
        for rule in rules
        if word and (word in (EVERY, rule.name, rule.family, *rule.tags) or rule.id.startswith(word))
    )


def no_rule(word: str, rules: Iterable[Rule]) -> str:
    """The complaint that a word names no rule, with the nearest one."""
    return f"no rule '{word}'{nearest(word, [name for rule in rules for name in (rule.id, rule.name)])}"


def place(contract: Contract, way: str) -> Span:
    """Where the contract says something."""
    return contract.places.get(way, Span("", FIRST))


def with_setting(rule: Rule, setting: RuleSetting, span: Span) -> Rule:
    """The rule as a setting that stands at span changes it. Raises ConfigError for a message it does not have."""
    levels = dict(rule.levels)
    if setting.level is not None:
        levels = {message: at_level(table, setting.level, anchor(rule)) for message, table in levels.items()}
    for message, level in setting.levels.items():
        if message not in rule.messages:
            raise ConfigError(f"{rule.id} has no message '{message}'{nearest(message, rule.messages)}", span)
        table = rule.levels.get(message, rule.levels.get("default", {}))
        levels[message] = at_level(table, level, table.get("production", "off"))
    return replace(
        rule,
        levels=levels,
        scope=setting.scope or rule.scope,
        params={**rule.params, **setting.options} if setting.options else rule.params,
    )


def anchor(rule: Rule) -> Level:
    """The level by which a rule is known: that of its default message in production, else of its first table."""
    table = rule.levels["default"] if "default" in rule.levels else next(iter(rule.levels.values()))
    return table.get("production", "off")


def at_level(table: Mapping[str, Level], level: Level | Mapping[Role, Level], known: Level) -> Mapping[str, Level]:
    """A level table after somebody set its level.

    A level alone takes the place of the one the rule is known by, in every role that has it; what is below stays below,
    and nothing is above it. A table of roles changes these roles.
    """
    if not isinstance(level, str):
        return {**table, **{str(role): said for role, said in level.items()}}
    return {role: level if said == known else lower(said, level) for role, said in table.items()}
