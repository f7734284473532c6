"""Texts that a program hands to a shell or a script runner, cut from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deploylint.facts.commands import Assignment, Word
from deploylint.facts.text import Text
from deploylint.programs.options import Parsed, cut


def handed_on(parsed: Parsed) -> tuple[Text, ...]:
    """The texts that the program hands to a shell or a script runner."""
    grammar, runs = parsed.grammar, parsed.grammar.runs
    found = [o.value.text for o in parsed.options if o.name in grammar.texts and o.value is not None]
    for option in parsed.options:
        if option.name in grammar.runner and option.value is not None:
            found.append(joined((option.value, *parsed.arguments)))
        elif option.name in grammar.listed and option.value is not None:
            found.extend(_listed(option.value))
    if runs is None or runs.shape not in ("text", "texts", "scripts"):
        return tuple(found)
    if runs.shape == "text":
        rest = parsed.arguments[runs.skip + len(assigned(parsed.arguments)) :]
        return (*found, joined(rest)) if rest else tuple(found)
    words = parsed.arguments[: runs.skip] if runs.skip else parsed.arguments
    for word in words:
        script = word.raw if runs.shape == "scripts" else _script_of(word.raw)
        if script is None:
            found.append(word.text)
        elif not set("*?!{") & set(script):
            found.append(Text.escape(f"npm run {script}", word.text.source, *word.text.offsets()))
    return tuple(found)


def joined(words: Sequence[Word]) -> Text:
    """The words with blanks between them as one text, as ssh hands them on."""
    source = words[0].text.source
    parts, end = [], None
    for word in words:
        start, stop = word.text.offsets()
        if end is not None:
            parts.append(Text.escape(" ", source, min(end, start), start))
        parts.append(word.text)
        end = stop
    return Text.join(parts, source, (words[0].text.outer[0], words[-1].text.outer[1]))


def _script_of(raw: str) -> str | None:
    """The script of concurrently's short form `npm:build`."""
    runner, colon, script = raw.partition(":")
    return script if colon and runner in ("npm", "yarn", "pnpm", "bun", "node") and " " not in script else None


def assigned(words: Sequence[Word]) -> tuple[Assignment, ...]:
    """The `NAME=value` words at the start, as assignments."""
    found = []
    for word in words:
        name, equals, _ = word.raw.partition("=")
        if not equals or not name.isidentifier():
            break
        found.append(Assignment(name, cut(word, len(name) + 1), word.range, exported=True))
    return tuple(found)


def _listed(word: Word) -> list[Text]:
    """The commands of `commands=["...", "..."]`, JSON strings in a list, as `aws ssm send-command` takes them."""
    start = word.raw.find("commands")
    found = []
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"', word.raw[start:].partition("[")[2]) if start >= 0 else ():
        offset = start + word.raw[start:].index("[") + 1
        text = word.text.slice(offset + match.start(1), offset + match.end(1))
        if "\\" in text.value:
            plain = text.value.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")
            text = Text.escape(plain, text.source, *text.offsets())
        found.append(text)
    return found
