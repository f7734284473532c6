"""supervisor's configuration; source of the syntax: supervisord.org/configuration.html, Python's configparser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.base import Comment, Problem
from deploylint.facts.commands import Expansion, Script, Word
from deploylint.facts.files import Variable
from deploylint.facts.place import Source
from deploylint.facts.settings import Setting, Settings
from deploylint.facts.text import Text
from deploylint.read import shell
from deploylint.read.comments import comment, covering
from deploylint.read.masks import Masked, masked, unmasked

_SECTION = re.compile(r"\[([^\]\n]+)\]")
_SETTING = re.compile(r"([^=:\s][^=:\n]*?)[ \t]*[=:]")
_BEHIND = re.compile(r"(?<=\s)[;#]")  # configparser's inline comments: cut wherever they stand, inside quotes too
_EXPANSION = re.compile(r"%\((?P<name>\w+)\)[0-9]*[sd]")
_PAIR = re.compile(r"""([\w.]+)\s*=\s*("[^"]*"|'[^']*'|[^,\s]*)""")


def read(source: Source) -> Settings:
    """The settings in the order of the file; lines that are no setting, section or comment are problems."""
    reader = _Reader(source)
    for number in range(1, len(source.starts) + 1):
        reader.line(number)
    reader.close()
    extents = [(entry.range.line, entry.range.end_line) for entry in reader.entries]
    return Settings(
        entries=tuple(reader.entries),
        problems=tuple(reader.problems),
        comments=tuple(reader.comments),
        directives=covering(reader.comments, extents, trailing=False),
    )


class _Reader:
    """The state between lines: the section, and the setting whose value the next indented line continues."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.entries: list[Setting] = []
        self.problems: list[Problem] = []
        self.comments: list[Comment] = []
        self.section = ""
        self.key: Text | None = None
        self.parts: list[Text] = []

    def line(self, number: int) -> None:
        start, line = self.source.starts[number - 1], self.source.line(number)
        stripped = line.strip()
        first = start + line.find(stripped)
        if stripped[:1] in ("#", ";"):
            self.comments.append(comment(self.source, first, first + len(stripped)))
            return
        behind = _BEHIND.search(line)
        if behind:
            self.comments.append(comment(self.source, start + behind.start(), start + len(line.rstrip())))
        text = Text.whole(self.source, first, start + len((line[: behind.start()] if behind else line).rstrip()))
        if not text.value:
            return
        if line[0] in " \t" and self.key is not None:
            self.parts.append(text)
            return
        self.close()
        self._begin(text)

    def _begin(self, text: Text) -> None:
        heading, found = _SECTION.match(text.value), _SETTING.match(text.value)
        if heading:
            self.section = heading[1].strip()
        elif found:
            self.key = text.slice(*found.span(1)).strip()
            self.parts = [text.slice(found.end()).strip()]
        else:
            self.problems.append(Problem("This line is neither a section nor 'key=value'.", text.range()))

    def close(self) -> None:
        """The setting that was open is complete."""
        if self.key is not None:
            self.entries.append(_setting(self.source, self.section, self.key, self.parts))
        self.key, self.parts = None, []


def _setting(source: Source, section: str, key: Text, parts: list[Text]) -> Setting:
    value = parts[0]
    if len(parts) > 1:
        between = [Text.escape("\n", source, *([part.outer[0]] * 2)) for part in parts[1:]]
        rows = [parts[0], *(one for pair in zip(between, parts[1:], strict=True) for one in pair)]
        value = Text.join(rows, source, (parts[0].outer[0], parts[-1].outer[1]))
    whole = source.range(key.outer[0], max(key.outer[1], value.outer[1]))
    if key.value == "environment":
        return Setting(section, key, value, whole, variables=tuple(_variables(value)))
    starts = key.value == "command" and section.partition(":")[0] in ("program", "eventlistener", "fcgi-program")
    return Setting(section, key, value, whole, script=_script(value) if starts else None)


def _script(value: Text) -> Script:
    made = _masked(value)
    script = unmasked(shell.split(made.text), made.hidden)
    commands = tuple(replace(c, words=tuple(_plain(word) for word in c.words)) for c in script.commands)
    return replace(script, commands=commands)


def _masked(value: Text) -> Masked:
    spans = [match.span() for match in _EXPANSION.finditer(value.value)]
    return masked(value, ((*span, Expansion(None, None, None, value.range(*span))) for span in spans))


def _plain(word: Word) -> Word:
    """`%%` is a per cent sign."""
    at = word.raw.find("%%")
    if at < 0 or word.expansions:
        return word
    pieces: list[Text] = []
    done = 0
    while at >= 0:
        pieces += [word.text.slice(done, at), word.text.slice(at, at + 1)]
        done = at + 2
        at = word.raw.find("%%", done)
    return replace(word, text=Text.join([*pieces, word.text.slice(done)], word.text.source, word.text.outer))


def _variables(value: Text) -> Iterator[Variable]:
    """`A="b",C=d`."""
    for match in _PAIR.finditer(value.value):
        start, end = match.span(2)
        if match[2][:1] in ("'", '"') and len(match[2]) > 1:
            start, end = start + 1, end - 1
        yield Variable(value.slice(*match.span(1)), value.slice(start, end), value.range(*match.span()))
