"""systemd units, their drop-ins and Podman's quadlets.

Sources of the syntax: systemd.syntax(7), systemd.service(5) "Command lines", podman-systemd.unit(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.base import Comment, Problem
from deploylint.facts.commands import Command, Expansion, Word
from deploylint.facts.files import Variable
from deploylint.facts.place import Source
from deploylint.facts.settings import Setting, Settings
from deploylint.facts.text import Text
from deploylint.read import shell
from deploylint.read.comments import comment, covering

_SECTION = re.compile(r"\[([^\]\n]+)\][ \t]*")
_SETTING = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[ \t]*=")
_QUADLET = (
    ("Container", "Exec"),
    ("Container", "Entrypoint"),
)  # podman-systemd.unit(5): read as ExecStart, no prefixes
_PREFIXES = re.compile(r"[-@:+!|]*")
# Specifiers, and variables, which systemd itself puts in: `${X}` anywhere, `$X` as a word of its own; `%%` and `$$` are
# one character. The text of `sh -c` is left alone: the shell reads a variable in it in the same way.
_EXPANSION = re.compile(r"%%|\$\$|%(?P<specifier>[A-Za-z])|\$\{(?P<braced>\w+)\}|\A\$(?P<name>\w+)\Z")
_SHELL = re.compile(r"(?:.*/)?(?:ba|da|a|z|k)?sh")
_TEXT_FOLLOWS = re.compile(r"-[a-z]*c")


def read(source: Source) -> Settings:
    """The settings in the order of the file; lines that are no setting, section or comment are problems."""
    entries: list[Setting] = []
    problems: list[Problem] = []
    comments: list[Comment] = []
    section = ""
    for line in _lines(source, comments):
        value = line.value
        heading = _SECTION.fullmatch(value)
        found = _SETTING.match(value)
        if heading:
            section = heading[1]
        elif found:
            key = line.slice(*found.span(1))
            entries.append(_setting(section, key, line.slice(found.end()).strip(), line))
        else:
            problems.append(Problem("This line is neither a section nor 'key=value'.", line.range()))
    extents = [(entry.range.line, entry.range.end_line) for entry in entries]
    return Settings(
        entries=tuple(entries),
        problems=tuple(problems),
        comments=tuple(comments),
        directives=covering(comments, extents, trailing=False),
    )


def _lines(source: Source, comments: list[Comment]) -> Iterator[Text]:
    """The lines with a `\\` at their end joined by a space; comment lines between them are dropped."""
    parts: list[Text] = []
    for number, start in enumerate(source.starts, 1):
        line = source.line(number)
        stripped = line.strip()
        first = start + line.find(stripped)
        if stripped[:1] in ("#", ";"):
            comments.append(comment(source, first, first + len(stripped)))
            continue
        if not stripped and not parts:
            continue
        end = start + len(line.rstrip())
        begin = start if parts else first
        if line.endswith("\\"):
            parts += [Text.whole(source, begin, end - 1), Text.escape(" ", source, end - 1, end)]
            continue
        parts.append(Text.whole(source, begin, end))
        yield _joined(source, parts)
        parts = []
    if parts:
        yield _joined(source, parts)


def _joined(source: Source, parts: list[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    return Text.join(parts, source, (parts[0].outer[0], parts[-1].outer[1])).strip()


def _setting(section: str, key: Text, value: Text, line: Text) -> Setting:
    place = line.range()
    if key.value == "Environment":
        return Setting(section, key, value, place, variables=tuple(_variables(value)))
    starts = key.value.startswith("Exec") and section == "Service"
    if not starts and (section, key.value) not in _QUADLET:
        return Setting(section, key, value, place)
    found = _PREFIXES.match(value.value) if starts else None
    prefixes = found[0] if found else ""
    script = shell.split(value.slice(len(prefixes)).strip())
    commands = tuple(_command(part, value, prefixes) for one in script.commands for part in _parted(one))
    return Setting(section, key, value, place, replace(script, commands=commands), prefixes)


def _parted(command: Command) -> Iterator[Command]:
    """The commands between `;` that stand as words of their own."""
    words: list[Word] = []
    for word in command.words:
        if word.raw == ";" and not word.quoted:
            if words:
                yield replace(command, words=tuple(words))
            words = []
        else:
            words.append(word)
    if words:
        yield replace(command, words=tuple(words))


def _command(command: Command, value: Text, prefixes: str) -> Command:
    """A command as systemd starts it: `@` makes the second word a name, `-` makes no failure of its status."""
    words = [word if _is_text(command, number) else _word(word) for number, word in enumerate(command.words)]
    if "@" in prefixes and len(words) > 1:
        del words[1]
    first, last = words[0].range, words[-1].range
    place = replace(first, end_line=last.end_line, end_column=last.end_column)
    command = replace(command, words=tuple(words), range=place)
    if "-" not in prefixes:
        return command
    at = prefixes.index("-")
    return replace(command, failure="ignored", loss="prefix", rescue=value.range(at, at + 1))


def _is_text(command: Command, number: int) -> bool:
    """True for the text that a shell is given after `-c`."""
    return (
        number > 1
        and _TEXT_FOLLOWS.fullmatch(command.words[number - 1].raw) is not None
        and any(_SHELL.fullmatch(word.raw) for word in command.words[: number - 1])
    )


def _word(word: Word) -> Word:
    found = tuple(
        Expansion(match["braced"] or match["name"], None, None, word.text.range(*match.span()))
        for match in _EXPANSION.finditer(word.raw)
        if match.lastgroup
    )
    return replace(word, expansions=found) if found else word


def _variables(value: Text) -> Iterator[Variable]:
    """`Environment="A=b" C=d`: quotes stand around a whole assignment."""
    for command in shell.split(value).commands:
        for word in command.words:
            at = word.raw.find("=")
            if at > 0:
                yield Variable(word.text.slice(0, at), word.text.slice(at + 1), word.range)
