"""Parses the words of a command line by its program's grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from deploylint.facts.commands import Word
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.programs.grammar import Grammar, Program
from deploylint.programs.invocation import Option

_HELP = frozenset({"--help", "--version"})
_LONGEST_CLUSTER = 12  # letters; more of them are no command line


@dataclass(frozen=True, slots=True)
class Parsed:
    """A command line taken apart.

    grammar: the one that holds after the subcommands. verb: the index of the last subcommand's word, -1 without one.
    written: each option as it is written. arguments: the words that are neither options nor subcommands; separator:
    how many of them stand before `--`, None without one. asks: it only asks for help or the version.
    """

    grammar: Grammar
    subcommands: tuple[str, ...]
    verb: int
    options: tuple[Option, ...]
    written: tuple[str, ...]
    arguments: tuple[Word, ...]
    separator: int | None
    asks: bool


@dataclass(slots=True)
class _Reading:
    """What one pass over the words has found so far."""

    program: Program
    words: Sequence[Word]
    grammar: Grammar
    path: tuple[str, ...] = ()
    verb: int = -1
    open: bool = True
    options: list[Option] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    arguments: list[Word] = field(default_factory=list)
    separator: int | None = None


def parse(program: Program, words: Sequence[Word]) -> Parsed:
    """Takes the words behind a program's name apart."""
    reading = _Reading(program, words, program.grammar)
    at = 0
    while at < len(words):
        word = words[at]
        if word.raw == "--" and reading.separator is None:
            reading.separator = len(reading.arguments)
            reading.arguments.extend(words[at + 1 :])
            break
        if is_option(word):
            at = _option(reading, at)
            if at < 0:
                break
            continue
        if _spreads(word):
            at += 1
            continue
        if not _subcommand(reading, at):
            reading.arguments.append(word)
            if reading.grammar.stop:
                reading.arguments.extend(words[at + 1 :])
                break
        at += 1
    return _finished(reading)


def is_option(word: Word) -> bool:
    """True if the word is an option: a dash, and no expansion in the name."""
    raw = word.raw
    if len(raw) < 2 or raw[0] != "-" or raw == "--":
        return False
    name = raw.partition("=")[0] if raw.startswith("--") else raw[:2]
    return not (word.expansions and set("$`") & set(name))


def cut(word: Word, start: int, end: int | None = None) -> Word:
    """The part of a word between two offsets; it is dynamic if an expansion may stand in it."""
    text = word.text.slice(start, end)
    expansions = word.expansions if set("$`{%") & set(text.value) else ()
    return Word(text, expansions, word.quoted, word.glob and bool(set("*?[") & set(text.value)))


def spread(first: Word, last: Word) -> Range:
    """From the start of one word to the end of another."""
    a, b = first.range, last.range
    return Range(a.line, a.column, b.end_line, b.end_column)


def _spreads(word: Word) -> bool:
    """True for `$JAVA_OPTS`: an expansion that stands for options, by its name, and may be none or several words."""
    if word.quoted or len(word.expansions) != 1 or not word.raw.startswith("$"):
        return False
    name = word.expansions[0].name or ""
    return any(part in name.upper() for part in ("OPT", "ARGS", "FLAGS")) and word.raw.endswith((name, "}"))


def _subcommand(reading: _Reading, at: int) -> bool:
    """Takes the word as a subcommand, if it can be one."""
    if not reading.open:
        return False
    program, word = reading.program, reading.words[at].value
    if word is not None:
        path = (*reading.path, word)
        if path in program.prefixes or (len(reading.path) < program.verbs and word[:1].isalpha() and "/" not in word):
            reading.path, reading.verb = program.aliases.get(path, path), at
            reading.grammar = program.under(reading.path)
            return True
    reading.open = False
    if not reading.path:
        reading.grammar = program.subcommands.get((), reading.grammar)
    return False


def _option(reading: _Reading, at: int) -> int:
    """Takes the option at a word and returns the next word's index, or -1 where the rest are arguments."""
    word, grammar = reading.words[at], reading.grammar
    raw = word.raw
    name, equals, _ = raw.partition("=")
    if equals and (name.startswith("--") or name in grammar.values or name in grammar.optional):
        return _add(reading, name, cut(word, len(name) + 1), at, at)
    if raw in grammar.values or raw in grammar.optional:
        return _with_value(reading, raw, at)
    if raw.startswith("--") or raw in grammar.flags or len(raw) == 2:
        return _add(reading, raw, None, at, at)
    return _cluster(reading, at)


def _with_value(reading: _Reading, name: str, at: int) -> int:
    following = reading.words[at + 1] if at + 1 < len(reading.words) else None
    if following is None or (name in reading.grammar.optional and (is_option(following) or following.raw == "--")):
        return _add(reading, name, None, at, at)
    return _add(reading, name, following, at, at + 1)


def _cluster(reading: _Reading, at: int) -> int:
    """`-it`, `-p8000`, `-lc text`: short options in one word, as far as the grammar knows them; else one option."""
    word, grammar = reading.words[at], reading.grammar
    raw = word.raw
    found: list[str] = []
    for position in range(1, min(len(raw), _LONGEST_CLUSTER)):
        name = f"-{raw[position]}"
        if name in grammar.values and not (not grammar.glued and position + 1 < len(raw)):
            for flag in found:
                _add(reading, flag, None, at, at)
            if position + 1 < len(raw):
                return _add(reading, name, cut(word, position + 1), at, at)
            return _with_value(reading, name, at)
        if name not in grammar.flags and name not in grammar.values:
            return _add(reading, raw, None, at, at)
        found.append(name)
    valued = next((name for name in found if name in grammar.values), None)
    for flag in found:
        if flag != valued:
            _add(reading, flag, None, at, at)
    return at + 1 if valued is None else _with_value(reading, valued, at)


def _add(reading: _Reading, name: str, value: Word | None, at: int, end: int) -> int:
    first, last = reading.words[at], reading.words[end]
    text = value.raw if value is not None else ""
    reading.options.append(Option(name, value, spread(first, last), text))
    reading.written.append(first.raw if at == end else f"{first.raw} {last.raw}")
    if name in reading.grammar.last and value is not None:
        reading.arguments.extend(reading.words[end + 1 :])
        return -1
    return end + 1


def _finished(reading: _Reading) -> Parsed:
    program, path, grammar = reading.program, reading.path, reading.grammar
    asks = any(option.name in _HELP for option in reading.options)
    dynamic = bool(reading.arguments) and reading.arguments[0].value is None
    if not path:
        grammar = program.subcommands.get((), grammar)
        taken = bool(reading.arguments) and () in program.subcommands
        if program.default and not asks and not dynamic and not taken:
            path = program.default
            grammar = program.under(path)
    return Parsed(
        grammar,
        path,
        reading.verb,
        tuple(reading.options),
        tuple(reading.written),
        tuple(reading.arguments),
        reading.separator,
        asks,
    )
