"""Helpers: command lines as a shell reads them, interpreted."""

from __future__ import annotations

from deploylint.facts.commands import Command
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation
from deploylint.read import shell


def commands(text: str) -> tuple[Command, ...]:
    """The commands of a shell text."""
    return shell.script(Text.whole(Source(text))).commands


def run(text: str) -> Invocation:
    """The meaning of a text's only command."""
    (command,) = commands(text)
    return interpret(command, shell.script)


def executed(*words: str) -> Invocation:
    """The meaning of an argument list that no shell reads."""
    source = Source(" ".join(words))
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    texts = [Text.whole(source, start, start + len(word)) for start, word in zip(starts, words, strict=True)]
    (command,) = shell.listed(texts, source.range(0, len(source.text))).commands
    return interpret(command, shell.script)


def nested(invocation: Invocation) -> list[Invocation]:
    """The meanings of the commands that an invocation hands on as text."""
    return [interpret(command, shell.script) for script in invocation.nested for command in script]


def said(invocation: Invocation) -> dict[str, str | None]:
    """The value that holds of each setting."""
    names = {setting.name for setting in invocation.settings}
    return {name: found.value for name in names if (found := invocation.setting(name)) is not None}


def target(text: str) -> tuple[str, str | None, str | None] | None:
    """Kind, value and attribute of a command line's target."""
    found = run(text).target
    return None if found is None else (found.kind, found.value, found.attribute)
