"""Variables of Compose in commands whose values are known: put in before the command is followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.facts.commands import Command, Expansion, Script, Word
from deploylint.facts.text import Text
from deploylint.model.compose.interpolate import interpolate
from deploylint.model.compose.variables import shown


def substituted(script: Script, known: Mapping[str, str]) -> Script:
    """The script with the variables that are surely set; those whose default would count stay as they are written.

    A text that is cut into words is cut after the values are in it: a value of two words makes two.
    """
    if not known or script.commands == () or script.commands[0].form == "shell":
        return script
    return replace(script, commands=tuple(_command(command, known) for command in script.commands))


def _command(command: Command, known: Mapping[str, str]) -> Command:
    words = tuple(one for word in command.words for one in _words(word, known, split=command.form == "split"))
    return replace(command, words=words) if words else command


def _words(word: Word, known: Mapping[str, str], *, split: bool) -> Iterator[Word]:
    values = [_value(expansion, known) for expansion in word.expansions]
    if not values or any(value is None for value in values):
        yield word
        return
    parts: list[Text] = []
    at = 0
    for expansion, value in zip(word.expansions, values, strict=True):
        written, start = _find(word.raw, expansion, at)
        if start < 0:
            yield word
            return
        parts.append(word.text.slice(at, start))
        at = start + len(written)
        parts.append(Text.escape(value or "", word.text.source, *word.text.offsets(start, at)))
    whole = Text.join([*parts, word.text.slice(at)], word.text.source, word.text.outer)
    if split and not word.quoted and len(whole.value.split()) != 1:
        start, end = word.text.offsets()
        yield from (Word(Text.escape(one, whole.source, start, end)) for one in whole.value.split())
    else:
        yield replace(word, text=whole, expansions=())


def _value(expansion: Expansion, known: Mapping[str, str]) -> str | None:
    if expansion.name is None or shown(expansion.name, known.get(expansion.name)) is None:
        return None
    done = interpolate(f"${{{expansion.name}{expansion.operator or ''}{expansion.word or ''}}}", known)
    return None if done.missing or done.problems else done.value


def _find(raw: str, expansion: Expansion, at: int) -> tuple[str, int]:
    """An expansion as it is written in a word, and where."""
    braced = f"${{{expansion.name}{expansion.operator or ''}{expansion.word or ''}}}"
    for written in (braced, f"${expansion.name}"):
        start = raw.find(written, at)
        if start >= 0:
            return written, start
    return "", -1
