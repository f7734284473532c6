"""Which functions of a file run when it is run as a program: those that its top level refers to, directly or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deploylint.facts.record import dataclass
from deploylint.facts.source import Runs

TOP = 0  # the owner of what stands in no function


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that is used: where (the id of the function around it, or TOP), and whether only in a branch."""

    name: str
    owner: int
    branch: bool


def reached(functions: Mapping[int, str], references: Iterable[Reference]) -> dict[int, Runs]:
    """How each function (id -> name) runs; those that nothing leads to are left out.

    A function that is handed over by its name counts as called: `[check].forEach(...)`, `Thread(target=serve)`.
    """
    named: dict[str, list[int]] = {}
    for identity, name in functions.items():
        named.setdefault(name, []).append(identity)
    by_owner: dict[int, list[Reference]] = {}
    for reference in references:
        if reference.name in named:
            by_owner.setdefault(reference.owner, []).append(reference)
    state: dict[int, Runs] = {TOP: "always"}
    waiting = [TOP]
    while waiting:
        owner = waiting.pop()
        for reference in by_owner.get(owner, ()):
            runs: Runs = "branch" if reference.branch else state[owner]
            for identity in named[reference.name]:
                if state.get(identity) != runs and state.get(identity) != "always":
                    state[identity] = runs
                    waiting.append(identity)
    return state


def combined(state: Runs | None, *, branch: bool) -> Runs:
    """How something runs that stands in a function of this state, perhaps in a branch."""
    if state is None:
        return "unknown"
    return "branch" if branch else state
