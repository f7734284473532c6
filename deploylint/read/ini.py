"""INI files as Python's configparser takes them apart; source: docs.python.org/3/library/configparser.html."""

from __future__ import annotations

import re

from deploylint.facts.base import Comment, Directive
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.comments import comment, covering

_SECTION = re.compile(r"\[([^\]\n]+)\]")
_OPTION = re.compile(r"([^=:\s][^=:\n]*)[=:]")
_MARKS = ("#", ";")


@dataclass(frozen=True, slots=True)
class Row:
    """One `key = value`. lines: the lines of the value that say something, without the white space around them."""

    section: str
    key: Text
    lines: tuple[Text, ...]

    @property
    def range(self) -> Range:
        start, end = self.key.outer[0], self.lines[-1].outer[1] if self.lines else self.key.outer[1]
        return self.key.source.range(start, end)


@dataclass(frozen=True)
class Ini:
    """unread: the lines that are no option, section or comment, as rows without a value."""

    rows: tuple[Row, ...]
    unread: tuple[Row, ...] = ()
    comments: tuple[Comment, ...] = ()
    directives: tuple[Directive, ...] = ()


def rows(source: Source, continued: bool = True) -> Ini:
    """The options in the order of the file.

    continued: an indented line goes on with the value above it. Comments stand on lines of their own.
    """
    state = _State()
    comments: list[Comment] = []
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        stripped = line.strip()
        first = start + line.find(stripped)
        if stripped.startswith(_MARKS):
            comments.append(comment(source, first, first + len(stripped)))
        elif stripped:
            state.take(Text.whole(source, first, first + len(stripped)), continued and line[0] in " \t")
    state.close()
    extents = [(row.range.line, row.range.end_line) for row in state.rows]
    told = covering(comments, extents, trailing=False)
    return Ini(tuple(state.rows), tuple(state.unread), tuple(comments), told)


class _State:
    """What was read so far, and the option that the next indented line continues."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.unread: list[Row] = []
        self.section = ""
        self.open: tuple[Text, list[Text]] | None = None

    def take(self, text: Text, indented: bool) -> None:
        if indented and self.open is not None:
            self.open[1].append(text)
            return
        self.close()
        heading, option = _SECTION.match(text.value), _OPTION.match(text.value)
        if heading:
            self.section = heading[1].strip()
        elif option:
            value = text.slice(option.end()).strip()
            self.open = (text.slice(*option.span(1)).strip(), [value] if value.value else [])
        else:
            self.unread.append(Row(self.section, text, ()))

    def close(self) -> None:
        if self.open is not None:
            self.rows.append(Row(self.section, self.open[0], tuple(self.open[1])))
        self.open = None


def assignment(text: Text) -> tuple[str, Text] | None:
    """`name = target` of an entry point: a name and the text behind the first `=`; None for what is none."""
    name, equals, _ = text.value.partition("=")
    return (name.strip(), text.slice(len(name) + 1).strip()) if equals and name.strip() else None
