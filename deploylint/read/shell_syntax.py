"""What a shell text is made of: the statements between the parser's tree and the facts."""

from __future__ import annotations

from dataclasses import field

from deploylint.facts.commands import Assignment, Redirect, Word
from deploylint.facts.record import dataclass


@dataclass(slots=True)
class Simple:
    """A simple command, `start` and `end` are offsets in the text that was read."""

    start: int
    end: int
    words: tuple[Word, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    substitutions: list[Sequence] = field(default_factory=list)

    @property
    def name(self) -> str | None:
        """The first word, if it is not dynamic."""
        return self.words[0].value if self.words else None


@dataclass(slots=True)
class Pipeline:
    """Items joined by `|`; a single item only if it is negated."""

    items: list[Item]
    negated: bool


@dataclass(slots=True)
class Chain:
    """Operands joined by `&&` and `||`: one operator less than operands, all of one precedence."""

    operands: list[Item]
    operators: list[str]


@dataclass(slots=True)
class Block:
    """`{ ...; }` or `( ... )`."""

    body: Sequence
    subshell: bool


@dataclass(slots=True)
class Branch:
    """if, case, for, select, while and until: what is tested, and what may run."""

    conditions: list[Sequence]
    bodies: list[Sequence]
    loop: bool
    substitutions: list[Sequence]


@dataclass(slots=True)
class Function:
    """A function definition; what its body does it does when it is called."""

    name: str
    body: Item


@dataclass(slots=True)
class Quiet:
    """`[[ ... ]]`, `(( ... ))`: runs no program itself."""

    substitutions: list[Sequence]


Item = Simple | Pipeline | Chain | Block | Branch | Function | Quiet


@dataclass(slots=True)
class Statement:
    """An item of a sequence with its extent; broken: an error of the parser lies in it or right behind it."""

    item: Item
    start: int
    end: int
    background: bool = False
    broken: bool = False


@dataclass(slots=True)
class Sequence:
    """Statements one after another."""

    statements: list[Statement]
