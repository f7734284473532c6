"""From the states of a run to its findings: everything is judged, or no more than what a change may have altered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deploylint.check.finding import Finding
from deploylint.cli.change import answer
from deploylint.cli.memory import Memory, named
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.states import State, States
from deploylint.facts.record import dataclass
from deploylint.workspace.questions import Questions

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Judged:
    """head: the state that is reported on. unknown: how many of its commands are unknown. plan: what was followed."""

    plan: Plan
    head: Picture
    findings: tuple[Finding, ...]
    unknown: int


def everything(plan: Plan, states: States, step: Callable[[str], None], *, judge: bool) -> Judged:
    """All findings of head. judge: they are asked for. Raises ConfigError, RuleError."""
    head = plan.picture(states.head, judge=judge)
    step("checking")
    found = plan.findings(head) if judge else ()
    return Judged(plan, head, found, unknown(head.deployment))


def change(
    plan: Plan,
    states: States,
    step: Callable[[str], None],
    contract: Questions,
    options: Mapping[str, object] | None,
) -> Judged:
    """What a change answers for. contract: what was asked to know the rules.

    options: what else the findings depend on; None: earlier runs are not to be asked, nor this one to be remembered.
    Raises ConfigError, RuleError.
    """
    memory = Memory(named(states, options)) if options is not None else None
    record = memory.recall(plan, states) if memory is not None else None
    if record is not None:
        plan = replace(
            plan,
            settled=frozenset(record.settled),
            searching=frozenset(record.searching),
            followed=record.followed,
        )
    head = plan.picture(states.head)
    step("checking")
    if memory is None or record is not None:
        found = answer(plan, head, states.comparisons)
        return Judged(plan, head, found, record.unknown if record is not None else unknown(head.deployment))

    def keep(picture: Picture, state: State) -> None:
        memory.keep(plan, contract, picture, state, unknown(picture.deployment))

    found = answer(plan, head, states.comparisons, keep)
    keep(head, states.head)
    memory.write()
    return Judged(plan, head, found, unknown(head.deployment))


def unknown(deployment: Deployment) -> int:
    """How many commands name a program that only the run itself would tell."""
    return sum(bool(use.invocation.command.words) and use.invocation.program is None for use in deployment.uses)
