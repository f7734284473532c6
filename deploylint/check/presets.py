"""Presets: named sets of rules with settings, in the words of a contract."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from deploylint.check.errors import RuleError
from deploylint.check.load import folder
from deploylint.check.settings import DEFAULT
from deploylint.config.errors import ConfigError, nearest
from deploylint.config.merge import merge
from deploylint.config.schema import Contract, Statements
from deploylint.facts.place import FIRST, Span
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True)
class Extended:
    """A contract with all that its presets say: their names, and the merged statements."""

    presets: tuple[str, ...]
    contract: Contract


def names() -> tuple[str, ...]:
    """The names of all presets, sorted."""
    return tuple(sorted({DEFAULT, *(path.stem for path in _folder().glob("*.toml"))}))


def extend(contract: Contract | None) -> Extended:
    """The contract over its presets, those over what they extend; without `extends` the recommended preset alone.

    Raises ConfigError for a preset that does not exist.
    """
    contract = contract or Contract()
    chosen: list[str] = []
    merged = Contract()
    for index, name in enumerate(contract.extends or (DEFAULT,)):
        if name not in names():
            span = contract.places.get(f"extends.{index}", Span("", FIRST))
            raise ConfigError(f"no preset '{name}'{nearest(name, names())}", span)
        for one in _line(name, ()):
            if one not in chosen:
                chosen.append(one)
                merged = merge(merged, load(one))
    return Extended(tuple(chosen), merge(merged, contract))


@cache
def load(name: str) -> Contract:
    """What a preset says; nothing for one that has no file. Raises RuleError for a file that cannot be used."""
    path = _folder() / f"{name}.toml"
    if not path.is_file():
        return Contract()
    try:
        said = msgspec.toml.decode(path.read_bytes(), type=Statements)
    except msgspec.DecodeError as error:
        raise RuleError(f"rules/presets/{path.name}", 0, str(error)) from error
    return Contract(**msgspec.structs.asdict(said))


def _line(name: str, seen: tuple[str, ...]) -> tuple[str, ...]:
    """A preset and what it extends, the base first; a circle is cut."""
    if name in seen:
        return ()
    return (*(one for base in load(name).extends for one in _line(base, (*seen, name))), name)


def _folder() -> Path:
    return folder() / "presets"
