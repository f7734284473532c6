"""What stands behind `||`: does it swallow the failure, or deal with it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.commands import Failure, Loss
from deploylint.facts.record import dataclass
from deploylint.read import shell_syntax as syntax

_SAYS = frozenset({"true", ":", "echo", "printf", "logger", "cat", "sleep", "date"})
_LEAVES = frozenset({"exit", "return", "break", "continue"})
_FAILS = frozenset({"false", "kill"})


@dataclass(frozen=True, slots=True)
class Fate:
    """What a non-zero status does, why it is lost if it is ignored, and the offsets of what swallows it."""

    failure: Failure
    loss: Loss = ""
    by: tuple[int, int] | None = None


STOPS, IGNORED, HANDLED, UNKNOWN = Fate("stops"), Fate("ignored"), Fate("handled"), Fate("unknown")


def leaves(item: syntax.Item) -> bool:
    """True if the item right of `&&` leaves the loop, function or script: what follows deals with the failure."""
    return isinstance(item, syntax.Simple) and item.name in _LEAVES


def rescue(items: Sequence[syntax.Item], functions: dict[str, syntax.Item], fate: Fate) -> Fate:
    """What becomes of a failure when the items run instead; fate: what their own non-zero status does.

    ignored: they only say something, or leave with status 0. handled: they fail themselves, note the status, or run
    something else instead. unknown: they call something of which the text does not say what it does.
    """
    found = list(_simples(items, False))
    if not found:
        return Fate("ignored", "rescue")
    verdicts = {_verdict(simple, enclosed, functions, fate.failure) for simple, enclosed in found}
    if "handled" in verdicts:
        return HANDLED
    swallowed = Fate("ignored", "rescue", (found[0][0].start, found[-1][0].end))
    return UNKNOWN if "unknown" in verdicts else swallowed


def _verdict(simple: syntax.Simple, enclosed: bool, functions: dict[str, syntax.Item], fate: Failure) -> Failure:
    name = simple.name
    if not simple.words:
        return "handled" if simple.assignments else "ignored"
    if name in _LEAVES or name in _FAILS:
        return _leaving(simple, enclosed, fate)
    if name in _SAYS:
        return "ignored"
    if name is None:
        return "unknown"
    if name in functions:
        inner = [found.name for found, _ in _simples([functions[name]], False)]
        if any(called in ("exit", "return", "kill") for called in inner):
            return "handled"
        return "ignored" if all(called in _SAYS for called in inner) else "unknown"
    return "handled"


def _leaving(simple: syntax.Simple, enclosed: bool, fate: Failure) -> Failure:
    if simple.name in ("exit", "return") and len(simple.words) > 1 and simple.words[1].value == "0":
        return "ignored"
    if simple.name in ("exit", "false") and enclosed and fate == "ignored":
        return "ignored"  # it leaves only the subshell, whose status nobody looks at
    return "handled"


def _simples(items: Sequence[syntax.Item], enclosed: bool) -> Iterator[tuple[syntax.Simple, bool]]:
    """The simple commands of the items, and whether a subshell stands around each."""
    for item in items:
        if isinstance(item, syntax.Simple):
            yield item, enclosed
        elif isinstance(item, syntax.Pipeline):
            yield from _simples(item.items, enclosed)
        elif isinstance(item, syntax.Chain):
            yield from _simples(item.operands, enclosed)
        elif isinstance(item, syntax.Block):
            inner = [statement.item for statement in item.body.statements]
            yield from _simples(inner, enclosed or item.subshell)
        elif isinstance(item, syntax.Branch):
            for sequence in (*item.conditions, *item.bodies):
                yield from _simples([statement.item for statement in sequence.statements], enclosed)
