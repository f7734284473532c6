"""Builds a Program from its table, and says by file and key what is wrong with a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, get_args

from deploylint.programs.grammar import EFFECTS, Grammar, Program, Runs, SettingRule, TargetRule, Variable
from deploylint.programs.invocation import TargetKind

ANY = "any"  # the table of the settings that every program has

_LISTS = frozenset(
    {"kinds", "flags", "last", "destructive", "harmless"}
    | {"texts", "runner", "listed", "module", "search", "directory", "workspace", "if_present"}
)
_SWITCHES = frozenset({"stop", "remote", "glued", "stdin", "fallback"})
_TEXTS = frozenset({"attribute", "paths", "becomes", "listens"})
_GRAMMAR = _LISTS | _SWITCHES | _TEXTS | {"values", "effects", "settings", "target", "runs"}
_PROGRAM = frozenset(
    {"names", "modules", "packages", "files", "versioned", "ordinary", "binstub", "family"}
    | {"subcommands", "verbs", "default", "options_from"}
)
_SHAPES = frozenset(
    {"rest", "known", "separator", "assignments", "again", "text", "texts", "scripts", "python", "node", "file"}
)
_STOPPING = frozenset({"rest", "known", "assignments", "again", "text", "python", "node", "file"})


class ProgramError(ValueError):
    """A data file of a program is wrong; the message names the file and the key."""


def words(value: Any, where: str) -> tuple[str, ...]:
    """The blank-separated words of a text. Raises ProgramError for anything but a text."""
    if not isinstance(value, str):
        raise ProgramError(f"{where}: a text of words was expected, not {value!r}")
    return tuple(value.split())


def build(name: str, table: Mapping[str, Any], file: str) -> Program:
    """The program of a table. Raises ProgramError naming file and key."""
    where = f"{file}: {name}"
    for key in table:
        if key not in _GRAMMAR and key not in _PROGRAM:
            raise ProgramError(f"{where}.{key}: no such key")
    grammar = _grammar({k: v for k, v in table.items() if k in _GRAMMAR}, where)
    subcommands, aliases = _subcommands(table.get("subcommands", {}), grammar, f"{where}.subcommands")
    default = words(table.get("default", ""), f"{where}.default")
    if default and default not in subcommands:
        raise ProgramError(f"{where}.default: '{' '.join(default)}' is no subcommand")
    return Program(
        name,
        grammar,
        subcommands,
        frozenset(path[:n] for path in (*subcommands, *aliases) for n in range(1, len(path) + 1)),
        aliases,
        _typed(table, "verbs", int, 0, where),
        default,
        _typed(table, "options_from", str, None, where),
        words(table.get("files", ""), f"{where}.files"),
        _typed(table, "ordinary", bool, False, where),
        _typed(table, "binstub", bool, False, where),
        _typed(table, "versioned", bool, False, where),
        _typed(table, "family", bool, False, where),
    )


def _typed(table: Mapping[str, Any], key: str, kind: type, default: Any, where: str) -> Any:
    value = table.get(key, default)
    if value is not default and type(value) is not kind:
        raise ProgramError(f"{where}.{key}: {kind.__name__} expected, not {value!r}")
    return value


def _subcommands(
    table: Any, base: Grammar, where: str
) -> tuple[dict[tuple[str, ...], Grammar], dict[tuple[str, ...], tuple[str, ...]]]:
    """The grammars by subcommand, shorter ones first and the longer laid over them; and the aliases."""
    if not isinstance(table, dict):
        raise ProgramError(f"{where}: a table was expected")
    entries = {tuple(path.split()): value for key, value in table.items() for path in key.split("|")}
    grammars: dict[tuple[str, ...], Grammar] = {}
    aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
    made: dict[tuple[str | int, int], Grammar] = {}
    for path in sorted(entries, key=len):
        value, spot = entries[path], f"{where}.{' '.join(path) or '(none)'}"
        if isinstance(value, str) and value.startswith("@"):
            aliases[path] = tuple(value[1:].split())
            continue
        under = next((grammars[path[:n]] for n in range(len(path) - 1, 0, -1) if path[:n] in grammars), base)
        same = (value if isinstance(value, str) else id(value), id(under))  # few values stand for many subcommands
        if same not in made:
            made[same] = _grammar(_expanded(value, spot), spot).over(under)
        grammars[path] = made[same]
    for path, meant in aliases.items():
        if meant not in grammars:
            raise ProgramError(f"{where}.{' '.join(path)}: '{' '.join(meant)}' is no subcommand")
    return grammars, aliases


def _expanded(value: Any, where: str) -> dict[str, Any]:
    """The short form of a subcommand (`migrates +development-server`) as a table."""
    if isinstance(value, dict):
        return value
    effects, settings = [], {}
    for word in words(value, where):
        if word.startswith("+"):
            settings[word[1:]] = "always"
        else:
            effects.append(word)
    return {"effects": " ".join(effects), "settings": settings}


def _grammar(table: Mapping[str, Any], where: str) -> Grammar:
    found: dict[str, Any] = {}
    for key, value in table.items():
        spot = f"{where}.{key}"
        if key not in _GRAMMAR:
            raise ProgramError(f"{spot}: no such key")
        if key in _SWITCHES:
            found[key] = _typed(table, key, bool, None, where)
        elif key in _TEXTS:
            found[key] = _typed(table, key, str, None, where)
        elif key == "settings":
            found[key], found["taking"], found["switches"] = _settings(value, spot)
        elif key == "target":
            found[key] = _target(words(value, spot), spot)
        elif key == "runs":
            found[key] = _runs(words(value, spot), spot)
        else:
            found[key] = words(value, spot)
    if "runs" in found and found["runs"].shape in _STOPPING:
        found.setdefault("stop", True)
    return Grammar(**_options(found, where))


def _options(found: dict[str, Any], where: str) -> dict[str, Any]:
    """Splits `values` by their `?`, and counts every option a setting or another key names among the flags."""
    for effect in found.get("effects", ()):
        if effect not in EFFECTS:
            raise ProgramError(f"{where}.effects: '{effect}' is no effect")
    values = [*found.pop("values", ()), *found.pop("taking", ())]
    found["optional"] = frozenset(v[:-1] for v in values if v.endswith("?"))
    taking = {v for v in values if not v.endswith("?")}
    if found.get("target"):
        taking.update(found["target"].options)
    for key in ("last", "texts", "runner", "listed", "module", "search", "directory", "workspace"):
        taking.update(v for v in found.get(key, ()) if v.startswith("-"))
    found["values"] = frozenset(taking - found["optional"])
    flags = {*found.pop("flags", ()), *found.pop("switches", ())}
    flags.update(found.get("destructive", ()), found.get("harmless", ()), found.get("if_present", ()))
    for key in ("last", "destructive", "harmless"):
        found[key] = frozenset(found.get(key, ()))
    for option in taking | found["optional"] | flags:
        if not option.startswith("-"):
            raise ProgramError(f"{where}: '{option}' is no option: it has no dash")
    found["flags"] = frozenset(flags - taking - found["optional"])
    return found


def _settings(table: Any, where: str) -> tuple[tuple[SettingRule, ...], tuple[str, ...], tuple[str, ...]]:
    """The rules; the options they name that take a value (`--port=`, `--host=?`), and those that take none."""
    if not isinstance(table, dict):
        raise ProgramError(f"{where}: a table was expected")
    rules, taking, switches = [], [], []
    for name, text in table.items():
        tokens = words(text, f"{where}.{name}")
        options = [token.lstrip("!") for token in tokens if token.startswith(("-", "!-"))]
        taking += [option.replace("=", "") for option in options if "=" in option]
        switches += [option for option in options if "=" not in option]
        rules.append(_setting(name, tokens, f"{where}.{name}"))
    return tuple(rules), tuple(taking), tuple(switches)


def _setting(name: str, tokens: Iterable[str], where: str) -> SettingRule:
    """The rule of `always`, `--switch`, `--option=`, `!--off`, `$VARIABLE`, `$SWITCH+`, `1`, `unless:setting=value`."""
    rule = SettingRule(name)
    for token in tokens:
        if token == "always":
            rule = replace(rule, always=True)
        elif token.startswith("-"):
            option = token.rstrip("?").rstrip("=")
            rule = replace(rule, options=(*rule.options, option), switch=rule.switch or "=" not in token)
        elif token.startswith("!-"):
            rule = replace(rule, off=(*rule.off, token[1:]))
        elif token.startswith("$"):
            variable = Variable(token[1:].rstrip("+"), token.endswith("+"))
            rule = replace(rule, variables=(*rule.variables, variable))
        elif token.isdigit():
            rule = replace(rule, position=int(token))
        elif token.startswith("unless:") and "=" in token:
            other, _, value = token[7:].partition("=")
            rule = replace(rule, unless=(other, value))
        else:
            raise ProgramError(f"{where}: '{token}' is not understood")
    return rule


def _target(tokens: tuple[str, ...], where: str) -> TargetRule:
    """The rule of `kind 1 --option $VARIABLE =literal`."""
    if not tokens or tokens[0] not in get_args(TargetKind):
        raise ProgramError(f"{where}: the first word must be one of {', '.join(get_args(TargetKind))}")
    return TargetRule(
        tokens[0],
        next((int(token) for token in tokens if token.isdigit()), None),
        tuple(token for token in tokens if token.startswith("-")),
        tuple(token[1:] for token in tokens if token.startswith("$")),
        next((token[1:] for token in tokens if token.startswith("=")), None),
    )


def _runs(tokens: tuple[str, ...], where: str) -> Runs:
    if not tokens or tokens[0] not in _SHAPES or not all(token.isdigit() for token in tokens[1:]):
        raise ProgramError(f"{where}: the first word must be one of {', '.join(sorted(_SHAPES))}")
    return Runs(tokens[0], int(tokens[1]) if len(tokens) > 1 else 0)
