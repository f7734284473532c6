"""Calls of Procfile runners and of LiteFS, followed into the commands of the file they read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Script
from deploylint.facts.document import Document, Node
from deploylint.facts.files import ProcessLine, Procfile
from deploylint.facts.place import Span
from deploylint.model.context import Context
from deploylint.model.deployment import Step
from deploylint.model.place import locate
from deploylint.programs.invocation import Invocation

_WITH_START = ("honcho", "foreman", "overmind", "goreman", "forego", "nf")
_WITHOUT_START = ("hivemind", "shoreman")  # the Procfile is their argument
# https://fly.io/docs/litefs/config/: where litefs looks without -config.
_LITEFS = ("litefs.yml", "/etc/litefs.yml")


def followed(context: Context, invocation: Invocation) -> Iterator[tuple[Script, Context]]:
    """The commands that a call starts which its file holds, each with what holds for it.

    Of several process types none is what the call starts, so they are taken as started in the background.
    """
    found = list(_processes(context, invocation))
    for path, process in found:
        script = process.script
        if len(found) > 1:
            commands = tuple(replace(command, background=True) for command in script.commands)
            script = replace(script, commands=commands)
        yield script, _inside(context, invocation, path, process.name.value)
    for path, script in _litefs(context, invocation):
        yield script, _inside(context, invocation, path, "exec")


def _inside(context: Context, invocation: Invocation, path: str, owner: str) -> Context:
    step = Step(Span(context.path, invocation.range), " ".join(word.raw for word in invocation.words[:2]))
    seen = context.seen | {(path, owner)}
    return replace(context, path=path, owner=owner, shell="yes", via=(*context.via, step), passed=None, seen=seen)


def _processes(context: Context, invocation: Invocation) -> Iterator[tuple[str, ProcessLine]]:
    """The lines of the Procfile that a runner starts: all, or those it is told by name."""
    program = invocation.program
    starts = program in _WITH_START and invocation.subcommands[:1] == ("start",)
    if not starts and program not in _WITHOUT_START:
        return
    words = [word.value for word in invocation.arguments]
    option = invocation.option("-f", "--procfile")
    name = option.value.value if option is not None and option.value is not None else None
    if option is not None and name is None:
        return
    if program in _WITHOUT_START and words:
        name, words = words[0], words[1:]
    only = invocation.option("-l", "--processes")
    if program in ("overmind", "hivemind") and only is not None and only.value is not None:
        words = list(only.value.raw.split(","))
    if None in words:
        return
    for path in locate(context.workspace, context.place, name or "Procfile")[:1]:
        procfile = context.workspace.get(path, Procfile, "procfile")
        for process in procfile.processes if procfile is not None else ():
            if (not words or process.name.value in words) and (path, process.name.value) not in context.seen:
                yield path, process


def _litefs(context: Context, invocation: Invocation) -> Iterator[tuple[str, Script]]:
    """What `litefs mount` runs once the file system is mounted: `exec` of its file, a command or a list of them."""
    if invocation.program != "litefs" or invocation.subcommands[:1] != ("mount",):
        return
    option = invocation.option("-config", "--config")
    named = option.value.value if option is not None and option.value is not None else None
    for name in (named,) if named is not None else _LITEFS:
        for path in locate(context.workspace, context.place, name)[:1]:
            document = context.workspace.facts(path)
            if isinstance(document, Document) and (path, "exec") not in context.seen:
                for node in _commands(document.root.get("exec")):
                    if node.text is not None:
                        yield path, context.workspace.script(node.text)
            return


def _commands(node: Node | None) -> Iterator[Node]:
    if node is not None and node.kind == "scalar" and isinstance(node.value, str):
        yield node
    for item in node.items if node is not None else ():
        found = item.get("cmd")
        if found is not None and isinstance(found.value, str):
            yield found
