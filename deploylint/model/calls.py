"""What a command calls that stands in another text: scripts, package scripts, the files of process managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.context import Context, Passed
from deploylint.model.deployment import Step, Use
from deploylint.model.managers import followed
from deploylint.model.own_commands import own_binary, own_script
from deploylint.model.packages import PackageCall, called_scripts
from deploylint.model.place import locate, on_path
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation, Target

_SHELLS = ("sh", "bash", "dash", "ash", "zsh", "ksh", "busybox", "source", ".")


@dataclass(frozen=True, slots=True)
class Call:
    """A text that a command calls, with what holds there. arguments: what its last command gets besides its own.

    invocation: what it runs, where that is no command text.
    """

    script: Script
    context: Context
    arguments: tuple[Word, ...] = ()
    invocation: Invocation | None = None


def calls(context: Context, invocation: Invocation) -> Iterator[Call]:
    """What an invocation calls, in the order in which it runs. context: that of the invocation itself."""
    for script in invocation.nested:
        yield Call(script, context)
    for script, inner in followed(context, invocation):
        yield Call(script, inner)
    target = invocation.target
    if target is None or target.value is None:
        return
    if target.kind == "package-script":
        for call in called_scripts(context.workspace, context.place, invocation):
            yield from _package_script(call, invocation, context)
    elif target.kind in ("file", "program") or invocation.program in _SHELLS:
        found = list(_script_file(target, target.value, invocation, context))
        yield from found or _own_command(target.value, invocation, context)


def _script_file(target: Target, name: str, invocation: Invocation, context: Context) -> Iterator[Call]:
    step = Step(Span(context.path, invocation.range), name)
    place = context.place.moved(target.directory) if target.directory else context.place
    found = locate(context.workspace, place, name) or on_path(context.workspace, place, name)
    for path in found[:1]:
        script = context.workspace.get(path, Script)
        if script is not None and (path, "") not in context.seen:
            passed = _arguments(invocation, target, context)
            inner = replace(context, path=path, owner=path.rsplit("/", 1)[-1], shell="yes", passed=passed)
            seen = context.seen | {(path, "")}
            yield Call(script, replace(inner, via=(*context.via, step), seen=seen))


def _arguments(invocation: Invocation, target: Target, context: Context) -> Passed | None:
    """The words after the script's name as a command of their own, for its `"$@"`."""
    after = [word for word in invocation.words if word.range > target.range]
    if not after or (len(after) == 1 and after[0].raw in ("$@", "${@}")):
        return context.passed
    command = Command(invocation.range, "exec", tuple(after))
    return Passed(Script(commands=(command,)), context.path)


def _package_script(call: PackageCall, invocation: Invocation, context: Context) -> Iterator[Call]:
    owner = f"scripts.{call.script.name.value}"
    if (call.path, owner) in context.seen:
        return
    label = " ".join(word.raw for word in invocation.words[:3])
    inner = _inside(context, invocation, call.path, owner, label)
    yield Call(call.script.script, replace(inner, place=call.place), call.arguments)


def _own_command(name: str, invocation: Invocation, context: Context) -> Iterator[Call]:
    """The function or file that a command of the repository's own projects is."""
    script = own_script(context.workspace, context.place, name) if not invocation.known else None
    if script is not None and (script.path, name) not in context.seen:
        inner = _inside(context, invocation, script.path, f"scripts.{script.name}", script.name)
        yield Call(Script(), inner, invocation=_anchored(invocation, script.text, script.target))
    binary = own_binary(context.workspace, context.place, invocation)
    if binary is not None and (binary[0], name) not in context.seen:
        path, text = binary
        inner = _inside(context, invocation, path, f"bin.{name}", name)
        words = (Word(_moved("node", text)), Word(text), *_anchored(invocation, text, None).words[1:])
        yield Call(Script(commands=(Command(text.range(), "exec", words),)), inner)


def _inside(context: Context, invocation: Invocation, path: str, owner: str, label: str) -> Context:
    step = Step(Span(context.path, invocation.range), label)
    seen = context.seen | {(path, owner)}
    return replace(context, path=path, owner=owner, shell="yes", via=(*context.via, step), passed=None, seen=seen)


def _moved(value: str, text: Text) -> Text:
    place, source = text.range(), text.source
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    return Text.escape(value, source, start, end)


def _anchored(invocation: Invocation, text: Text, target: Target | None) -> Invocation:
    """A call as it stands where its name is explained: its options belong to the caller's text."""
    words = tuple(replace(word, text=_moved(word.raw, text)) for word in invocation.words)
    command = replace(invocation.command, range=text.range(), words=words, assignments=(), redirects=())
    return Invocation(command, invocation.program, text.range(), words=words, target=target)


def with_arguments(uses: list[Use], call: Call, caller: Invocation, outer: Context) -> list[Use]:
    """The uses of a package script, the last one with the arguments of the caller.

    Options leave the command where it is. If it does something else by what it is given, because it only passes that
    on, the whole stands at the caller's line.
    """
    if not call.arguments or not uses:
        return uses
    last = uses[-1]
    options = call.arguments[0].raw.startswith("-")
    if options and (last.followed or (last.via, last.owner) != (call.context.via, call.context.owner)):
        return uses
    if options and last.invocation.words:
        text, before = last.invocation.words[-1].text, last.invocation
        added = tuple(replace(word, text=_moved(word.raw, text)) for word in call.arguments)
        whole = _interpreted(last, added, outer)
        if (whole.subcommands, whole.target, whole.effects) == (before.subcommands, before.target, before.effects):
            return [*uses[:-1], replace(last, invocation=replace(whole, range=before.range))]
    source, place = call.arguments[0].text.source, caller.range
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    words = tuple(
        replace(word, text=Text.escape(word.raw, source, start, end)) for word in last.invocation.command.words
    )
    command = replace(last.invocation.command, words=words)
    moved = replace(last, invocation=replace(last.invocation, command=command))
    whole = _interpreted(moved, call.arguments, outer)
    own = replace(last, span=Span(outer.path, place), owner=outer.owner, via=outer.via)
    return [*uses[:-1], replace(own, invocation=replace(whole, range=place))]


def _interpreted(use: Use, added: tuple[Word, ...], context: Context) -> Invocation:
    """What the command of a use means with more words behind it."""
    command = use.invocation.command
    return interpret(replace(command, words=(*command.words, *added)), context.workspace.script)
