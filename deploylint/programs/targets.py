"""What a program is told to run: its target, from options, arguments or variables."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.commands import Word
from deploylint.facts.place import Range
from deploylint.programs.grammar import Grammar, TargetRule
from deploylint.programs.invocation import Target, TargetKind
from deploylint.programs.options import Parsed, cut
from deploylint.programs.settings import Variables

_CONFIGURATIONS = (".ini", ".xml", ".yaml", ".yml", ".json", ".toml")
_ENDINGS = (".py", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".sh")


def target(parsed: Parsed, variables: Variables, name: Range) -> Target | None:
    """The target of a command line; name is where the program's own name stands."""
    grammar = parsed.grammar
    rule = grammar.target
    if rule is None or any(option.name in grammar.last for option in parsed.options):
        return None
    if grammar.stdin and any(option.name == "-s" for option in parsed.options):
        return None  # `curl ... | sh -s -- -b /usr/local/bin`: the script is the standard input
    found = _named(rule, parsed, variables, name)
    return None if found is None else placed(found, parsed)


def of_module(word: Word) -> Target:
    """The target of `python -m module`."""
    return Target("python-module", word.value, word.range)


def placed(found: Target, parsed: Parsed) -> Target:
    """The target with what the options say of where it is looked for."""
    grammar = parsed.grammar
    values = {o.name: (o.value.value if o.value is not None else None) for o in parsed.options}
    search = [part for name in grammar.search for part in (values.get(name) or "").split(",") if part]
    return replace(
        found,
        search=tuple(search),
        directory=folder(parsed),
        workspace=_first(values, grammar.workspace),
        optional=any(name in values for name in grammar.if_present) or "task-runner" in grammar.kinds,
    )


def folder(parsed: Parsed) -> str | None:
    """The folder an option of the program moves to, as it is written; None without one or if it is dynamic."""
    options = [o for o in parsed.options if o.name in parsed.grammar.directory and o.value is not None]
    return options[-1].value.value if options and options[-1].value is not None else None


def is_path(value: str) -> bool:
    """True if a name of something to run is written as a path or a file name."""
    return "/" in value or value == "." or value.endswith(_ENDINGS)


def _first(values: dict[str, str | None], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if values.get(name) is not None), None)


def _named(rule: TargetRule, parsed: Parsed, variables: Variables, name: Range) -> Target | None:
    for option in reversed(parsed.options):
        if option.name in rule.options and option.value is not None:
            return _of_word(rule.kind, option.value, parsed.grammar)
    arguments = parsed.arguments
    if rule.kind == "python-attribute":  # a number belongs to an option before it that nobody here knows
        arguments = tuple(word for word in arguments if not word.raw.isdigit())
    if rule.position is not None and len(arguments) >= rule.position:
        word = arguments[rule.position - 1]
        return None if word.raw == "-" else _of_word(rule.kind, word, parsed.grammar)
    for variable in rule.variables:
        if variable in variables:
            value, place = variables[variable]
            return _of_value(rule.kind, value, place, parsed.grammar)
    return None if rule.literal is None else Target(_kind(rule.kind), rule.literal, name)


def _of_word(kind: str, word: Word, grammar: Grammar) -> Target:
    if word.value is None and kind == "python-attribute" and ":" in word.raw:
        module = cut(word, 0, word.raw.index(":"))
        if module.value:
            return replace(_of_value(kind, module.value, word.range, grammar), attribute=None)
    return _of_value(kind, word.value, word.range, grammar)


def _of_value(kind: str, value: str | None, place: Range, grammar: Grammar) -> Target:
    if value is None:
        return Target(_kind(kind), None, place)
    if kind == "python-attribute":
        return _attribute(value, place, grammar)
    if grammar.paths is not None and is_path(value):
        return Target(_kind(grammar.paths), value, place)
    return Target(_kind(kind), value, place)


def _attribute(value: str, place: Range, grammar: Grammar) -> Target:
    """`[asgi:]module[:attribute]`, `path.py[:attribute]`, `module.attribute` where the file says so."""
    for scheme in ("asgi:", "wsgi:"):
        if ":" in value.removeprefix(scheme):  # a scheme only before `module:attribute`; `wsgi:app` is the module wsgi
            value = value.removeprefix(scheme)
    module, colon, attribute = value.partition(":")
    found: str | None = attribute.partition("(")[0].strip() or None
    if not colon and grammar.attribute == "." and "." in module:
        module, _, found = module.rpartition(".")
    elif found is None and grammar.attribute not in (None, "."):
        found = grammar.attribute
    if module.endswith(_CONFIGURATIONS):
        return Target("file", module, place)
    path = "/" in module or module.endswith(".py")
    return Target("python-file" if path else "python-attribute", module, place, attribute=found)


def _kind(name: str) -> TargetKind:
    """The kind of a data file, which the loader has checked."""
    return name  # type: ignore[return-value]
