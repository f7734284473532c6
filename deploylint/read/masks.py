"""Expansions that a format makes before any shell reads the text: masked while the shell reader works, then put back.

A mask is a word that no shell finds anything special in, so `'${{ x }}'` in a workflow and `${X:-a b}` in a compose
file stay in one word, which is dynamic whatever quotes stand around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from deploylint.facts.commands import Assignment, Command, Expansion, Redirect, Script, Word
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text

_MASK = re.compile(r"__deploylint_(\d+)__")


@dataclass(frozen=True, slots=True)
class Hidden:
    """An expansion of the format: as it is written, and what it expands."""

    written: Text
    expansion: Expansion


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with masks in it, and what stands behind them in order."""

    text: Text
    hidden: tuple[Hidden, ...]


def masked(text: Text, found: Iterable[tuple[int, int, Expansion]]) -> Masked:
    """The text with a mask for each expansion that was found from one index of the value to another."""
    parts: list[Text] = []
    hidden: list[Hidden] = []
    at = 0
    for start, end, expansion in found:
        written = text.slice(start, end)
        parts.append(text.slice(at, start))
        parts.append(Text.escape(f"__deploylint_{len(hidden)}__", text.source, *written.offsets()))
        hidden.append(Hidden(written, expansion))
        at = end
    if not hidden:
        return Masked(text, ())
    return Masked(Text.join([*parts, text.slice(at)], text.source, text.outer), tuple(hidden))


def unmasked(script: Script, hidden: tuple[Hidden, ...]) -> Script:
    """The script as it is written, its words dynamic where an expansion was masked."""
    if not hidden:
        return script
    return replace(
        script,
        commands=tuple(_command(command, hidden) for command in script.commands),
        substituted=tuple(_command(command, hidden) for command in script.substituted),
    )


def _command(command: Command, hidden: tuple[Hidden, ...]) -> Command:
    return replace(
        command,
        words=tuple(_word(word, hidden) for word in command.words),
        assignments=tuple(_assignment(assignment, hidden) for assignment in command.assignments),
        redirects=tuple(_redirect(redirect, hidden) for redirect in command.redirects),
    )


def _assignment(assignment: Assignment, hidden: tuple[Hidden, ...]) -> Assignment:
    return replace(assignment, value=_word(assignment.value, hidden)) if assignment.value else assignment


def _redirect(redirect: Redirect, hidden: tuple[Hidden, ...]) -> Redirect:
    destination = _word(redirect.destination, hidden) if redirect.destination else None
    heredoc = _text(redirect.heredoc, hidden)[0] if redirect.heredoc else redirect.heredoc
    return replace(redirect, destination=destination, heredoc=heredoc)


def _word(word: Word, hidden: tuple[Hidden, ...]) -> Word:
    text, expansions = _text(word.text, hidden)
    return replace(word, text=text, expansions=(*word.expansions, *expansions)) if expansions else word


def _text(text: Text, hidden: tuple[Hidden, ...]) -> tuple[Text, tuple[Expansion, ...]]:
    parts: list[Text] = []
    expansions: list[Expansion] = []
    at = 0
    for mask in _MASK.finditer(text.value):
        index = int(mask.group(1))
        if index < len(hidden):
            parts += (text.slice(at, mask.start()), hidden[index].written)
            expansions.append(hidden[index].expansion)
            at = mask.end()
    if not expansions:
        return text, ()
    return Text.join([*parts, text.slice(at)], text.source, text.outer), tuple(expansions)
