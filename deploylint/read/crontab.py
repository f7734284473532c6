"""Crontabs; source: crontab(5) of Vixie cron and of cronie, github.com/aptible/supercronic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.base import Comment
from deploylint.facts.files import Variable
from deploylint.facts.place import Source
from deploylint.facts.settings import CronLine, Crontab
from deploylint.facts.text import Text
from deploylint.read.comments import comment, covering

_FIELD = r"[\d*/,?#A-Za-z-]+"
_LINE = re.compile(rf"(@[a-z]+|(?:{_FIELD}[ \t]+){{4}}{_FIELD})[ \t]+(?=\S)")
_TIMED = re.compile(r"@|[\d*/,?-]+[ \t]")  # the minutes of a line
_VARIABLE = re.compile(r"""([A-Za-z_]\w*|"[^"]+"|'[^']+')[ \t]*=[ \t]*""")
_PER_CENT = re.compile(r"(?<!\\)%")


def read(source: Source) -> Crontab:
    """The lines in the order of the file; what is neither a line, a variable nor a comment is left out.

    A command ends at the first `%` without a backslash: what follows is its input.
    """
    lines: list[CronLine] = []
    variables: list[Variable] = []
    comments: list[Comment] = []
    for text in _texts(source):
        if text.value.startswith("#"):
            comments.append(comment(source, *text.offsets()))
            continue
        found, variable = _LINE.match(text.value), _VARIABLE.match(text.value)
        if found is not None and _TIMED.match(text.value):
            end = _PER_CENT.search(text.value, found.end())
            command = text.slice(found.end(), end.start() if end is not None else None).strip()
            lines.append(CronLine(text.slice(*found.span(1)), command, text.range()))
        elif variable is not None:
            name = text.slice(*variable.span(1))
            variables.append(Variable(name, _unquoted(text.slice(variable.end())), text.range()))
    extents = [(line.range.line, line.range.end_line) for line in lines]
    return Crontab(
        lines=tuple(lines),
        variables=tuple(variables),
        comments=tuple(comments),
        directives=covering(comments, extents, trailing=False),
    )


def _texts(source: Source) -> Iterator[Text]:
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        stripped = line.strip()
        if stripped:
            first = start + line.find(stripped)
            yield Text.whole(source, first, first + len(stripped))


def _unquoted(text: Text) -> Text:
    quoted = len(text.value) > 1 and text.value[0] in "\"'" and text.value[-1] == text.value[0]
    return text.slice(1, len(text.value) - 1) if quoted else text
