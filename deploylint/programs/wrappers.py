"""Peels wrappers: programs that run the command that stands in their arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

from deploylint.facts.commands import Assignment, Script, Word
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.programs import load, settings, targets, texts
from deploylint.programs.grammar import Program
from deploylint.programs.invocation import Setting, Target, Wrapper
from deploylint.programs.names import by_file, named
from deploylint.programs.options import Parsed, spread

Parse = Callable[[Text], Script]


@dataclass(frozen=True, slots=True)
class Layer:
    """What is left of a command after some wrappers: its words, and what the wrappers said.

    program: what the words are known to run, where their first word alone does not say it. head: how many words name
    the program. target: what an interpreter was told to run.
    """

    words: tuple[Word, ...]
    program: Program | None = None
    name: str | None = None
    head: int = 1
    target: Target | None = None
    workspace: str | None = None
    directory: str | None = None
    remote: bool = False
    wrappers: tuple[Wrapper, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    settings: tuple[Setting, ...] = field(default=())


def resolved(layer: Layer) -> Layer:
    """The layer with its program and name, as far as its first word says them."""
    if layer.program is not None:
        return replace(layer, name=layer.program.called((layer.words[0].value or "").rpartition("/")[2]))
    first = layer.words[0]
    found = named(first)
    target = layer.target
    if target is None and found.file:
        target = Target("file", first.value, first.range)
    elif target is None and found.program is None and found.name is not None:
        target = Target("program", found.name, first.range)
    elif target is None and first.value is not None and first.value.endswith(".py"):
        target = Target("python-file", first.value, first.range)
    return replace(layer, program=found.program, name=found.name, target=target)


def peel(layer: Layer, parsed: Parsed) -> Layer | None:
    """The layer of the command that this one runs; None if it runs none that is written as words."""
    runs = parsed.grammar.runs
    if parsed.grammar.becomes is not None and parsed.verb >= 0:
        head = layer.head + parsed.verb + 1
        return replace(layer, program=load.program(parsed.grammar.becomes), head=head)
    if runs is None or any(option.name in parsed.grammar.harmless for option in parsed.options):
        return None
    if runs.shape in ("python", "node", "file"):
        return _interpreted(layer, parsed)
    if runs.shape == "again":
        return _again(layer, parsed)
    if runs.shape not in ("rest", "known", "separator", "assignments"):
        return None
    module = _module(parsed)
    if module is not None:
        return _run_as_module(layer, parsed, module)
    skip = runs.skip
    if runs.shape == "separator":
        if parsed.separator is None:
            return None
        skip = parsed.separator
    assigned = texts.assigned(parsed.arguments) if runs.shape == "assignments" else ()
    rest = parsed.arguments[skip + len(assigned) :]
    if rest and rest[0].raw == "--":
        rest = rest[1:]
    if not rest or (runs.shape == "known" and not _surely(rest[0])):
        return None
    inner = _wrapped(layer, parsed, skip, rest)
    if parsed.grammar.paths == "python-file" and (rest[0].value or "").endswith(".py"):
        inner = replace(inner, program=load.program("python"), head=0)
    return replace(inner, assignments=layer.assignments + assigned)


def _surely(word: Word) -> bool:
    """True if a word is a program's name and hardly an argument."""
    program = named(word).program
    return program is not None and not program.ordinary


def _run_as_module(layer: Layer, parsed: Parsed, module: Word) -> Layer:
    """`uv run -m x` is `python -m x`."""
    words = (module, *parsed.arguments)
    program = load.find("modules", module.value or "")
    if program is not None:
        return _wrapped(layer, parsed, 0, words, program)
    return replace(_wrapped(layer, parsed, 0, words, load.program("python")), target=targets.of_module(module))


def _module(parsed: Parsed) -> Word | None:
    option = next((o for o in parsed.options if o.name in parsed.grammar.module), None)
    return None if option is None else option.value


def _wrapped(
    layer: Layer, parsed: Parsed, skip: int, words: tuple[Word, ...], program: Program | None = None, head: int = 1
) -> Layer:
    """The layer below a wrapper: what the wrapper was told is remembered."""
    place = spread(layer.words[0], layer.words[0])
    own = tuple(settings.from_options(parsed))
    default = tuple(settings.defaults(parsed.grammar, place, " ".join((layer.name or "", *parsed.subcommands))))
    wrapper = Wrapper(
        layer.name or "", place, parsed.subcommands, parsed.options, parsed.arguments[:skip], parsed.grammar.remote
    )
    return replace(
        layer,
        words=words,
        program=program,
        head=head,
        target=None,
        directory=targets.folder(parsed) or layer.directory,
        workspace=_workspace(parsed) or layer.workspace,
        remote=layer.remote or parsed.grammar.remote,
        wrappers=(*layer.wrappers, wrapper),
        settings=(*layer.settings, *own, *default),
    )


def _workspace(parsed: Parsed) -> str | None:
    options = [o for o in parsed.options if o.name in parsed.grammar.workspace and o.value is not None]
    return options[-1].value.value if options and options[-1].value is not None else None


def _again(layer: Layer, parsed: Parsed) -> Layer | None:
    """`yarn workspace web build` is `yarn build` in the workspace web."""
    skip = parsed.grammar.runs.skip if parsed.grammar.runs else 0
    if len(parsed.arguments) <= skip:
        return None
    words = (layer.words[0], *parsed.arguments[skip:])
    workspace = parsed.arguments[0].value if skip else layer.workspace
    return replace(layer, words=words, workspace=workspace, head=1)


def _interpreted(layer: Layer, parsed: Parsed) -> Layer | None:
    """The program that an interpreter's module or file is; None if no data file describes it."""
    if layer.target is not None:
        return None
    module = _module(parsed)
    if module is not None:
        program = load.find("modules", module.value or "")
        if program is None:
            return None
        return _wrapped(layer, parsed, 0, (module, *parsed.arguments), program)
    if not parsed.arguments or any(o.name in parsed.grammar.last for o in parsed.options):
        return None
    word = parsed.arguments[0]
    if word.value is None:
        return None
    deno = word.value.startswith("npm:")
    program = named(Word(word.text.slice(4))).program if deno else by_file(word.value)
    if program is None:
        return None
    inner = _wrapped(layer, parsed, 0, parsed.arguments, program)
    kept = targets.target(parsed, {}, word.range) if "node_modules" not in word.value and not deno else None
    return replace(inner, target=kept)
