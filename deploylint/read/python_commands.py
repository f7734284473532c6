"""The commands that Python source starts: subprocess, os, asyncio, Django's own, and functions that hand theirs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from deploylint.facts.commands import Failure, Script
from deploylint.facts.source import SourceCommand
from deploylint.facts.text import Text
from deploylint.read.python_literals import Values, arguments, keywords
from deploylint.read.python_names import dotted
from deploylint.read.source_scopes import text_of
from deploylint.read.source_values import Module
from deploylint.read.source_words import Woven, listed, moved, refined, shell_text, split_text
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol

if TYPE_CHECKING:
    from tree_sitter import Node

# How a call hands its command on: run (a list, or a text that `shell=True` gives to a shell), shell (a text), list (at
# that argument), words (each argument from that one on), django (the same, a command of manage.py).
_CALLS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        **{f"subprocess.{name}": ("run", 0) for name in ("run", "call", "check_call", "check_output", "Popen")},
        **{f"subprocess.{name}": ("shell", 0) for name in ("getoutput", "getstatusoutput")},
        **{f"os.{name}": ("shell", 0) for name in ("system", "popen")},
        **{f"os.{name}": ("list", 1) for name in ("execv", "execve", "execvp", "execvpe")},
        **{f"os.{name}": ("words", 1) for name in ("execl", "execle", "execlp", "execlpe")},
        "asyncio.create_subprocess_exec": ("words", 0),
        "asyncio.create_subprocess_shell": ("shell", 0),
        "pty.spawn": ("list", 0),
        "django.core.management.call_command": ("django", 0),
        "django.core.management.execute_from_command_line": ("list", 0),
    }
)
_RAISES = frozenset({"subprocess.check_call", "subprocess.check_output"})
_STATUS = frozenset({"subprocess.run", "subprocess.call", "os.system"})  # say by their result that the command failed

_MOST = 8  # commands of one function that are followed for each call of it


def commands(module: Module, found: Sequence[Found]) -> tuple[SourceCommand, ...]:
    """The commands of a module in the order of the source; found: its nodes of `python_scopes.KINDS`."""
    calls = [item for item in found if item.kind == "call"]
    made: list[SourceCommand] = []
    wrappers: dict[str, list[Found]] = {}
    for item in calls:
        if _api(module, item.node) is None:
            continue
        values = Values(module, item)
        made.extend(_made(values, item, item))
        for touched in values.touched:
            wrappers.setdefault(module.scopes.functions[touched].name, []).append(item)
    for item in calls if wrappers else ():
        function = item.node.child_by_field_name("function")
        said = text_of(function).removeprefix("self.")
        for inner in wrappers.get(said, ())[:_MOST]:
            made.extend(_made(Values(module, inner, _given(module, inner, item)), inner, item))
    return tuple(sorted(made, key=lambda one: one.range))


def _api(module: Module, call: Node) -> tuple[str, int] | None:
    called = dotted(call.child_by_field_name("function"), module.names)
    return _CALLS.get(called) if called is not None else None


def _made(values: Values, item: Found, at: Found) -> Iterator[SourceCommand]:
    """The command of a call, as it is for the call of a function that hands it on."""
    module = values.module
    script, shell = _script(values, item, at)
    if not script.commands and script.incomplete is None:
        return
    if all(word.value is None for command in script.commands for word in command.words[:1]):
        return
    directory = keywords(item.node).get("cwd")
    runs = module.scopes.runs(at)
    yield SourceCommand(
        script=refined(script, runs, _failure(module, item) if item is at else "unknown"),
        range=module.syntax.range(at.node),
        symbol=symbol(at),
        shell=shell,
        runs=runs,
        directory=values.constant(directory.child_by_field_name("value")) if directory is not None else "",
    )


def _script(values: Values, item: Found, at: Found) -> tuple[Script, bool]:
    form, position = _CALLS[dotted(item.node.child_by_field_name("function"), values.module.names) or ""]
    given, named = arguments(item.node), keywords(item.node)
    if "args" in named and form == "run":
        value = named["args"].child_by_field_name("value")
        given = [value] if value is not None else []
    if len(given) <= position:
        return Script(), False
    if form in ("words", "django"):
        parts: list[Woven] | None = [part for node in given[position:] for part in values.element(node)]
        if form == "django" and parts is not None:
            parts.insert(0, _made_up("django-admin", values, item))
    else:
        parts = values.items(given[position]) if form in ("run", "list") else None
    shell = form == "shell" or _switch(named.get("shell")) == "true"
    text = values.string(given[position]) if parts is None else None
    return _read(parts, text, shell, values, at), shell


def _read(parts: list[Woven] | None, text: Woven | None, shell: bool, values: Values, at: Found) -> Script:
    source = values.module.syntax.source
    low, high = values.module.syntax.offsets(at.node)

    def placed(part: Woven) -> Woven:
        start, end = part.text.offsets()
        return part if not values.given or low <= start <= end <= high else moved(part, source, low, high)

    if parts is not None:
        if shell and parts:
            return shell_text(placed(parts[0]))
        return listed([placed(part) for part in parts], values.module.syntax.range(at.node))
    if text is None or text.unknown:
        return Script()
    return shell_text(placed(text)) if shell else split_text(placed(text))


def _made_up(value: str, values: Values, item: Found) -> Woven:
    start, _ = values.module.syntax.offsets(item.node)
    return Woven(Text.escape(value, values.module.syntax.source, start, start + 1))


def _switch(keyword: Node | None) -> str:
    value = keyword.child_by_field_name("value") if keyword is not None else None
    return value.type if value is not None else ""


def _failure(module: Module, item: Found) -> Failure:
    """What a status other than 0 leads to: an exception, or nothing where nobody looks at it."""
    called = dotted(item.node.child_by_field_name("function"), module.names)
    check = _switch(keywords(item.node).get("check"))
    if called in _RAISES or (called == "subprocess.run" and check == "true"):
        tried = any(scope.kind == "try_statement" for scope in item.outward())
        return "unknown" if tried else "stops"
    parent = item.node.parent
    if called in _STATUS and check in ("", "false") and parent is not None and parent.type == "expression_statement":
        return "ignored"
    return "unknown"


def _given(module: Module, inner: Found, call: Found) -> dict[str, tuple[tuple[Node, ...], Values]]:
    """What the parameters of the function around inner stand for, by one call of it."""
    owner = next(module.scopes.chain(inner))
    parameters = module.scopes.functions[owner].parameters if owner in module.scopes.functions else ()
    if parameters[:1] in (("self",), ("cls",)):
        parameters = parameters[1:]
    values = Values(module, call)
    nodes = arguments(call.node)
    bound: dict[str, tuple[tuple[Node, ...], Values]] = {}
    for index, parameter in enumerate(parameters):
        if parameter.startswith("*"):
            bound[parameter] = (tuple(nodes[index:]), values)
        elif index < len(nodes):
            bound[parameter] = ((nodes[index],), values)
    for parameter, keyword in keywords(call.node).items():
        value = keyword.child_by_field_name("value")
        if parameter in parameters and value is not None:
            bound[parameter] = ((value,), values)
    return bound
