"""Words of a Dockerfile as the builder lexes them: quotes, escapes and expansions.

Source: BuildKit, frontend/dockerfile/shell/lex.go (words) and parser/line_parsers.go (pairs).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from deploylint.facts.commands import Expansion, Word
from deploylint.facts.text import Text

# What Go's unicode.IsSpace holds for white space; str.isspace() has four control characters more.
SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
BLANKS = "\t\v\f\r "  # what parts a keyword from its arguments, and arguments from each other


class Unbalanced(ValueError):  # noqa: N818 - it says what is wrong with the text, not with the program
    """A quote or a `${` that does not end, or an expansion that the builder does not know."""


class Atom(NamedTuple):
    """A run of characters with one meaning. mark: a quote or an escape character, which are no part of the word."""

    start: int
    end: int
    kind: Literal["plain", "quoted", "mark", "expansion"]


def atoms(line: str, escape: str) -> Iterator[Atom]:
    """The runs of a text, without gaps. Raises Unbalanced where the builder refuses the text."""
    special = frozenset((escape, "'", '"', "$"))
    at, size = 0, len(line)
    while at < size:
        start, character = at, line[at]
        if character not in special:
            while at < size and line[at] not in special:
                at += 1
            yield Atom(start, at, "plain")
        elif character == "'":
            at = _closing(line, at + 1, "'") + 1
            yield from _quoted(start, at)
        elif character == '"':
            end = _double_quoted(line, at, escape)
            yield from _inside(line, at, end, escape)
            at = end
        elif character == "$":
            at = expansion_end(line, at, escape)
            yield Atom(start, at, "expansion" if at > start + 1 else "plain")
        else:
            yield Atom(at, at + 1, "mark")
            at = min(at + 2, size)
            if at > start + 1:
                yield Atom(start + 1, at, "quoted")


def _closing(line: str, at: int, character: str) -> int:
    found = line.find(character, at)
    if found < 0:
        raise Unbalanced(f"no closing {character}")
    return found


def _quoted(start: int, end: int) -> Iterator[Atom]:
    yield Atom(start, start + 1, "mark")
    if end - start > 2:
        yield Atom(start + 1, end - 1, "quoted")
    yield Atom(end - 1, end, "mark")


def _double_quoted(line: str, at: int, escape: str) -> int:
    """The offset behind the quote that closes the one at `at`."""
    at += 1
    while at < len(line):
        if line[at] == '"':
            return at + 1
        if line[at] == "$":
            at = expansion_end(line, at, escape)
        elif line[at] == escape and line[at + 1 : at + 2] in ('"', "$", escape):
            at += 2
        else:
            at += 1
    raise Unbalanced('no closing "')


def _inside(line: str, start: int, end: int, escape: str) -> Iterator[Atom]:
    """The runs of a double-quoted stretch; the escape character is itself before all but `"`, `$` and itself."""
    yield Atom(start, start + 1, "mark")
    at = run = start + 1
    while at < end - 1:
        if line[at] == "$":
            if run < at:
                yield Atom(run, at, "quoted")
            run, at = at, expansion_end(line, at, escape)
            yield Atom(run, at, "expansion" if at > run + 1 else "quoted")
            run = at
        elif line[at] == escape and line[at + 1] in ('"', "$", escape):
            if run < at:
                yield Atom(run, at, "quoted")
            yield Atom(at, at + 1, "mark")
            run, at = at + 1, at + 2
        else:
            at += 1
    if run < end - 1:
        yield Atom(run, end - 1, "quoted")
    yield Atom(end - 1, end, "mark")


def expansion_end(line: str, at: int, escape: str) -> int:
    """The offset behind the expansion that starts with the `$` at `at`; `at` + 1 if it is only a `$`."""
    if line[at + 1 : at + 2] != "{":
        return _name_end(line, at + 1)
    if line[at + 2 : at + 3] in ("", "{", "}", ":"):
        raise Unbalanced("bad substitution")
    at = _name_end(line, at + 2)
    operator = line[at : at + 1]
    if operator == "}":
        return at + 1
    if operator == ":":
        return _until(line, at + 2, "}", escape)
    if operator == "/":
        start = at + 2 if line[at + 1 : at + 2] == "/" else at + 1
        return _until(line, _until(line, start, "/", escape), "}", escape)
    if operator and operator in "+-?#%":
        return _until(line, at + 1, "}", escape)
    raise Unbalanced("unsupported modifier in a substitution")


def _name_end(line: str, at: int) -> int:
    first = line[at : at + 1]
    if first.isdigit():
        while line[at : at + 1].isdigit():
            at += 1
        return at
    if first and first in "@*#?-$!":
        return at + 1
    while line[at : at + 1].isalnum() or line[at : at + 1] == "_":
        at += 1
    return at


def _until(line: str, at: int, stop: str, escape: str) -> int:
    """The offset behind the first `stop` that is neither quoted, escaped nor part of an expansion."""
    while at < len(line):
        character = line[at]
        if character == stop:
            return at + 1
        if character == "'":
            at = _closing(line, at + 1, "'") + 1
        elif character == '"':
            at = _double_quoted(line, at, escape)
        elif character == "$":
            at = expansion_end(line, at, escape)
        else:
            at += 2 if character == escape else 1
    raise Unbalanced(f"missing {stop}")


def word(text: Text, escape: str, pattern: bool = False) -> Word:
    """A text as one word without its quotes; pattern: `*`, `?` and `[` in it stand for other characters.

    Raises Unbalanced where the builder refuses the text.
    """
    glob = pattern and any(character in text.value for character in "*?[")
    if not any(character in text.value for character in (escape, "'", '"', "$")):
        return Word(text, glob=glob)
    parts, expansions, quoted = [], [], False
    for atom in atoms(text.value, escape):
        if atom.kind == "mark":
            quoted = True
            continue
        part = text.slice(atom.start, atom.end)
        parts.append(part)
        if atom.kind == "expansion":
            expansions.append(_expansion(part))
    value = Text.join(parts, text.source, text.offsets())
    return Word(value, tuple(expansions), quoted, glob)


def _expansion(text: Text) -> Expansion:
    written = text.value
    if written[1] != "{":
        return Expansion(written[1:], None, None, text.range())
    end = _name_end(written, 2)
    operator = written[end : end + 2] if written[end] == ":" else written[end : end + 1]
    if operator == "}":
        return Expansion(written[2:end], None, None, text.range())
    return Expansion(written[2:end], operator, written[end + len(operator) : -1], text.range())


def split(text: Text) -> list[Text]:
    """The text cut at blanks, whatever quotes say: so the builder parts the arguments of COPY, FROM and EXPOSE."""
    found, start = [], None
    for at, character in enumerate(text.value):
        if character in BLANKS:
            if start is not None:
                found.append(text.slice(start, at))
            start = None
        elif start is None:
            start = at
    return found if start is None else [*found, text.slice(start)]


def split_quoted(text: Text, escape: str) -> list[Text]:
    """The text cut at white space outside quotes, quotes kept: so the builder parts ENV, LABEL and ARG."""
    line, found = text.value, []
    at, start, quote = 0, -1, ""
    end = len(line)
    while at < len(line):
        character = line[at]
        if not quote and character in SPACES:
            if start >= 0:
                found.append(text.slice(start, at))
            start = -1
        else:
            start = at if start < 0 else start
            if character == escape and quote != "'":
                end = at if at + 1 == len(line) else end  # an escape character at the end is dropped
                at += 1
            elif character in "'\"" and quote in ("", character):
                quote = "" if quote else character
        at += 1
    return [*found, text.slice(start, end)] if 0 <= start < end else found
