"""The lines of a Dockerfile: its parser directives, and which lines make which instruction.

dockerfile-parse groups the lines. It takes the lines of a heredoc for instructions, trips over blank lines and comments
in continued instructions, two backslashes at a line's end and keywords without arguments, and drops an instruction
that the end of the file cuts off. So it gets a skeleton of the file, in which such lines have a form it understands.
Source of what they say: BuildKit, frontend/dockerfile/parser/parser.go.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO
from typing import NamedTuple

from deploylint.facts.dockerfile import Heredoc
from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.dockerfile_heredoc import Mark, marks
from deploylint.read.dockerfile_words import SPACES

_DROPPED = "#"
_KNOWN = ("syntax", "escape", "check")


@dataclass(frozen=True, slots=True)
class ParserDirective:
    """One `# name=value` at the top of a file; line: its 1-based number."""

    name: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one instruction, 1-based and inclusive, its heredocs' among them.

    text: the instruction with its continuation lines joined and without comment lines. announced: its last line before
    the bodies of heredocs. unterminated: the end of the file ends the last heredoc.
    """

    first: int
    last: int
    text: Text
    announced: int
    heredocs: tuple[Heredoc, ...] = ()
    unterminated: bool = False


class _Tail(NamedTuple):
    """What follows the lines of an instruction."""

    last: int
    heredocs: tuple[Heredoc, ...]
    unterminated: bool


@dataclass(slots=True)
class _Survey:
    """What is known of each line: its skeleton, and the offsets of its part in an instruction without the escape.

    tails: what follows the instruction that ends on a line. numbers: the lines that hold a text behind any tabs.
    """

    skeleton: list[str] = field(default_factory=list)
    parts: list[tuple[int, int] | None] = field(default_factory=list)
    tails: dict[int, _Tail] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)

    def add(self, skeleton: str, part: tuple[int, int] | None = None) -> None:
        self.skeleton.append(skeleton)
        self.parts.append(part)


def parser_directives(source: Source) -> tuple[ParserDirective, ...]:
    """The parser directives, repeated ones included: only comments of the form `name=value` may stand before them."""
    found = []
    for number in range(1, _count(source) + 1):
        line = source.line(number).strip(SPACES)
        name, equals, value = line[1:].partition("=")
        name, value = name.strip(SPACES).lower(), value.strip(SPACES)
        if not line.startswith("#") or not equals or not value or name not in _KNOWN:
            break
        found.append(ParserDirective(name, value, number))
    return tuple(found)


def is_comment(line: str) -> bool:
    """True if the line is a comment wherever it stands outside heredocs."""
    return line.lstrip(SPACES).startswith("#")


def blocks(source: Source, escape: str) -> tuple[Block, ...]:
    """The instructions of a file in their order; escape: what continues a line."""
    survey = _survey(source, escape)
    return tuple(_block(source, survey, first, last) for first, last in _grouped(survey.skeleton, escape))


def _count(source: Source) -> int:
    """How many lines there are; what follows the last line end is none if it is empty."""
    return len(source.starts) - source.text.endswith("\n") - (not source.text)


def _grouped(skeleton: list[str], escape: str) -> Iterator[tuple[int, int]]:
    """The 1-based first and last lines of the instructions as dockerfile-parse finds them."""
    from dockerfile_parse import DockerfileParser
    from dockerfile_parse.constants import COMMENT_INSTRUCTION

    if skeleton and escape != "\\":
        skeleton = [f"# escape={escape}", *skeleton[1:]]  # the directive's own line, or one below it
    data = BytesIO("\n".join([*skeleton, ""]).encode("utf-8", "replace"))
    for found in DockerfileParser(fileobj=data, env_replace=False).structure:
        if found["instruction"] != COMMENT_INSTRUCTION:
            yield found["startline"] + 1, found["endline"] + 1


