"""Strings of source code as commands: literal text with holes where an expression stands that nobody can read off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deploylint.facts.commands import Command, Expansion, Failure, Script, Word
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.facts.source import Runs
from deploylint.facts.text import Text
from deploylint.read.masks import Masked, masked, unmasked


@dataclass(frozen=True, slots=True)
class Woven:
    """A string; its holes, as indexes of the value, hold the expressions as they are written."""

    text: Text
    holes: tuple[tuple[int, int], ...] = ()

    @property
    def value(self) -> str | None:
        """The string; None if it has a hole."""
        return None if self.holes else self.text.value

    @property
    def unknown(self) -> bool:
        """True if nothing of it is literal."""
        return len(self.holes) == 1 and self.holes[0] == (0, len(self.text.value))


def hole(source: Source, start: int, end: int) -> Woven:
    """An expression between two offsets that is no literal."""
    return Woven(Text.whole(source, start, end), ((0, end - start),))


def woven(parts: Iterable[Woven], source: Source, outer: tuple[int, int]) -> Woven:
    """Parts of one string, which stands at outer, put together."""
    kept = tuple(parts)
    holes: list[tuple[int, int]] = []
    at = 0
    for part in kept:
        holes.extend((at + start, at + end) for start, end in part.holes)
        at += len(part.text.value)
    return Woven(Text.join((part.text for part in kept), source, outer), tuple(holes))


def moved(part: Woven, source: Source, start: int, end: int) -> Woven:
    """The same string as what stands, as a whole, between two other offsets: a name that is followed."""
    return replace(part, text=Text.escape(part.text.value, source, start, end))


def word(part: Woven) -> Word:
    """A string as one word of an argument list; dynamic if it has a hole."""
    return Word(part.text, tuple(_expansion(part, start, end) for start, end in part.holes), quoted=True)


def listed(parts: Sequence[Woven], place: Range) -> Script:
    """An argument list as one command that no shell reads."""
    return Script(commands=(Command(place, "exec", tuple(word(part) for part in parts)),)) if parts else Script()


def shell_text(part: Woven) -> Script:
    """The commands of a string that a shell reads."""
    made = _masked(part)
    from deploylint.read import shell

    return unmasked(shell.script(made.text), made.hidden)


def split_text(part: Woven) -> Script:
    """A string that is cut into words without a shell."""
    made = _masked(part)
    from deploylint.read import shell

    return unmasked(shell.split(made.text), made.hidden)


def refined(script: Script, runs: Runs, failure: Failure) -> Script:
    """The script with what the source around it says: whether it runs, and what a failure of it leads to."""
    return replace(script, commands=tuple(_refined(command, runs, failure) for command in script.commands))


def _refined(command: Command, runs: Runs, failure: Failure) -> Command:
    condition = "branch" if runs == "branch" else command.condition
    return replace(command, condition=condition, failure=failure if command.failure == "stops" else command.failure)


def _masked(part: Woven) -> Masked:
    return masked(part.text, ((start, end, _expansion(part, start, end)) for start, end in part.holes))


def _expansion(part: Woven, start: int, end: int) -> Expansion:
    return Expansion(None, None, None, part.text.range(start, end))
