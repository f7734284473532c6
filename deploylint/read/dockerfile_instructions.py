"""From the text of one instruction to its facts.

Source: BuildKit, frontend/dockerfile/parser/line_parsers.go and instructions/parse.go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from deploylint.facts.base import Problem
from deploylint.facts.commands import Word
from deploylint.facts.dockerfile import Instruction, Pair
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.dockerfile_commands import command, healthcheck
from deploylint.read.dockerfile_flags import flags_and_arguments, keyword_and_rest
from deploylint.read.dockerfile_heredoc import announces
from deploylint.read.dockerfile_json import NotStrings, strings
from deploylint.read.dockerfile_lines import Block
from deploylint.read.dockerfile_words import Unbalanced, split, split_quoted, word

_WITH_FLAGS = ("ADD", "COPY", "FROM", "HEALTHCHECK", "RUN")
_NO_TRIGGER = ("ONBUILD", "FROM", "MAINTAINER")


@dataclass(frozen=True, slots=True)
class _Job:
    """One instruction to read: it without its arguments, the arguments behind the flags, and where its problems go."""

    bare: Instruction
    arguments: Text
    block: Block
    escape: str
    posix: bool
    problems: list[Problem]

    @property
    def name(self) -> str:
        return self.bare.name

    def problem(self, message: str, place: Range) -> None:
        self.problems.append(Problem(message, place))

    def word(self, text: Text, pattern: bool = False) -> Word:
        try:
            return word(text, self.escape, pattern)
        except Unbalanced as error:
            self.problem(f"The builder cannot read this word: {error}.", text.range())
            return Word(text)


def read(block: Block, escape: str, posix: bool, problems: list[Problem]) -> Instruction | None:
    """The instruction of some lines; None if the builder knows no such instruction.

    escape: the escape character; posix: a POSIX shell reads the shell form; problems: what is wrong is added to it.
    """
    if block.unterminated:
        problems.append(Problem(f"The heredoc '{block.heredocs[-1].name}' does not end.", block.heredocs[-1].range))
    return _instruction(block.text, block, escape, posix, problems)


def _instruction(text: Text, block: Block, escape: str, posix: bool, problems: list[Problem]) -> Instruction | None:
    keyword, rest = keyword_and_rest(text)
    name = keyword.value.upper()
    if name not in _READERS:
        problems.append(Problem(_no_instruction(keyword.value, escape), keyword.range()))
        return None
    flags, arguments = flags_and_arguments(rest)
    if flags and name not in _WITH_FLAGS:
        problems.append(Problem(f"{name} takes no flags.", flags[0].range))
    bare = Instruction(name, _range(keyword, block), keyword.range(), arguments, flags=flags)
    job = _Job(bare, arguments, block, escape, posix, problems)
    try:
        return _READERS[name](job)
    except NotStrings:
        job.problem("The JSON form holds something that is no string.", arguments.range())
        return bare


def _no_instruction(keyword: str, escape: str) -> str:
    """A misspelt instruction, or more of the line above."""
    if keyword[:1].isalpha() and not keyword.islower():
        return f"There is no instruction '{keyword}'."
    return f"There is no instruction '{keyword}'; if the line above goes on here, it must end with '{escape}'."


def _range(keyword: Text, block: Block) -> Range:
    source = keyword.source
    start = keyword.offsets()[0]
    return source.range(start, max(start, source.starts[block.last - 1] + len(source.line(block.last).rstrip("\r"))))


def _listed(job: _Job) -> Instruction:
    """COPY, ADD and VOLUME, in JSON form too; heredocs are none of their words."""
    found = strings(job.arguments)
    texts = split(job.arguments) if found is None else list(found)
    if found is None and job.block.heredocs:
        texts = [text for text in texts if not announces(text.value)]
    copies = job.name in ("COPY", "ADD")
    words = tuple(job.word(text, copies and at < len(texts) - 1) for at, text in enumerate(texts))
    if len(words) + len(job.block.heredocs) < (2 if copies else 1):
        job.problem(f"{job.name} has too few arguments.", job.bare.keyword)
    return replace(
        job.bare,
        words=words,
        heredocs=job.block.heredocs if copies else (),
        form="" if found is None else "exec",
        broken_json=found is None and job.arguments.value.startswith("["),
    )


def _expose(job: _Job) -> Instruction:
    words = tuple(job.word(text) for text in split(job.arguments))
    if not words:
        job.problem("EXPOSE has no argument.", job.bare.keyword)
    return replace(job.bare, words=words)


def _shell(job: _Job) -> Instruction:
    found = strings(job.arguments)
    if not found:
        job.problem("SHELL wants a JSON list of strings.", job.bare.keyword)
        return replace(job.bare, broken_json=job.arguments.value.startswith("["))
    return replace(job.bare, form="exec", words=tuple(Word(text, quoted=True) for text in found))


def _single(job: _Job) -> Instruction:
    """USER, WORKDIR, STOPSIGNAL, MAINTAINER: the whole text is one word; nothing in MAINTAINER's is special."""
    if not job.arguments.value:
        job.problem(f"{job.name} has no argument.", job.bare.keyword)
        return job.bare
    found = Word(job.arguments) if job.name == "MAINTAINER" else job.word(job.arguments)
    return replace(job.bare, words=(found,))