def _block(source: Source, survey: _Survey, first: int, last: int) -> Block:
    parts = [part for part in survey.parts[first - 1 : last] if part]
    text = Text.join((Text.whole(source, *part) for part in parts), source, (parts[0][0], parts[-1][1]))
    tail = survey.tails.get(last)
    return (
        Block(first, tail.last, text, last, tail.heredocs, tail.unterminated)
        if tail
        else Block(first, last, text, last)
    )


def _survey(source: Source, escape: str) -> _Survey:
    survey, count = _Survey(), _count(source)
    while len(survey.skeleton) < count:
        line = source.line(len(survey.skeleton) + 1)
        if is_comment(line) or not line.strip(SPACES):
            survey.add(_DROPPED)
        else:
            text = _instruction(source, survey, count, escape)
            _heredocs(source, survey, count, text)
    return survey


def _instruction(source: Source, survey: _Survey, count: int, escape: str) -> Text:
    """Survey the lines of one instruction; returns its text."""
    parts: list[Text] = []
    continued = True
    while continued and len(survey.skeleton) < count:
        number = len(survey.skeleton) + 1
        line = source.line(number).rstrip("\r")
        if parts and (is_comment(line) or not line.strip(SPACES)):
            survey.add(_DROPPED)
            continue
        start = source.starts[number - 1]
        indent = 0 if parts else len(line) - len(line.lstrip(SPACES))
        body = line.rstrip(" \t")
        continued = body.endswith(escape) and not body[:-1].endswith(escape)
        end = len(body) - 1 if continued else len(line)
        parts.append(Text.whole(source, start + indent, start + max(indent, end)))
        survey.add(
            _skeleton(line[indent:], len(parts) == 1, continued, escape), (start + indent, start + max(indent, end))
        )
    if continued:  # by the end of the file
        survey.skeleton[-1] = "_" if survey.skeleton[-1] == _DROPPED else survey.skeleton[-1] + "_"
    return Text.join(parts, source, (0, 0))


def _skeleton(line: str, first: bool, continued: bool, escape: str) -> str:
    if not continued and line.rstrip().endswith(escape):
        line += "_"
    return f"_ {line}" if first else line


def _heredocs(source: Source, survey: _Survey, count: int, text: Text) -> None:
    """Survey the bodies of the heredocs that the text announces."""
    announced, found = len(survey.skeleton), []
    unterminated = False
    for mark in marks(text):
        first = len(survey.skeleton) + 1
        end = _terminator(source, survey, count, mark)
        if (
            end > count and mark.spaced
        ):  # `$((1 << 2))`: only newer builders take it for a heredoc, and then the build fails
            continue
        unterminated = end > count
        while len(survey.skeleton) < min(end, count):
            survey.add(_DROPPED)
        found.append(_heredoc(source, mark, first, end))
    if found:
        survey.tails[announced] = _Tail(len(survey.skeleton), tuple(found), unterminated)


def _terminator(source: Source, survey: _Survey, count: int, mark: Mark) -> int:
    """The number of the line that ends a heredoc; that behind the last line if none does."""
    if not survey.numbers:
        for number in range(1, count + 1):
            survey.numbers.setdefault(source.line(number).rstrip("\r").lstrip("\t"), []).append(number)
    numbers = survey.numbers.get(mark.name.lstrip("\t"), [])
    for number in numbers[bisect_left(numbers, len(survey.skeleton) + 1) :]:
        if mark.chomp or source.line(number).rstrip("\r") == mark.name:
            return number
    return count + 1


def _heredoc(source: Source, mark: Mark, first: int, end: int) -> Heredoc:
    """The heredoc whose body begins on line first and whose terminator is line end."""
    size = len(source.text)
    start, stop = (source.starts[line - 1] if line <= len(source.starts) else size for line in (first, end))
    parts, at = [], start
    while at < stop:
        line_end = source.text.find("\n", at, stop) + 1 or stop
        indent = 0
        while mark.chomp and source.text[at + indent : at + indent + 1] == "\t":
            indent += 1
        parts.append(Text.whole(source, min(at + indent, line_end), line_end))
        at = line_end
    return Heredoc(mark.name, Text.join(parts, source, (start, stop)), mark.expand, source.range(start, stop))
