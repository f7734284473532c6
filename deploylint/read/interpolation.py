"""The layer that Compose lays over its values: `$$` is a dollar, `$NAME` and `${NAME:-word}` come from its environment.

Source: the Compose specification, chapter Interpolation; compose-go knows `:+` and `+` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.commands import Expansion
from deploylint.facts.text import Text
from deploylint.read.masks import Masked, masked

_DOLLAR = re.compile(
    r"\$(?:\$|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)(?P<operator>:?[-?+])?)"
)
_BRACE = re.compile(r"\$\$|\$\{|\}")


def dollars(text: Text) -> Text:
    """The text with `$$` as the one dollar it stands for; what Compose expands stays as it is written."""
    if "$$" not in text.value:
        return text
    parts: list[Text] = []
    at = 0
    for found in _DOLLAR.finditer(text.value):
        if found.group() == "$$":
            parts.append(text.slice(at, found.start()))
            parts.append(Text.escape("$", text.source, *text.offsets(*found.span())))
            at = found.end()
    return Text.join([*parts, text.slice(at)], text.source, text.outer)


def expansions_masked(text: Text) -> Masked:
    """The text with what Compose expands masked, and `$$` as one dollar."""
    hidden = masked(text, _expansions(text)) if "$" in text.value else Masked(text, ())
    return Masked(dollars(hidden.text), hidden.hidden)


def _expansions(text: Text) -> Iterator[tuple[int, int, Expansion]]:
    value = text.value
    closings = _closings(value)
    at = 0
    while found := _DOLLAR.search(value, at):
        start, at = found.span()
        if found.group("name"):
            yield start, at, Expansion(found.group("name"), None, None, text.range(start, at))
        elif found.group("braced"):
            end = closings.get(start)
            if end is None:
                continue
            operator = found.group("operator")
            word = value[at : end - 1] if operator else None
            yield start, end, Expansion(found.group("braced"), operator, word, text.range(start, end))
            at = end


def _closings(value: str) -> dict[int, int]:
    """From the index of each `${` that is closed to the index behind its brace."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACE.finditer(value):
        if found.group() == "${":
            opened.append(found.start())
        elif found.group() == "}" and opened:
            closings[opened.pop()] = found.end()
    return closings