def _from(job: _Job) -> Instruction:
    texts = split(job.arguments)
    if not (len(texts) == 1 or (len(texts) == 3 and texts[1].value.upper() == "AS")):
        job.problem("FROM wants an image, or an image, AS and a name.", job.bare.keyword)
    base = [job.word(texts[0])] if texts else []
    return replace(job.bare, words=(*base, *(Word(text) for text in texts[1:])))


def _pairs(job: _Job) -> Instruction:
    """ENV, LABEL and ARG. Without `=` in the first word of ENV and LABEL all that follows it is its value."""
    texts = split_quoted(job.arguments, job.escape)
    if texts and job.name != "ARG" and "=" not in texts[0].value:
        key, value = keyword_and_rest(job.arguments)
        if value.value:
            pair = Pair(job.word(key).text, job.word(value), job.arguments.range())
            return replace(job.bare, pairs=(pair,))
        texts = []
    if not texts:
        wanted = "a name" if job.name == "ARG" else "a name and a value"
        job.problem(f"{job.name} wants {wanted}.", job.bare.keyword)
    return replace(job.bare, pairs=tuple(_pair(text, job) for text in texts))


def _pair(text: Text, job: _Job) -> Pair:
    key, equals, _ = text.value.partition("=")
    if not equals and job.name != "ARG":
        job.problem(f"This word has no '='; {job.name} wants name=value.", text.range())
    value = job.word(text.slice(len(key) + 1)) if equals else None
    return Pair(job.word(text.slice(0, len(key))).text, value, text.range())


def _command(job: _Job) -> Instruction:
    return command(job.bare, job.block if job.name == "RUN" else None, job.posix)


def _healthcheck(job: _Job) -> Instruction:
    kind, _ = keyword_and_rest(job.arguments)
    if kind.value.upper() == "CMD":
        return healthcheck(job.bare, job.posix)
    if kind.value.upper() != "NONE":
        job.problem("HEALTHCHECK wants CMD or NONE.", job.bare.keyword)
    return replace(job.bare, words=tuple(Word(text) for text in split(job.arguments)))


def _onbuild(job: _Job) -> Instruction:
    keyword, _ = keyword_and_rest(job.arguments)
    name = keyword.value.upper()
    if not name or name in _NO_TRIGGER:
        job.problem(f"ONBUILD cannot hold {name}." if name else "ONBUILD wants an instruction.", job.bare.keyword)
        return job.bare
    trigger = _instruction(job.arguments, job.block, job.escape, job.posix, job.problems)
    return replace(job.bare, trigger=trigger)


_READERS: dict[str, Callable[[_Job], Instruction]] = {
    "ADD": _listed,
    "ARG": _pairs,
    "CMD": _command,
    "COPY": _listed,
    "ENTRYPOINT": _command,
    "ENV": _pairs,
    "EXPOSE": _expose,
    "FROM": _from,
    "HEALTHCHECK": _healthcheck,
    "LABEL": _pairs,
    "MAINTAINER": _single,
    "ONBUILD": _onbuild,
    "RUN": _command,
    "SHELL": _shell,
    "STOPSIGNAL": _single,
    "USER": _single,
    "VOLUME": _listed,
    "WORKDIR": _single,
}
