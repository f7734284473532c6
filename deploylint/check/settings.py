"""Which rules run, and how presets, the contract and the command line change them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from deploylint.check.errors import RuleError
from deploylint.check.finding import Level, Role, lower
from deploylint.check.rule import Rule
from deploylint.check.suppression import Suppression
from deploylint.config.errors import ConfigError, nearest
from deploylint.config.schema import Contract, RuleSetting
from deploylint.facts.place import FIRST, Span

DEFAULT = "recommended"
EVERY = "all"


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
    or sets it to anything but off, and does not ignore it. A selection of the command line replaces all of that. Raises
    ConfigError for words of the contract that name no rule or no message, RuleError for such words of the command line.
    """
    contract, selection = contract or Contract(), selection or Selection()
    by_id = {rule.id: rule for rule in rules}
    enabled = {rule.id for rule in rules if {EVERY, *presets}.intersection(rule.presets)}
    enabled |= _named(contract, "select", rules)
    for rule_id, said in contract.rules.items():
        span = contract.places.get(f"rules.{rule_id}", Span("", FIRST))
        if rule_id not in by_id:
            raise ConfigError(f"no rule '{rule_id}'{nearest(rule_id, by_id)}", span)
        setting = said if isinstance(said, RuleSetting) else RuleSetting(level=said)
        off = setting.level == "off" and not setting.levels
        (enabled.discard if off else enabled.add)(rule_id)
        if not off:
            by_id[rule_id] = with_setting(by_id[rule_id], setting, span)
    enabled -= _named(contract, "ignore", rules)
    if selection.select is not None:
        enabled = {rule_id for word in selection.select for rule_id in _asked(word, rules)}
    for word in selection.ignore:
        enabled -= _asked(word, rules)
    return tuple(by_id[rule_id] for rule_id in sorted(enabled))


def named(word: str, rules: Iterable[Rule]) -> frozenset[str]:
    """The ids of the rules that a word names: an id or the beginning of one, a name, a family, a tag, `all`."""
    return frozenset(
        rule.id
        for rule in rules
        if word and (word in (EVERY, rule.name, rule.family, *rule.tags) or rule.id.startswith(word))
    )


def suppressions(contract: Contract) -> tuple[Suppression, ...]:
    """The contract's suppressions, as the filter takes them."""
    return tuple(
        Suppression(
            span=contract.places.get(f"suppressions.{index}", Span("", FIRST)),
            rules=(one.rule,),
            path=one.path,
            reason=one.reason,
            until=None if one.until is None else one.until.isoformat(),
            at=one.at,
        )
        for index, one in enumerate(contract.suppressions)
    )


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


def _named(contract: Contract, key: str, rules: Sequence[Rule]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    words: tuple[str, ...] = contract.select if key == "select" else contract.ignore
    for index, word in enumerate(words):
        ids = named(word, rules)
        if not ids:
            span = contract.places.get(f"{key}.{index}", Span("", FIRST))
            raise ConfigError(f"'{key}' names '{word}', and there is no such rule{_nearest(word, rules)}", span)
        found |= ids
    return found


def _asked(word: str, rules: Sequence[Rule]) -> frozenset[str]:
    found = named(word, rules)
    if not found:
        raise RuleError("the command line", 0, f"no rule '{word}'{_nearest(word, rules)}")
    return found


def _nearest(word: str, rules: Iterable[Rule]) -> str:
    return nearest(word, [name for rule in rules for name in (rule.id, rule.name)])
