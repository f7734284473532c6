"""The commands that Python source starts: subprocess, os, asyncio, Django's own, and functions that hand theirs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from deploylint.facts.commands import Failure, Script
from deploylint.facts.source import SourceCommand
from deploylint.facts.text import Text
from deploylint.read.python_literals import Values, arguments, keywords
from deploylint.read.python_names import dotted
from deploylint.read.source_commands import CommandReader
from deploylint.read.source_scopes import text_of
from deploylint.read.source_values import Module
from deploylint.read.source_words import Woven, listed, shell_text, split_text
from deploylint.read.sweep import Found

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


def commands(module: Module, found: Sequence[Found]) -> tuple[SourceCommand, ...]:
    """The commands of a module in the order of the source; found: its nodes of `python_scopes.KINDS`."""
    return _PythonCommands(module).commands([item for item in found if item.kind == "call"])


class _PythonCommands(CommandReader[Values]):
    def starts(self, call: Node) -> bool:
        return self._meant(call) in _CALLS

    def called(self, call: Node) -> str:
        return text_of(call.child_by_field_name("function")).removeprefix("self.")

    def arguments(self, call: Node) -> list[Node]:
        return arguments(call)

    def values(self, item: Found, given: Mapping[str, tuple[tuple[Node, ...], Values]]) -> Values:
        return Values(self.module, item, given)

    def script(self, values: Values, item: Found, at: Found) -> tuple[Script, bool]:
        form, position = _CALLS[self._meant(item.node)]
        given, named = arguments(item.node), keywords(item.node)
        if "args" in named and form == "run":
            value = named["args"].child_by_field_name("value")
            given = [value] if value is not None else []
        if len(given) <= position:
            return Script(), False
        if form in ("words", "django"):
            parts: list[Woven] | None = [part for node in given[position:] for part in values.element(node)]
            if form == "django" and parts is not None:
                parts.insert(0, self._made_up("django-admin", item))
        else:
            parts = values.items(given[position]) if form in ("run", "list") else None
        shell = form == "shell" or _switch(named.get("shell")) == "true"
        text = values.string(given[position]) if parts is None else None
        return self._read(parts, text, shell, values, at), shell

    def failure(self, item: Found) -> Failure:
        called, check = self._meant(item.node), _switch(keywords(item.node).get("check"))
        if called in _RAISES or (called == "subprocess.run" and check == "true"):
            tried = any(scope.kind == "try_statement" for scope in item.outward())
            return "unknown" if tried else "stops"
        parent = item.node.parent
        if (
            called in _STATUS
            and check in ("", "false")
            and parent is not None
            and parent.type == "expression_statement"
        ):
            return "ignored"
        return "unknown"

    def directory(self, values: Values, item: Found) -> str | None:
        said = keywords(item.node).get("cwd")
        if said is None:
            return None if b"chdir(" in self.module.syntax.data else ""  # a module that moves may run it anywhere
        return values.constant(said.child_by_field_name("value"))

    def given(self, inner: Found, call: Found) -> dict[str, tuple[tuple[Node, ...], Values]]:
        bound = super().given(inner, call)
        values, parameters = self.values(call, {}), self.parameters(inner)
        for parameter, keyword in keywords(call.node).items():
            value = keyword.child_by_field_name("value")
            if parameter in parameters and value is not None:
                bound[parameter] = ((value,), values)
        return bound

    def parameters(self, inner: Found) -> tuple[str, ...]:
        found = super().parameters(inner)
        return found[1:] if found[:1] in (("self",), ("cls",)) else found

    def _meant(self, call: Node) -> str:
        """What is called, under the name that it has where it is defined; "" if that is not known."""
        return dotted(call.child_by_field_name("function"), self.module.names) or ""

    def _read(self, parts: list[Woven] | None, text: Woven | None, shell: bool, values: Values, at: Found) -> Script:
        if parts is not None:
            placed = [self.placed(part, values, at) for part in parts]
            return shell_text(placed[0]) if shell and parts else listed(placed, self.module.syntax.range(at.node))
        if text is None or text.unknown:
            return Script()
        whole = self.placed(text, values, at)
        return shell_text(whole) if shell else split_text(whole)

    def _made_up(self, value: str, item: Found) -> Woven:
        start, _ = self.module.syntax.offsets(item.node)
        return Woven(Text.escape(value, self.module.syntax.source, start, start + 1))


def _switch(keyword: Node | None) -> str:
    value = keyword.child_by_field_name("value") if keyword is not None else None
    return value.type if value is not None else ""
