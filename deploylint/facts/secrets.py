"""Secrets in texts: what no report may show, and what should not stand in a repository.

A slice is a pair of offsets in the text that was given, the end exclusive. Everything is pure and linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deploylint.facts import secret_names as data
from deploylint.facts import secret_patterns as patterns

Slice = tuple[int, int]

MASK = "*"
SHORTEST = 3  # characters of a value that can be a secret
DIGITS = 8  # of a number that can be one


def names_secret(name: str) -> bool:
    """True if a variable, key or option of this name holds a secret: `STRIPE_API_KEY`, `dbPassword`, `auth-token`."""
    words = [word.lower() for word in patterns.words().findall(name)]
    while len(words) > 1 and words[-1] in data.QUALIFIERS:
        words.pop()
    if not words:
        return False
    if words[-1].endswith(data.GLUED) or (len(words) > 1 and words[-1] in data.BEHIND):
        return True
    return any(tuple(words[-length:]) in data.ENDINGS for length in (1, 2, 3))


def secret_parts(name: str, value: str) -> tuple[Slice, ...]:
    """The slices of a value that are secret: all of it where the name says so and it is literal, else what shapes tell.

    Literal is what is no expansion (`${X}`; a default in it is), placeholder, word of a format, reference to where
    the secret is, nor a number of less than eight digits.
    """
    own = _literal(value) if names_secret(name) else ()
    return own or _merged(_shaped(value))


def found(text: str) -> tuple[Slice, ...]:
    """The slices of any text that are secrets: known shapes, credentials in URLs, and values that names tell."""
    return _merged((*_shaped(text), *_assigned(text)))


def hidden(text: str, slices: Iterable[Slice] | None = None) -> str:
    """The text with its secrets (or these slices) as stars, each character but line ends for itself."""
    cut = found(text) if slices is None else slices
    parts: list[str] = []
    at = 0
    for start, end in cut:
        parts += (text[at:start], patterns.inner().sub(MASK, text[start:end]))
        at = end
    return "".join((*parts, text[at:])) if parts else text


def _literal(value: str) -> tuple[Slice, ...]:
    """The slices of a value of a secret's name that stand there as they are."""
    start = len(value) - len(value.lstrip())
    end = len(value.rstrip())
    inner = patterns.default().fullmatch(value, start, end)
    if inner and inner[1].count("{") == inner[1].count("}"):
        return tuple((inner.start(1) + a, inner.start(1) + b) for a, b in _literal(inner[1]))
    core = value[start:end]
    if len(core) < SHORTEST or core.lower() in data.PLAIN or core.startswith(data.REFERENCES):
        return ()
    if (core.isdigit() and len(core) < DIGITS) or patterns.placeholder().search(core):
        return ()
    if patterns.expansion().search(core):
        return tuple(
            (start + m.start(), start + m.end())
            for m in patterns.random().finditer(patterns.expansion().sub(_blank, core))
        )
    return ((start, end),)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _shaped(text: str) -> Iterator[Slice]:
    """What is a secret by its shape alone."""
    if patterns.long().search(text):
        yield from (match.span() for match in patterns.shape().finditer(text))
    if "://" in text:
        yield from (match.span(1) for match in patterns.credentials().finditer(text))
    if "PRIVATE KEY" in text:
        yield from (match.span(1) for match in patterns.private_key().finditer(text))


def _assigned(text: str) -> Iterator[Slice]:
    """The values of secrets' names, in whatever way a language assigns them, and what commands are given as options."""
    passed = 0
    for name in patterns.name().finditer(text) if patterns.stem().search(text) else ():
        if name.start() < passed or not (patterns.stem().search(name[0]) and names_secret(name[0])):
            continue
        start, end = _quoted(text, *name.span()) or (0, 0)
        if not end:
            start, end, passed = _bare(text, *name.span())
        passed = max(passed, end)
        yield from ((start + a, start + b) for a, b in _literal(text[start:end]))
    if "earer" in text or "asic" in text or "curl" in text:
        yield from (match.span(match.lastindex or 0) for match in patterns.header().finditer(text))


def _quoted(text: str, start: int, end: int) -> Slice | None:
    """The quoted value of the name from start to end, if it is given one.

    Small names stand for all sorts of things in code: of theirs, words without blanks count.
    """
    match = patterns.quoted().match(text, end)
    if match is None:
        match = patterns.fallback().match(text, end)
        if match is None or (match["comma"] and not patterns.lookup().search(text[max(0, start - 40) : start])):
            return None
    value, small = match["value"], not text[start:end].isupper()
    plain = (small and any(map(str.isspace, value))) or patterns.version().match(value)
    return None if plain else match.span("value")


def _bare(text: str, start: int, end: int) -> tuple[int, int, int]:
    """The value of a name that has no quotes, empty if an identifier may be like it; then where to look on."""
    option = text.startswith("--", start - 2)
    for pattern in (patterns.option(),) if option else (patterns.bare(), patterns.spaced()):
        match = pattern.match(text, end)
        if match:
            value, spaced = match["value"], pattern is patterns.spaced()
            unlike = len(value) >= 6 and any(map(str.isdigit, value)) and not value.startswith("/")
            sure = option or unlike or (text[start:end].isupper() and not spaced)
            at, passed = match.span("value")
            return at, passed if sure and match["end"] is not None else at, end if spaced else passed
    return end, end, end


def _merged(slices: Iterable[Slice]) -> tuple[Slice, ...]:
    """The slices in order, those that touch as one."""
    merged: list[Slice] = []
    for start, end in sorted(one for one in slices if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
