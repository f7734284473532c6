"""From the states of a run to its findings: everything is judged, or no more than what a change may have altered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deploylint.check.finding import Finding
from deploylint.cli.answers import Answers
from deploylint.cli.change import answer
from deploylint.cli.memory import Memory, named
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.states import State, States
from deploylint.facts.record import dataclass
from deploylint.workspace.questions import Questions


@dataclass(frozen=True, slots=True)
class Judged:
    """head: the state that is reported on. plan: what was followed."""

    plan: Plan
    head: Picture
    findings: tuple[Finding, ...]


def everything(plan: Plan, states: States, step: Callable[[str], None], *, judge: bool) -> Judged:
    """All findings of head. judge: they are asked for. Raises ConfigError, RuleError."""
    head = plan.picture(states.head, judge=judge)
    step("checking")
    found = plan.findings(head) if judge else ()
    return Judged(plan, head, found)


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
    if options is None:
        head = plan.picture(states.head)
        step("checking")
        return Judged(plan, head, answer(plan, head, states.comparisons))
    memory = Memory(named(states, options))
    answers = Answers(named(states, {**options, "answers": plan.contract.exclude}))
    plan.store.recall = answers.find
    states = memory.recall(plan, states)
    head = plan.picture(states.head)
    step("checking")

    def keep(picture: Picture, state: State) -> None:
        if picture.known is None:
            memory.keep(plan, contract, picture, state)
            answers.keep(picture, state)

    found = answer(plan, head, states.comparisons, keep)
    keep(head, states.head)
    memory.write()
    answers.write()
    return Judged(plan, head, found)
