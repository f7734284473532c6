"""The commands that JavaScript and TypeScript source starts: child_process, execa, zx, shelljs, and functions that hand
theirs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from deploylint.facts.commands import Failure, Script
from deploylint.facts.source import SourceCommand
from deploylint.facts.text import Text
from deploylint.read.ecmascript_literals import Values
from deploylint.read.ecmascript_names import arguments, text
from deploylint.read.ecmascript_scopes import dotted
from deploylint.read.source_values import Module
from deploylint.read.source_words import Woven, listed, moved, refined, shell_text, split_text
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol

if TYPE_CHECKING:
    from tree_sitter import Node

# How a call hands its command on: shell (a text), file (a program and a list), node (a file for node and a list), list,
# split (a text without a shell), template (a tagged template, which a shell or something like it reads).
_CALLS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("child_process.exec", "child_process.execSync", "shelljs.exec"), "shell"),
        **{f"child_process.{name}": "file" for name in ("spawn", "spawnSync", "execFile", "execFileSync")},
        **dict.fromkeys(("cross-spawn", "cross-spawn.sync", "cross-spawn.spawn", "nano-spawn", "tinyexec.x"), "file"),
        **dict.fromkeys(("execa", "execa.sync", "execa.execa", "execa.execaSync", "tinyexec.exec"), "file"),
        **{f"execa.{name}": "split" for name in ("command", "commandSync", "execaCommand", "execaCommandSync")},
        **dict.fromkeys(("child_process.fork", "execa.node", "execa.execaNode"), "node"),
        **dict.fromkeys(("Bun.spawn", "Bun.spawnSync", "bun.spawn", "bun.spawnSync"), "list"),
        **dict.fromkeys(("zx.$", "execa.$", "bun.$", "Bun.$"), "template"),
        # Names that nobody uses for anything else, where it is not seen how they came here.
        **dict.fromkeys(("execSync",), "shell"),
        **dict.fromkeys(("spawnSync", "execFileSync"), "file"),
    }
)
_THROWS = frozenset({"execSync", "execFileSync", "$", "execaSync", "execaCommandSync", "commandSync"})
_WEAK = frozenset({"execSync", "spawnSync", "execFileSync"})

_MOST = 8  # commands of one function that are followed for each call of it


def commands(module: Module, found: Sequence[Found]) -> tuple[SourceCommand, ...]:
    """The commands of a module in the order of the source; found: its nodes of `ecmascript_scopes.KINDS`."""
    calls = [item for item in found if item.kind == "call_expression"]
    made: list[SourceCommand] = []
    wrappers: dict[str, list[Found]] = {}
    for item in calls:
        if _form(module, item.node) is None:
            continue
        values = Values(module, item)
        made.extend(_made(values, item, item))
        for touched in values.touched:
            wrappers.setdefault(module.scopes.functions[touched].name, []).append(item)
    for item in calls if wrappers else ():
        function = item.node.child_by_field_name("function")
        said = text(function).removeprefix("this.") if function is not None else ""
        for inner in wrappers.get(said, ())[:_MOST]:
            made.extend(_made(Values(module, inner, _given(module, inner, item)), inner, item))
    return tuple(sorted(made, key=lambda one: one.range))


def _form(module: Module, call: Node) -> str | None:
    called = dotted(call.child_by_field_name("function"), module.names)
    if called is None or (called in _WEAK and any(one.name == called for one in module.scopes.functions.values())):
        return None
    template = call.child_by_field_name("arguments")
    if template is not None and template.type == "template_string":
        return "template" if _CALLS.get(called) in ("template", "file") else None
    form = _CALLS.get(called)
    return None if form == "template" else form


def _made(values: Values, item: Found, at: Found) -> Iterator[SourceCommand]:
    """The command of a call, as it is for the call of a function that hands it on."""
    module = values.module
    script, shell = _script(values, item, at)
    if not script.commands and script.incomplete is None:
        return
    if all(word.value is None for command in script.commands for word in command.words[:1]):
        return
    runs = module.scopes.runs(at)
    directory = _option(item.node, "cwd")
    yield SourceCommand(
        script=refined(script, runs, _failure(module, item) if item is at else "unknown"),
        range=module.syntax.range(at.node),
        symbol=symbol(at),
        shell=shell,
        runs=runs,
        directory=values.constant(directory) if directory is not None else "",
    )


def _script(values: Values, item: Found, at: Found) -> tuple[Script, bool]:
    form = _form(values.module, item.node)
    if form == "template":
        template = item.node.child_by_field_name("arguments")
        return (_text(values, template, at, shell=True), True) if template is not None else (Script(), True)
    given = arguments(item.node)
    if not given:
        return Script(), False
    if form in ("shell", "split"):
        return _text(values, given[0], at, shell=form == "shell"), form == "shell"
    parts = _parts(values, form or "", given, item)
    shell = _option(item.node, "shell")
    if shell is not None and shell.type != "false" and len(parts) == 1:
        return shell_text(_placed(parts[0], values, at)), True
    return listed([_placed(part, values, at) for part in parts], values.module.syntax.range(at.node)), False


def _parts(values: Values, form: str, given: list[Node], item: Found) -> list[Woven]:
    if form == "list":
        return values.items(given[0]) or []
    parts = [*values.element(given[0])]
    if form == "node":
        start, _ = values.module.syntax.offsets(item.node)
        parts.insert(0, Woven(Text.escape("node", values.module.syntax.source, start, start + 1)))
    if len(given) > 1 and given[1].type not in {"object", "arrow_function", "function_expression"}:
        rest = values.items(given[1])
        parts.extend(rest if rest is not None else values.element(given[1]))
    return parts


def _text(values: Values, node: Node, at: Found, *, shell: bool) -> Script:
    found = values.string(node)
    if found.unknown:
        return Script()
    return shell_text(_placed(found, values, at)) if shell else split_text(_placed(found, values, at))


def _placed(part: Woven, values: Values, at: Found) -> Woven:
    """A string of a function that hands it on, at the call of the function."""
    low, high = values.module.syntax.offsets(at.node)
    start, end = part.text.offsets()
    return (
        part if not values.given or low <= start <= end <= high else moved(part, values.module.syntax.source, low, high)
    )


def _option(call: Node, name: str) -> Node | None:
    """The value of an option in the object that a call is given last."""
    given = arguments(call)
    for pair in given[-1].named_children if given and given[-1].type == "object" else ():
        key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if key is not None and text(key).strip("\"'") == name:
            return value
        if pair.type == "shorthand_property_identifier" and text(pair) == name:
            return pair
    return None


def _failure(module: Module, item: Found) -> Failure:
    """What a status other than 0 leads to: an exception, or nothing where nobody looks at it."""
    called = (dotted(item.node.child_by_field_name("function"), module.names) or "").rpartition(".")[2]
    if called in _THROWS:
        return "unknown" if any(scope.kind == "try_statement" for scope in item.outward()) else "stops"
    parent = item.node.parent
    alone = parent is not None and parent.type == "expression_statement"
    return "ignored" if called == "spawnSync" and alone else "unknown"


def _given(module: Module, inner: Found, call: Found) -> dict[str, tuple[tuple[Node, ...], Values]]:
    """What the parameters of the function around inner stand for, by one call of it."""
    owner = next(module.scopes.chain(inner))
    parameters = module.scopes.functions[owner].parameters if owner in module.scopes.functions else ()
    values = Values(module, call)
    nodes = arguments(call.node)
    bound: dict[str, tuple[tuple[Node, ...], Values]] = {}
    for index, parameter in enumerate(parameters):
        if parameter.startswith("*"):
            bound[parameter] = (tuple(nodes[index:]), values)
        elif index < len(nodes):
            bound[parameter] = ((nodes[index],), values)
    return bound
