"""What is wrong with a contract, and where."""

from __future__ import annotations

from collections.abc import Iterable

from deploylint.facts.place import Span


class ConfigError(Exception):
    """A contract that cannot be followed. Its text is `path:line:column: message`, columns in code points from 1."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(f"{span.path}:{span.range.line}:{span.range.column}: {message}")
        self.message = message
        self.span = span


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'services'?` with the known word that is most like this one; "" if none is like it."""
    words = sorted(known)
    from difflib import get_close_matches

    near = get_close_matches(word, words, 1, 0.6) or [each for each in words if len(word) > 2 and each.startswith(word)]
    return f"; did you mean '{near[0]}'?" if near else ""
