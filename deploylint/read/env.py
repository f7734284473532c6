"""Env files: `NAME=value` lines as dotenv, Compose and systemd read them."""

from __future__ import annotations

import re

from deploylint.facts.base import Comment, Problem
from deploylint.facts.files import EnvFile, Variable
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.comments import comment, covering

_NAME = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.\-]*)[ \t]*(=[ \t]*|(?=\n|\Z|#))")
_QUOTED = {
    '"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL),
    "'": re.compile(r"'[^']*'"),
    "`": re.compile(r"`[^`]*`"),
}
_REST = re.compile(r"[ \t]*(#[^\n]*)?(?=\n|\Z)")
_TRAILING_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$", "\n": ""}


def read(source: Source) -> EnvFile:
    """The variables in the order of the file; a quoted value may go over lines, a name alone has the value ""."""
    variables: list[Variable] = []
    comments: list[Comment] = []
    problems: list[Problem] = []
    text = source.text
    at = 0
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        stripped = text[at:line_end].strip()
        start = at + text[at:line_end].find(stripped)
        found = _NAME.match(text, at)
        if stripped.startswith("#"):
            comments.append(comment(source, start, line_end))
        elif stripped and found:
            value, line_end = _value(source, found.end(), line_end, comments)
            end = max(value.outer[1], found.end(1))
            variables.append(Variable(Text.whole(source, *found.span(1)), value, source.range(start, end)))
        elif stripped:
            problems.append(Problem("This line is no 'NAME=value'.", source.range(start, start + len(stripped))))
        at = line_end + 1
    lines = ((variable.range.line, variable.range.end_line) for variable in variables)
    return EnvFile(
        variables=tuple(variables),
        problems=tuple(problems),
        comments=tuple(comments),
        directives=covering(comments, lines, trailing=False),
    )


def _value(source: Source, start: int, line_end: int, comments: list[Comment]) -> tuple[Text, int]:
    """The value that begins at start, and the offset of the end of its last line."""
    text = source.text
    quoted = _QUOTED[text[start]].match(text, start) if text[start : start + 1] in _QUOTED else None
    rest = _REST.match(text, quoted.end()) if quoted else None
    if quoted and rest:
        if rest.group(1):
            comments.append(comment(source, *rest.span(1)))
        return _unquoted(source, *quoted.span()), rest.end()
    behind = _TRAILING_COMMENT.search(text[start:line_end]) if start < line_end else None
    end = line_end
    if behind and (behind.start() or text[start - 1] in " \t"):
        end = start + behind.start()
        comments.append(comment(source, end, line_end))
    end = start + len(text[start:end].rstrip())
    return Text.whole(source, start, end), line_end


def _unquoted(source: Source, start: int, end: int) -> Text:
    text = source.text
    outer = (start, end)
    if text[start] != '"' or text.find("\\", start, end) < 0:
        whole = Text.whole(source, start + 1, end - 1)
        return Text(whole.value, whole.pieces, outer, source)
    parts: list[Text] = []
    at = start + 1
    for escape in _ESCAPE.finditer(text, start + 1, end - 1):
        parts.append(Text.whole(source, at, escape.start()))
        parts.append(Text.escape(_ESCAPED.get(escape.group()[1], escape.group()), source, *escape.span()))
        at = escape.end()
    return Text.join([*parts, Text.whole(source, at, end - 1)], source, outer)
