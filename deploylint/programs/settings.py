"""Settings: what flags, environment variables and the program itself say, under our names."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from deploylint.facts.commands import Assignment, Word
from deploylint.facts.place import Range, Source
from deploylint.facts.text import Text
from deploylint.programs import load
from deploylint.programs.build import ANY
from deploylint.programs.grammar import Grammar, Program, SettingRule, Variable
from deploylint.programs.invocation import Setting
from deploylint.programs.options import Parsed, cut, parse

Variables = Mapping[str, tuple[str | None, Range]]
_Said = Literal["flag", "environment"]

_STRICTLY_OFF = frozenset({"", "0", "false", "no"})
_OFF = _STRICTLY_OFF | {"f", "n", "off"}


def from_options(parsed: Parsed, source: _Said = "flag") -> Iterator[Setting]:
    """The settings that the options and positions of a command line say."""
    for rule in parsed.grammar.settings:
        for option, written in zip(parsed.options, parsed.written, strict=True):
            if option.name in rule.options:
                switch = option.value is None and option.name not in parsed.grammar.values
                yield from _said(rule, option.value, switch, option.range, source, written)
            elif option.name in rule.off:
                yield Setting(rule.name, "false", option.range, source, written)
        if rule.position is not None and len(parsed.arguments) >= rule.position:
            word = parsed.arguments[rule.position - 1]
            yield from _said(rule, word, False, word.range, source, word.raw)


def from_variables(program: Program | None, grammar: Grammar, variables: Variables) -> Iterator[Setting]:
    """The settings that environment variables say of a program, and of every program."""
    every = load.program(ANY)
    for rule in (*grammar.settings, *every.grammar.settings):
        for variable in rule.variables:
            if variable.name in variables:
                value, place = variables[variable.name]
                found = variable.name if value is None else f"{variable.name}={value}"
                yield Setting(rule.name, _meant(rule, variable, value), place, "environment", found)
    for holder in (program, every):
        name = holder.options_from if holder is not None else None
        if holder is not None and name is not None and name in variables:
            value, place = variables[name]
            for setting in from_options(parse(holder, _words(value)), "environment"):
                yield replace(setting, range=place, found=f"{name}={value}")


def defaults(grammar: Grammar, place: Range, found: str) -> Iterator[Setting]:
    """The settings that hold of a program or subcommand when nothing else is said."""
    for rule in grammar.settings:
        if rule.always:
            yield Setting(rule.name, "true", place, "default", found)


def denied(grammar: Grammar, said: Iterable[Setting]) -> Iterator[Setting]:
    """The default settings that do not hold because of what is said, as settings that are off, or not known.

    `rails server` is a development server, unless the environment is production; what `-e $RAILS_ENV` is nobody knows.
    """
    for rule in grammar.settings:
        for setting in said if rule.unless is not None else ():
            if (setting.name, setting.value) == rule.unless:
                yield replace(setting, name=rule.name, value="false")
            elif rule.unless is not None and (setting.name, None) == (rule.unless[0], setting.value):
                yield replace(setting, name=rule.name)


def environment_settings(
    program: str, variables: Variables, subcommands: tuple[str, ...] | None = None
) -> tuple[Setting, ...]:
    """What variables (name to value, None if dynamic, and place) say of a program, by its canonical name.

    Without subcommands it is what they say of any of them. Knows the settings of every program (NODE_ENV, FLASK_DEBUG),
    and variables that hold options (GUNICORN_CMD_ARGS).
    """
    known = load.lookup(program)
    if known is None:
        grammars = [Grammar()]
    elif subcommands is None:
        grammars = [known.grammar, *known.subcommands.values()]
    else:
        grammars = [known.under(subcommands)]
    rules = tuple(dict.fromkeys(rule for grammar in grammars for rule in grammar.settings))
    return all_from_variables(known, Grammar(settings=rules), variables)


def all_from_variables(program: Program | None, grammar: Grammar, variables: Variables) -> tuple[Setting, ...]:
    """What variables say, and which of the defaults do not hold because of it."""
    said = tuple(from_variables(program, grammar, variables))
    return (*said, *denied(grammar, said))


def of_assignments(assignments: Iterable[Assignment]) -> dict[str, tuple[str | None, Range]]:
    """Assignments as variables; the last of a name holds."""
    return {a.name: (a.value.value if a.value is not None else None, a.range) for a in assignments}


def _meant(rule: SettingRule, variable: Variable, value: str | None) -> str | None:
    if value is None or not (rule.switch or variable.loose):
        return value
    off = _STRICTLY_OFF if variable.loose else _OFF
    return "false" if value.strip().lower() in off else "true"


def _said(
    rule: SettingRule, word: Word | None, switch: bool, place: Range, source: _Said, found: str
) -> Iterator[Setting]:
    if word is None:
        yield Setting(rule.name, "true" if switch else None, place, source, found)
    elif rule.address:
        for name, value in _address(replace(word, glob=False)):  # `*:80` and `[::]:80` are no patterns here
            yield Setting(name, value, place, source, found)
    else:
        value = word.value
        if rule.switch and value is not None:
            value = "false" if value.lower() in _OFF else "true"
        yield Setting(rule.name, value, place, source, found)


def _address(word: Word) -> Iterator[tuple[str, str | None]]:
    """`host` and `port` of `0.0.0.0:80`, `:80`, `[::]:80`, `80` or `host`; nothing for sockets and files."""
    raw = word.raw
    if raw.startswith(("unix:", "fd:", "/", "file:")):
        return
    start = raw.find("://") + 3 if "://" in raw else 0
    colon = _last_colon(raw, start)
    if colon < 0:
        whole = cut(word, start)
        if whole.value is None:
            yield from (("host", None), ("port", None))
        else:
            yield ("port" if whole.raw.isdigit() else "host"), whole.value
        return
    if colon > start:
        yield "host", cut(word, start, colon).value
    yield "port", cut(word, colon + 1).value


def _last_colon(raw: str, start: int) -> int:
    """The last colon from start on that stands in no bracket or brace, or -1."""
    depth, found = 0, -1
    for at in range(start, len(raw)):
        if raw[at] in "[{(":
            depth += 1
        elif raw[at] in "]})":
            depth -= 1
        elif raw[at] == ":" and depth == 0:
            found = at
    return found


def _words(value: str | None) -> tuple[Word, ...]:
    """The words of a variable's value; no words if it is dynamic or its quotes are open."""
    try:
        parts = shlex.split(value or "")
    except ValueError:
        return ()
    return tuple(Word(Text.whole(Source(part))) for part in parts)
