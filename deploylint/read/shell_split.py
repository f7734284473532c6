"""Commands that no shell reads: a text cut into words by its quotes, and argument lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Range
from deploylint.facts.text import Text
from deploylint.read.shell_place import Cutter

_TOKEN = re.compile(r"\\(.?)|'([^']*)('?)|\"((?:[^\"\\]|\\.)*)(\"?)|[ \t\r\n]+|[^\\'\" \t\r\n]+", re.DOTALL)
_INSIDE = re.compile(r"\\([\"\\])")


def split(text: Text) -> Script:
    """The words of a text that is cut up without a shell, as one command of form split.

    The rules are those of POSIX shlex: quotes and backslashes, no comments, nothing is expanded: words are static and
    keep `$X` as it is written. Unbalanced quotes leave the script incomplete and without commands.
    """
    cutter = Cutter(text)
    words: list[Word] = []
    parts: list[Text] = []
    start, quoted = -1, False
    for match in _TOKEN.finditer(text.value):
        letter = match.group()[0]
        if letter in " \t\r\n":
            if start >= 0:
                words.append(_word(cutter, parts, start, match.start(), quoted))
            parts, start, quoted = [], -1, False
            continue
        if (letter == "'" and not match[3]) or (letter == '"' and not match[5]) or (letter == "\\" and not match[1]):
            return Script(incomplete=cutter.range(match.start(), len(text.value)))
        start = match.start() if start < 0 else start
        quoted = quoted or letter in "'\"\\"
        parts += _parts(cutter, match)
    if start >= 0:
        words.append(_word(cutter, parts, start, len(text.value), quoted))
    if not words:
        return Script()
    stripped = text.value.strip(" \t\r\n")
    first = text.value.index(stripped[0])
    return Script(commands=(Command(cutter.range(first, first + len(stripped)), "split", tuple(words)),))


def _parts(cutter: Cutter, match: re.Match[str]) -> list[Text]:
    """The text of a token without its quotes."""
    letter = match.group()[0]
    if letter == "\\":
        return [_escape(cutter, match.start(), match.end(), match[1])]
    if letter == "'":
        return [cutter.cut(match.start(2), match.end(2))] if match[2] else []
    if letter != '"':
        return [cutter.cut(match.start(), match.end())]
    found: list[Text] = []
    at = match.start(4)
    for escape in _INSIDE.finditer(cutter.value, match.start(4), match.end(4)):
        if escape.start() > at:
            found.append(cutter.cut(at, escape.start()))
        found.append(_escape(cutter, escape.start(), escape.end(), escape[1]))
        at = escape.end()
    if match.end(4) > at:
        found.append(cutter.cut(at, match.end(4)))
    return found


def _escape(cutter: Cutter, start: int, end: int, value: str) -> Text:
    return Text.escape(value, cutter.source, *cutter.offsets(start, end))


def _word(cutter: Cutter, parts: list[Text], start: int, end: int, quoted: bool) -> Word:
    return Word(Text.join(parts, cutter.source, cutter.offsets(start, end)), (), quoted)


def listed(texts: Sequence[Text], place: Range) -> Script:
    """An argument list that no shell reads, as one command of form exec; place is the Range of the list."""
    if not texts:
        return Script()
    return Script(commands=(Command(place, "exec", tuple(Word(text) for text in texts)),))
