"""What a command means: wrappers peeled, options named, settings, target and effects by the program's data file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.text import Text
from deploylint.programs import settings, targets, texts, wrappers
from deploylint.programs.grammar import Grammar, Program
from deploylint.programs.invocation import Invocation, Setting, Target
from deploylint.programs.options import Parsed, spread
from deploylint.programs.options import parse as parse_words
from deploylint.programs.settings import Variables
from deploylint.programs.wrappers import Layer, Parse

_DEEPEST = 32  # wrappers around wrappers; no real command has more than a handful

_BARE = Program("")


def interpret(command: Command, parse: Callable[[Text], Script]) -> Invocation:
    """The meaning of one command; parse reads the shell texts that it hands on (`sh -c '...'`).

    A command without words, or one whose first word is dynamic, has no program.
    """
    if not command.words:
        return _assigning(command)
    return _interpreted(command, Layer(command.words, assignments=command.assignments), parse)


def _assigning(command: Command) -> Invocation:
    said = settings.from_variables(None, Grammar(), settings.of_assignments(command.assignments))
    return Invocation(command, None, command.range, assignments=command.assignments, settings=tuple(said))


def _interpreted(command: Command, layer: Layer, parse: Parse, fallback: bool = True) -> Invocation:
    for peeled in count():
        layer = wrappers.resolved(layer)
        parsed = parse_words(layer.program or _BARE, layer.words[layer.head :])
        inner = wrappers.peel(layer, parsed) if layer.program is not None and peeled < _DEEPEST else None
        if inner is None:
            break
        layer = inner
    return _finished(command, layer, parsed, parse, fallback)


def _finished(command: Command, layer: Layer, parsed: Parsed, parse: Parse, fallback: bool) -> Invocation:
    place = spread(layer.words[0], layer.words[-1])
    grammar = parsed.grammar
    variables = settings.of_assignments(layer.assignments)
    target = _target(layer, parsed, variables)
    falls = grammar.fallback and target is not None and target.kind == "package-script"
    scripts = (*texts.handed_on(parsed), *_standard_input(command, parsed, target))
    return Invocation(
        command,
        layer.name,
        place,
        known=layer.program is not None,
        kinds=grammar.kinds,
        words=layer.words,
        subcommands=parsed.subcommands,
        options=parsed.options,
        arguments=parsed.arguments,
        settings=_settings(layer, parsed, variables),
        target=target,
        wrappers=layer.wrappers,
        assignments=layer.assignments,
        directory=layer.directory or (targets.folder(parsed) if target is None else None),
        workspace=_workspace(layer, target),
        remote=layer.remote or grammar.remote,
        effects=_effects(parsed),
        nested=tuple(parse(text) for text in scripts),
        fallback=_fallback(command, layer, parsed, parse) if fallback and falls else None,
    )


def _target(layer: Layer, parsed: Parsed, variables: Variables) -> Target | None:
    found = layer.target
    if found is None and layer.program is not None:
        module = next((o.value for o in parsed.options if o.name in parsed.grammar.module), None)
        if module is not None:
            found = targets.placed(targets.of_module(module), parsed)
        else:
            found = targets.target(parsed, variables, layer.words[max(0, parsed.verb + layer.head)].range)
    elif found is not None and layer.program is not None:
        found = targets.placed(found, parsed)
    if found is not None and found.workspace is None and layer.workspace is not None:
        found = replace(found, workspace=layer.workspace)
    return found


def _workspace(layer: Layer, target: Target | None) -> str | None:
    """The package in whose folder the command runs: `uv run --package` stays where it is."""
    script = target is not None and target.kind == "package-script"
    return None if script or any(wrapper.name == "uv" for wrapper in layer.wrappers) else layer.workspace


def _settings(layer: Layer, parsed: Parsed, variables: Variables) -> tuple[Setting, ...]:
    grammar: Grammar = parsed.grammar
    flags = tuple(settings.from_options(parsed))
    said = tuple(settings.from_variables(layer.program, grammar, variables))
    if parsed.asks:
        return (*layer.settings, *said, *flags)
    found = " ".join(word.raw for word in layer.words[: layer.head + max(0, parsed.verb + 1)])
    default = settings.defaults(grammar, layer.words[0].range, found)
    return (*layer.settings, *default, *said, *settings.denied(grammar, (*said, *flags)), *flags)


def _effects(parsed: Parsed) -> tuple[str, ...]:
    grammar = parsed.grammar
    names = {option.name for option in parsed.options}
    if parsed.asks or names & grammar.harmless:
        return ("reads",) if grammar.effects else ()
    if names & grammar.destructive and "destroys" not in grammar.effects:
        return (*grammar.effects, "destroys")
    return grammar.effects


def _standard_input(command: Command, parsed: Parsed, target: Target | None) -> tuple[Text, ...]:
    """The heredocs that a shell, here or on another host, reads as its script."""
    if not parsed.grammar.stdin or target is not None or any(o.name in parsed.grammar.texts for o in parsed.options):
        return ()
    return tuple(redirect.heredoc for redirect in command.redirects if redirect.heredoc is not None)


def _fallback(command: Command, layer: Layer, parsed: Parsed, parse: Parse) -> Invocation | None:
    words: tuple[Word, ...] = parsed.arguments
    if not words or words[0].value is None:
        return None
    inner = replace(layer, words=words, program=None, head=1, target=None)
    return _interpreted(command, inner, parse, fallback=False)
