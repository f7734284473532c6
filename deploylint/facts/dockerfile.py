"""What a Dockerfile says, instruction by instruction."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script, Word
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text


@dataclass(frozen=True, slots=True)
class Flag:
    """`--from=builder` before the arguments of an instruction; the name without dashes, value None without `=`."""

    name: str
    value: Text | None
    range: Range


@dataclass(frozen=True, slots=True)
class Heredoc:
    """A heredoc of RUN, COPY or ADD; expand: its body is expanded by the builder.

    name: the word after `<<` without quotes. body: without the tabs that `<<-` drops. range: the lines of the body.
    """

    name: str
    body: Text
    expand: bool
    range: Range


@dataclass(frozen=True, slots=True)
class Pair:
    """One `KEY=value` of ENV, ARG or LABEL after quote removal; value is None for `ARG NAME`."""

    key: Text
    value: Word | None
    range: Range


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction; its range runs from the keyword to the end of its last line, heredocs included.

    name is upper case. value: the text after the flags with continuations joined and comment lines dropped. form: exec
    for a JSON list of strings, shell for other text of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD, "" elsewhere.
    broken_json: the text begins with `[` and is no JSON list of strings, so a shell gets it (source: BuildKit,
    frontend/dockerfile/parser/line_parsers.go). script: the commands of RUN, CMD, ENTRYPOINT, and of HEALTHCHECK CMD.
    words: the arguments of all others (COPY sources and destination without heredocs, the JSON strings of the exec
    form). pairs: of ENV, ARG, LABEL. trigger: ONBUILD's, with the heredocs.
    """

    name: str
    range: Range
    keyword: Range
    value: Text
    form: Literal["", "exec", "shell"] = ""
    flags: tuple[Flag, ...] = ()
    words: tuple[Word, ...] = ()
    pairs: tuple[Pair, ...] = ()
    heredocs: tuple[Heredoc, ...] = ()
    script: Script | None = None
    broken_json: bool = False
    trigger: Instruction | None = None

    def flag(self, name: str) -> Text | None:
        """The value of a flag, or None."""
        return next((f.value for f in self.flags if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Stage:
    """One FROM and what follows it. index is 0-based; base is the word after FROM, name the one after AS."""

    index: int
    base: Word
    name: Text | None
    start: Instruction
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dockerfile(Facts):
    """A Dockerfile. arguments: the ARG pairs before the first FROM. escape: the continuation character."""

    stages: tuple[Stage, ...] = ()
    arguments: tuple[Pair, ...] = ()
    escape: str = "\\"
    syntax: str | None = None
