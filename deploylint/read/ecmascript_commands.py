"""The commands that JavaScript and TypeScript source starts: child_process, execa, zx, shelljs, and functions that hand
theirs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from deploylint.facts.commands import Failure, Script
from deploylint.facts.source import SourceCommand
from deploylint.facts.text import Text
from deploylint.read.ecmascript_literals import Values
from deploylint.read.ecmascript_names import arguments, text
from deploylint.read.ecmascript_scopes import dotted
from deploylint.read.source_commands import CommandReader
from deploylint.read.source_values import Module
from deploylint.read.source_words import Woven, listed, shell_text, split_text
from deploylint.read.sweep import Found

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


def commands(module: Module, found: Sequence[Found]) -> tuple[SourceCommand, ...]:
    """The commands of a module in the order of the source; found: its nodes of `ecmascript_scopes.KINDS`."""
    return _ECMAScriptCommands(module).commands([item for item in found if item.kind == "call_expression"])


class _ECMAScriptCommands(CommandReader[Values]):
    def starts(self, call: Node) -> bool:
        return self._form(call) is not None

    def called(self, call: Node) -> str:
        function = call.child_by_field_name("function")
        return text(function).removeprefix("this.") if function is not None else ""

    def arguments(self, call: Node) -> list[Node]:
        return arguments(call)

    def values(self, item: Found, given: Mapping[str, tuple[tuple[Node, ...], Values]]) -> Values:
        return Values(self.module, item, given)

    def script(self, values: Values, item: Found, at: Found) -> tuple[Script, bool]:
        form = self._form(item.node)
        if form == "template":
            template = item.node.child_by_field_name("arguments")
            return (self._text(values, template, at, shell=True), True) if template is not None else (Script(), True)
        given = arguments(item.node)
        if not given:
            return Script(), False
        if form in ("shell", "split"):
            return self._text(values, given[0], at, shell=form == "shell"), form == "shell"
        parts = self._parts(values, form or "", given, item)
        shell = _option(item.node, "shell")
        if shell is not None and shell.type != "false" and len(parts) == 1:
            return shell_text(self.placed(parts[0], values, at)), True
        return listed([self.placed(part, values, at) for part in parts], self.module.syntax.range(at.node)), False

    def failure(self, item: Found) -> Failure:
        called = self._meant(item.node).rpartition(".")[2]
        if called in _THROWS:
            return "unknown" if any(scope.kind == "try_statement" for scope in item.outward()) else "stops"
        parent = item.node.parent
        alone = parent is not None and parent.type == "expression_statement"
        return "ignored" if called == "spawnSync" and alone else "unknown"

    def directory(self, values: Values, item: Found) -> str | None:
        said = _option(item.node, "cwd")
        return values.constant(said) if said is not None else ""

    def _meant(self, call: Node) -> str:
        """What is called, under the name that it has where it is defined; "" if that is not known."""
        return dotted(call.child_by_field_name("function"), self.module.names) or ""

    def _form(self, call: Node) -> str | None:
        called = self._meant(call)
        if called in _WEAK and any(one.name == called for one in self.module.scopes.functions.values()):
            return None
        template = call.child_by_field_name("arguments")
        if template is not None and template.type == "template_string":
            return "template" if _CALLS.get(called) in ("template", "file") else None
        form = _CALLS.get(called)
        return None if form == "template" else form

    def _parts(self, values: Values, form: str, given: list[Node], item: Found) -> list[Woven]:
        if form == "list":
            return values.items(given[0]) or []
        parts = [*values.element(given[0])]
        if form == "node":
            start, _ = self.module.syntax.offsets(item.node)
            parts.insert(0, Woven(Text.escape("node", self.module.syntax.source, start, start + 1)))
        if len(given) > 1 and given[1].type not in {"object", "arrow_function", "function_expression"}:
            rest = values.items(given[1])
            parts.extend(rest if rest is not None else values.element(given[1]))
        return parts

    def _text(self, values: Values, node: Node, at: Found, *, shell: bool) -> Script:
        found = values.string(node)
        if found.unknown:
            return Script()
        placed = self.placed(found, values, at)
        return shell_text(placed) if shell else split_text(placed)


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
