"""Which rules run, and how a preset, the contract or the command line changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Literal

import msgspec

from deploylint.check.errors import RuleError
from deploylint.check.finding import Level, Role, lower
from deploylint.check.rule import Rule

DEFAULT = "recommended"
EVERY = "all"


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says of one rule. level: see `at_level`; levels: by message; options: parameters of its kind."""

    level: Level | dict[Role, Level] | None = None
    levels: dict[str, Level | dict[Role, Level]] = {}
    scope: Literal["all", "changed"] | None = None
    options: dict[str, Any] = {}

    @property
    def off(self) -> bool:
        """True if it turns the rule off and says nothing else of levels."""
        return self.level == "off" and not self.levels


@dataclass(frozen=True, slots=True)
class Selection:
    """What the command line says: ids, prefixes of ids, names, families or tags. select None: what the presets say."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """The settings of one preset or contract by rule id, and where they stand, for errors."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    path: str = ""
    line: int = 0


def configure(
    rules: Sequence[Rule],
    presets: Collection[str] = (DEFAULT,),
    layers: Iterable[Layer] = (),
    selection: Selection | None = None,
) -> tuple[Rule, ...]:
    """The rules that run, by id, with what the layers say of them; a later layer speaks over an earlier one.

    A rule runs if one of its own presets is among the presets, if it is in every preset, or if a layer sets it to
    anything but off; a selection of the command line replaces that. Raises RuleError for ids and words without a rule.
    """
    selection = selection or Selection()
    by_id = {rule.id: rule for rule in rules}
    chosen = {EVERY, *presets}
    enabled = {rule.id for rule in rules if chosen.intersection(rule.presets)}
    for layer in layers:
        for rule_id, setting in layer.settings.items():
            if rule_id not in by_id:
                raise RuleError(layer.path, layer.line, unknown(rule_id, by_id))
            by_id[rule_id] = with_setting(by_id[rule_id], setting, layer)
            (enabled.discard if setting.off else enabled.add)(rule_id)
    if selection.select is not None:
        enabled = {rule_id for word in selection.select for rule_id in named(word, rules)}
    for word in selection.ignore:
        enabled -= named(word, rules)
    return tuple(by_id[rule_id] for rule_id in sorted(enabled))


def named(word: str, rules: Iterable[Rule]) -> set[str]:
    """The ids of the rules that a word names: an id or the beginning of one, a name, a family, a tag, `all`.

    Raises RuleError if it names none.
    """
    known = tuple(rules)
    found = {
        rule.id
        for rule in known
        if word in (EVERY, rule.name, rule.family) or rule.id.startswith(word) or word in rule.tags
    }
    if not found or not word:
        raise RuleError("the command line", 0, unknown(word, [*(r.id for r in known), *(r.name for r in known)]))
    return found


def unknown(word: str, known: Iterable[str]) -> str:
    """The words for a rule that does not exist, with the nearest that does."""
    near = get_close_matches(word, sorted(known), 1, 0.6)
    return f"no rule '{word}'" + (f"; did you mean '{near[0]}'?" if near else "")


def with_setting(rule: Rule, setting: Setting, layer: Layer) -> Rule:
    """The rule as a setting changes it. Raises RuleError for a message that the rule does not have."""
    levels = dict(rule.levels)
    if setting.level is not None and not setting.off:
        levels = {message: at_level(table, setting.level, anchor(rule)) for message, table in levels.items()}
    for message, level in setting.levels.items():
        if message not in rule.messages:
            raise RuleError(layer.path, layer.line, f"{rule.id} has no message '{message}'")
        table = levels.get(message, levels.get("default", {}))
        levels[message] = at_level(table, level, table.get("production", "off"))
    return replace(
        rule,
        levels=levels,
        scope=setting.scope or rule.scope,
        params={**rule.params, **setting.options} if setting.options else rule.params,
    )


def anchor(rule: Rule) -> Level:
    """The level by which a rule is known: that of its default message in production, else of the first message."""
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
