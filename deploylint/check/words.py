"""The small language of match lists: any of the words, `!word` none of, `*` a glob."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase


def listed(words: str | Sequence[str]) -> tuple[str, ...]:
    """One word or several, as several."""
    return (words,) if isinstance(words, str) else tuple(words)


def accepts(words: Sequence[str], values: Iterable[str]) -> bool:
    """True if a value matches one of the words and none matches a word with `!`; no words accept everything."""
    known = tuple(values)
    refused = [word[1:] for word in words if word.startswith("!")]
    wanted = [word for word in words if not word.startswith("!")]
    if any(fnmatchcase(value, word) for word in refused for value in known):
        return False
    return not wanted or any(fnmatchcase(value, word) for word in wanted for value in known)
