"""What the readers of the commands that Python and ECMAScript source starts share: the calls that start them, and the
calls of functions of the same module that hand theirs on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from deploylint.facts.commands import Failure, Script
from deploylint.facts.source import SourceCommand
from deploylint.read.source_values import Following, Module
from deploylint.read.source_words import Woven, moved, refined
from deploylint.read.sweep import Found
from deploylint.read.symbols import symbol

if TYPE_CHECKING:
    from tree_sitter import Node

V = TypeVar("V", bound=Following)

_MOST = 8  # commands of one function that are followed for each call of it


class CommandReader(ABC, Generic[V]):
    """Reads the commands of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def commands(self, calls: Sequence[Found]) -> tuple[SourceCommand, ...]:
        """The commands that the calls of the module start, in the order of the source."""
        made: list[SourceCommand] = []
        handing_on: dict[str, list[Found]] = {}
        for item in calls:
            if not self.starts(item.node):
                continue
            values = self.values(item, {})
            made.extend(self._made(values, item, item))
            for touched in values.touched:
                handing_on.setdefault(self.module.scopes.functions[touched].name, []).append(item)
        for item in calls if handing_on else ():
            for inner in handing_on.get(self.called(item.node), ())[:_MOST]:
                made.extend(self._made(self.values(inner, self.given(inner, item)), inner, item))
        return tuple(sorted(made, key=lambda one: one.range))

    @abstractmethod
    def starts(self, call: Node) -> bool:
        """True for a call that starts a command."""

    @abstractmethod
    def called(self, call: Node) -> str:
        """The name of the module's own function, or method, that a call calls."""

    @abstractmethod
    def arguments(self, call: Node) -> list[Node]:
        """The arguments of a call that stand there by position."""

    @abstractmethod
    def values(self, item: Found, given: Mapping[str, tuple[tuple[Node, ...], V]]) -> V:
        """What reads expressions where an item stands. given: as in `Following`."""

    @abstractmethod
    def script(self, values: V, item: Found, at: Found) -> tuple[Script, bool]:
        """The command of a call, and whether a shell reads it. at: the call whose places its words have."""

    @abstractmethod
    def failure(self, item: Found) -> Failure:
        """What a status other than 0 leads to: an exception, or nothing where nobody looks at it."""

    @abstractmethod
    def directory(self, values: V, item: Found) -> str | None:
        """The working directory that a call names, "" if it names none, None if it is not known."""

    def given(self, inner: Found, call: Found) -> dict[str, tuple[tuple[Node, ...], V]]:
        """What the parameters of the function around inner stand for, by one call of it."""
        values, nodes = self.values(call, {}), self.arguments(call.node)
        bound: dict[str, tuple[tuple[Node, ...], V]] = {}
        for index, parameter in enumerate(self.parameters(inner)):
            if parameter.startswith("*"):
                bound[parameter] = (tuple(nodes[index:]), values)
            elif index < len(nodes):
                bound[parameter] = ((nodes[index],), values)
        return bound

    def parameters(self, inner: Found) -> tuple[str, ...]:
        """The parameters of the function around inner, those that a call gives."""
        owner = next(self.module.scopes.chain(inner))
        return self.module.scopes.functions[owner].parameters if owner in self.module.scopes.functions else ()

    def placed(self, part: Woven, values: V, at: Found) -> Woven:
        """A string of a function that hands it on, at the call of the function."""
        low, high = self.module.syntax.offsets(at.node)
        start, end = part.text.offsets()
        here = not values.given or low <= start <= end <= high
        return part if here else moved(part, self.module.syntax.source, low, high)

    def _made(self, values: V, item: Found, at: Found) -> Iterator[SourceCommand]:
        """The command of a call, as it is for the call of a function that hands it on."""
        script, shell = self.script(values, item, at)
        if not script.commands and script.incomplete is None:
            return
        if all(word.value is None for command in script.commands for word in command.words[:1]):
            return
        runs = self.module.scopes.runs(at)
        yield SourceCommand(
            script=refined(script, runs, self.failure(item) if item is at else "unknown"),
            range=self.module.syntax.range(at.node),
            symbol=symbol(at),
            shell=shell,
            runs=runs,
            directory=self.directory(values, item),
        )
