"""Variables in Dockerfile instructions, as BuildKit expands them (Dockerfile reference, environment replacement)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deploylint.facts.dockerfile import Instruction, Pair
from deploylint.facts.place import Range, Span

Values = Mapping[str, str | None]
"""Name -> value, None where it is not known."""

_REFERENCE = re.compile(r"\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^{}$]*))?\})")


def expand(text: str, values: Values) -> str | None:
    """The text with its variables replaced; None if one of them is not known, or its form is none that is known."""
    known = True

    def put(match: re.Match[str]) -> str:
        nonlocal known
        name, operator, word = match[1] or match[2], match[3] or "", match[4] or ""
        value = values.get(name)
        if operator.endswith("+"):
            known = known and name in values
            return word if value else ""
        if operator.endswith("-"):
            return value or word if operator == ":-" or value is None else value
        known = known and value is not None
        return value or ""

    replaced = _REFERENCE.sub(put, text)
    return replaced if known and "$" not in replaced else None


def declared(instruction: Instruction, values: Values, arguments: Values, given: Values) -> dict[str, str | None]:
    """What an ENV or ARG gives the instructions below it.

    arguments: the ARGs before the first FROM, by name. given: what the build gives for ARG.
    """
    found: dict[str, str | None] = {}
    for pair in instruction.pairs:
        name = pair.key.value
        if instruction.name == "ARG" and name in given:
            found[name] = given[name]
        elif pair.value is not None:
            found[name] = expand(pair.value.raw, values)
        elif instruction.name == "ARG":
            found[name] = arguments.get(name)
    return found


def before_stages(pairs: tuple[Pair, ...], given: Values) -> dict[str, str | None]:
    """The values of the ARGs before the first FROM: what the build gives, else their defaults."""
    found: dict[str, str | None] = {}
    for pair in pairs:
        default = expand(pair.value.raw, found) if pair.value is not None else None
        found[pair.key.value] = given.get(pair.key.value, default)
    return found


class StageValues:
    """What ENV and ARG say in a stage, as far as it was read. environment: ENV alone, name -> (value, where it is set).

    An ARG holds in its stage, below what ENV says; ENV goes on to the stages that are built on it.
    """

    def __init__(self, arguments: Values, given: Values, below: StageValues | None = None) -> None:
        """arguments, given: as in `declared`. below: the stage that this one is built on."""
        self._arguments, self._given = arguments, given
        self._local: dict[str, str | None] = {}
        self.environment: dict[str, tuple[str | None, Range]] = dict(below.environment) if below is not None else {}

    @property
    def values(self) -> dict[str, str | None]:
        """All that an instruction can refer to."""
        return self._local | {name: value for name, (value, _) in self.environment.items()}

    def take(self, instruction: Instruction) -> None:
        """Read an ENV or ARG; others say nothing of values."""
        if instruction.name == "ARG":
            self._local |= declared(instruction, self.values, self._arguments, self._given)
        elif instruction.name == "ENV":
            made = declared(instruction, self.values, self._arguments, self._given)
            for pair in instruction.pairs:
                plain = pair.value.value if pair.value is not None else None  # '$' in single quotes is no variable
                value = plain if plain is not None else made.get(pair.key.value)
                self.environment[pair.key.value] = (value, pair.range)


def environment(values: Values, path: str, instruction: Instruction) -> dict[str, tuple[str | None, Span]]:
    """The values as the environment of the commands of an instruction."""
    span = Span(path, instruction.range)
    return {name: (value, span) for name, value in values.items()}
