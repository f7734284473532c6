"""The JSON form of a Dockerfile instruction, with places."""

from __future__ import annotations

import json

from deploylint.facts.text import Text


class NotStrings(ValueError):  # noqa: N818 - it says what is wrong with the text, not with the program
    """A valid JSON list with something in it that is no string, which the builder refuses."""


def strings(text: Text) -> tuple[Text, ...] | None:
    """The strings of a JSON list; None if the text is no valid JSON list, so that a shell gets it.

    Raises NotStrings. Source: BuildKit, frontend/dockerfile/parser/line_parsers.go.
    """
    if not text.value.startswith("["):
        return None
    try:
        items = json.loads(text.value, parse_constant=_refuse, parse_int=_number, parse_float=_number)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(item, str) for item in items):
        raise NotStrings("a list of strings is wanted")
    found: list[Text] = []
    at, decoder = text.value.find('"'), json.JSONDecoder()
    while at >= 0:
        _, end = decoder.raw_decode(text.value, at)
        found.append(_decoded(text, at, end))
        at = text.value.find('"', end)
    return tuple(found)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _number(digits: str) -> None:
    """Nothing asks for its value, and Python refuses to convert very long ones."""


def _decoded(text: Text, start: int, end: int) -> Text:
    """The string whose quotes stand at start and end - 1."""
    outer = text.offsets(start, end)
    parts, at, stop = [], start + 1, end - 1
    while at < stop:
        escape = text.value.find("\\", at, stop)
        if escape < 0:
            escape = stop
        if at < escape:
            parts.append(text.slice(at, escape))
        if escape < stop:
            at = _escape_end(text.value, escape, stop)
            parts.append(_escaped(text, escape, at))
        else:
            at = stop
    return Text.join(parts, text.source, outer)


def _escape_end(line: str, at: int, stop: int) -> int:
    if line[at + 1] != "u":
        return at + 2
    high = 0xD800 <= int(line[at + 2 : at + 6], 16) < 0xDC00
    if high and line.startswith("\\u", at + 6, stop) and 0xDC00 <= int(line[at + 8 : at + 12], 16) < 0xE000:
        return at + 12
    return at + 6


def _escaped(text: Text, start: int, end: int) -> Text:
    value = json.loads(f'"{text.value[start:end]}"')
    if "\ud800" <= value <= "\udfff":
        value = "\ufffd"
    return Text.escape(value, text.source, *text.offsets(start, end))
