"""Keyword, flags and arguments of an instruction.

Source: BuildKit, frontend/dockerfile/parser/split_command.go.
"""

from __future__ import annotations

from deploylint.facts.dockerfile import Flag
from deploylint.facts.text import Text
from deploylint.read.dockerfile_words import BLANKS, SPACES


def trim(text: Text) -> Text:
    """The text without white space around it."""
    left = len(text.value) - len(text.value.lstrip(SPACES))
    return text.slice(left, max(left, len(text.value.rstrip(SPACES))))


def keyword_and_rest(text: Text) -> tuple[Text, Text]:
    """The first word of an instruction, and what follows the blanks behind it."""
    text = trim(text)
    at = next((at for at, character in enumerate(text.value) if character in BLANKS), len(text.value))
    return text.slice(0, at), text.slice(at + len(text.value[at:]) - len(text.value[at:].lstrip(BLANKS)))


def flags_and_arguments(text: Text) -> tuple[tuple[Flag, ...], Text]:
    """The `--name=value` words at the front of a text, and what follows them, trimmed. `--` alone ends the flags."""
    found: list[Flag] = []
    at, line = 0, text.value
    while True:
        while at < len(line) and line[at] in SPACES:
            at += 1
        if not line.startswith("--", at):
            return tuple(found), trim(text.slice(at))
        end, kept = _flag_end(line, at)
        flag = Text.join((text.slice(*part) for part in kept), text.source, text.offsets(at, end))
        at = end
        if flag.value == "--":
            return tuple(found), trim(text.slice(at))
        found.append(_flag(flag))


def _flag_end(line: str, at: int) -> tuple[int, list[tuple[int, int]]]:
    """Where a flag ends, and its stretches without quotes and backslashes (the `escape` directive does not count)."""
    kept, start, quote = [], at, ""
    while at < len(line):
        character = line[at]
        if not quote and character in SPACES:
            break
        is_quote = character == quote or (not quote and character in "'\"")
        if is_quote or character == "\\":
            kept.append((start, at))
            start = at + 1
        if is_quote:
            quote = "" if quote else character
        at += 2 if character == "\\" else 1
    at = min(at, len(line))
    return at, [(low, high) for low, high in [*kept, (start, at)] if low < high]


def _flag(text: Text) -> Flag:
    name, equals, _ = text.value.partition("=")
    value = text.slice(len(name) + 1) if equals else None
    return Flag(name[2:], value, text.range())
