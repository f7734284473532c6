"""Variables of commands whose value is known: put in place before the command is interpreted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from deploylint.facts.commands import Command, Word
from deploylint.facts.place import Span
from deploylint.facts.text import Text

Environment = Mapping[str, tuple[str | None, Span]]

_REFERENCE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?[-=]([^{}]*))?\})")
# What a platform sets by itself, whatever the repository says.
_GIVEN = frozenset({"PORT", "HOME", "PWD", "PATH", "USER", "HOSTNAME", "OLDPWD"})


def expanded(command: Command, environment: Environment) -> Command:
    """The command with the words whose variables are all known; the others are left as they are."""
    if not any(word.expansions for word in command.words):
        return command
    return replace(command, words=tuple(_word(word, environment) for word in command.words))


def _word(word: Word, environment: Environment) -> Word:
    if not word.expansions or word.glob or any(expansion.name is None for expansion in word.expansions):
        return word
    value = literal(word.raw, environment)
    if value is None or (not word.quoted and len(value.split()) != 1):
        return word
    text = word.text
    start, end = text.offsets()
    return Word(Text.escape(value, text.source, start, end), quoted=word.quoted)


def literal(raw: str, environment: Environment) -> str | None:
    """A text with its variables replaced; None if one of them is not known."""
    known = True

    def put(match: re.Match[str]) -> str:
        nonlocal known
        name = match[1] or match[2]
        value = environment[name][0] if name in environment and name not in _GIVEN else None
        known = known and value is not None
        return value or ""

    replaced = _REFERENCE.sub(put, raw)
    return replaced if known and "$" not in replaced and "`" not in replaced else None


def defaults(command: Command, path: str, environment: Environment) -> dict[str, tuple[str | None, Span]]:
    """What `: "${NAME:=value}"` assigns where NAME is not set."""
    found: dict[str, tuple[str | None, Span]] = {}
    if command.name != ":":
        return found
    for word in command.words[1:]:
        for expansion in word.expansions:
            if expansion.name is not None and expansion.operator in (":=", "=") and expansion.name not in environment:
                value = literal(expansion.word or "", {**environment, **found})
                found[expansion.name] = (value, Span(path, expansion.range))
    return found
