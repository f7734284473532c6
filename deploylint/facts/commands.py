"""Commands: the common currency of every place that can start a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from deploylint.facts.base import Facts
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text

Form = Literal["exec", "shell", "split"]
Condition = Literal["always", "success", "failure", "branch"]
Failure = Literal["stops", "ignored", "handled", "unknown"]
Loss = Literal["", "rescue", "line", "sequence", "errexit", "pipe", "background", "prefix"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """`$X`, `${X:-word}`, `$(command)` in a word; name is None for command substitutions and arithmetic.

    operator is the one between name and word (`:-`, `-`, `:?`, `:+` ...), with word as it is written.
    """

    name: str | None
    operator: str | None
    word: str | None
    range: Range


@dataclass(frozen=True, slots=True)
class Word:
    """One word after quote removal. Its text keeps expansions as they are written (`--port=${PORT}`)."""

    text: Text
    expansions: tuple[Expansion, ...] = ()
    quoted: bool = False
    glob: bool = False

    @property
    def value(self) -> str | None:
        """The word as the program gets it; None if it is dynamic."""
        return None if self.expansions or self.glob else self.text.value

    @property
    def raw(self) -> str:
        """The word with its expansions as they are written."""
        return self.text.value

    @property
    def range(self) -> Range:
        return self.text.range()


@dataclass(frozen=True, slots=True)
class Assignment:
    """`NAME=value` before a command or alone; value is None for arrays."""

    name: str
    value: Word | None
    range: Range
    exported: bool = False
    append: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirection; heredoc is the body of `<<` and `<<<`, destination the word after the other operators."""

    operator: str
    descriptor: str
    destination: Word | None
    range: Range
    heredoc: Text | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command as its reader found it: wrappers are not peeled and nothing is expanded.

    form: exec is an argument list that no shell reads, split a text that is cut into words without a shell,
    shell everything a shell reads. condition: how it is joined to what stands before it; branch is any body of
    if, case and loops, or their condition. failure: what its non-zero status does to the text it stands in. scope: the
    subshells around it, outermost first: `cd` in one of them ends with it. A command without words only assigns.
    loss: why an ignored status is lost: it is rescued (`|| true`, which rescue is the place of), more follows on its
    line or on later ones, `set +e` holds, a pipe or `&` hides it, a unit says so
    before the command (prefix); "" where it only makes a word of another command.
    """

    range: Range
    form: Form
    words: tuple[Word, ...]
    assignments: tuple[Assignment, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    condition: Condition = "always"
    failure: Failure = "stops"
    function: str | None = None
    scope: tuple[int, ...] = ()
    background: bool = False
    piped: bool = False  # any part of a pipeline of several
    tested: bool = False  # the condition of if, while, until, the operand of `!`, or `[` and `test` themselves
    loss: Loss = ""
    rescue: Range | None = None

    @property
    def name(self) -> str | None:
        """The first word, if it is not dynamic."""
        return self.words[0].value if self.words else None

    @property
    def within(self) -> tuple[str | int, ...]:
        """The function around it, if it stands in one, and the subshells: what bounds a working directory."""
        return (*((self.function,) if self.function else ()), *self.scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script(Facts):
    """A shell text: its simple commands in the order they are written, those of functions and substitutions included.

    incomplete: where the reader lost the thread; what stands after it is unknown. dialect: the interpreter of the `#!`
    line, "sh" without one; cmd.exe and PowerShell text has no commands and is incomplete from its start.
    substituted: commands that run only to make a word of another.
    """

    commands: tuple[Command, ...] = ()
    substituted: tuple[Command, ...] = ()
    functions: tuple[str, ...] = ()
    shebang: Text | None = None
    dialect: str = "sh"
    errexit: bool = False
    incomplete: Range | None = None

    def __iter__(self) -> Iterator[Command]:
        return iter(self.commands)
