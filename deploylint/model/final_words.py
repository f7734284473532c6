"""The words of a command as they finally run: wrappers gone, the interpreter that runs a program kept."""

from __future__ import annotations

from deploylint.facts.commands import Word
from deploylint.model.paths import base
from deploylint.programs.invocation import Invocation


def final_words(invocation: Invocation) -> tuple[Word, ...]:
    """The words of an invocation; what Python is told before its program is part of what runs."""
    words = invocation.words
    whole = invocation.command.words
    if not words or words[0] not in whole:
        return words
    start = whole.index(words[0])
    for index in range(start - 1, -1, -1):
        if _is_python(whole[index]):
            return (*whole[index:start], *words)
        if not whole[index].raw.startswith("-"):
            break
    return words


def _is_python(word: Word) -> bool:
    return base(word.raw).startswith("python")
