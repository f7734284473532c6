"""The contract that a run follows, and what it says in the words of the join."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from msgspec.structs import replace

from deploylint.check import settings
from deploylint.check.adjust import anchor
from deploylint.check.finding import louder
from deploylint.check.overrides import lowered
from deploylint.check.presets import Extended, extend
from deploylint.check.rule import Rule
from deploylint.check.settings import Selection
from deploylint.cli.errors import CannotRun
from deploylint.config import load
from deploylint.config.errors import ConfigError, nearest
from deploylint.config.schema import Contract
from deploylint.facts.place import FIRST, Span
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.workspace import Workspace


def find(workspace: Workspace, config: str | None) -> Extended:
    """The contract of a file, else of the repository, over its presets. Raises CannotRun, ConfigError."""
    return extend(load.find(workspace) if config is None else _of_file(Path(config), config))


def _of_file(path: Path, name: str) -> Contract:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotRun(f"cannot read '{name}': {error.strerror}; give --config a contract") from error
    shown = PurePath(name).as_posix()
    as_if = load.PROJECT if path.suffix == ".toml" else load.NAMES[0]
    try:
        contract = load.find(Workspace(MemoryTree({as_if: data})))
    except ConfigError as error:
        raise ConfigError(error.message, Span(shown, error.span.range)) from error
    if contract is None:
        raise CannotRun(f"'{name}' holds no [{'.'.join(load.TABLE)}]")
    return replace(contract, places={way: Span(shown, span.range) for way, span in contract.places.items()})


def enabled(extended: Extended, rules: Sequence[Rule], selection: Selection) -> tuple[Rule, ...]:
    """The rules that run. Raises ConfigError and RuleError, also where something silences a frozen rule."""
    contract = extended.contract
    chosen = settings.configure(rules, extended.presets, contract, selection)
    full, running = {rule.id: rule for rule in rules}, {rule.id: rule for rule in chosen}
    for index, name in enumerate(contract.frozen):
        way = f"frozen.{index}"
        if name not in full:
            raise _error(contract, way, f"no rule '{name}'{nearest(name, full)}")
        if name not in running:
            raise _error(contract, way, f"{name} is frozen here; nothing may turn it off")
        if louder(anchor(full[name]), anchor(running[name])):
            raise _error(contract, way, f"{name} is frozen here; nothing may lower its level")
        for place in lowered(full[name], contract):
            raise _error(contract, place, f"{name} is frozen; nothing may lower its level, in no file")
    for index, suppression in enumerate(contract.suppressions):
        if suppression.rule in contract.frozen:
            raise _error(contract, f"suppressions.{index}", f"{suppression.rule} is frozen; nothing may suppress it")
    return chosen


def _error(contract: Contract, way: str, message: str) -> ConfigError:
    return ConfigError(message, contract.places.get(way, Span("the contract", FIRST)))
