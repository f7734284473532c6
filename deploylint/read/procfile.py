"""Procfiles, read as foreman reads them: `name: command` lines."""

from __future__ import annotations

import re

from deploylint.facts.base import Comment
from deploylint.facts.files import ProcessLine, Procfile, StrayLine
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import shell
from deploylint.read.comments import comment, covering

_PROCESS = re.compile(r"([A-Za-z0-9_-]+):[^\S\n]*(\S[^\n]*)")


def read(source: Source) -> Procfile:
    """The processes in the order of the file; other lines that are neither empty nor `#` comments are stray."""
    processes: list[ProcessLine] = []
    stray: list[StrayLine] = []
    comments: list[Comment] = []
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        end = start + len(line.rstrip())
        first = start + len(line) - len(line.lstrip())
        found = _PROCESS.match(source.text, start, end)
        if found:
            command = Text.whole(source, *found.span(2))
            name = Text.whole(source, *found.span(1))
            processes.append(ProcessLine(name, command, shell.script(command), source.range(start, end)))
        elif line.lstrip().startswith("#"):
            comments.append(comment(source, first, end))
        elif first < end:
            stray.append(StrayLine(Text.whole(source, first, end), source.range(first, end)))
    numbers = (*(process.range.line for process in processes), *(line.range.line for line in stray))
    return Procfile(
        processes=tuple(processes),
        stray=tuple(stray),
        comments=tuple(comments),
        directives=covering(comments, zip(numbers, numbers, strict=True), trailing=False),
    )
