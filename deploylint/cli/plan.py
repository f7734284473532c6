"""What holds for every state of a run: the contract, the rules, the day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field, replace
from datetime import date

from deploylint.check import engine
from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.check.settings import suppressions
from deploylint.cli.states import State
from deploylint.config.schema import Contract
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Deployment
from deploylint.model.intent import intent
from deploylint.model.join import join
from deploylint.workspace.store import Store
from deploylint.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Picture:
    """One state: what it holds, and that joined. focus: the files on which to look, where it is compared."""

    workspace: Workspace
    deployment: Deployment
    focus: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """rules: those that run; known: all there are. store: what is read once for all states."""

    contract: Contract
    rules: tuple[Rule, ...]
    known: tuple[Rule, ...]
    as_of: date
    store: Store = field(default_factory=Store)

    def picture(self, state: State, *, judge: bool = True) -> Picture:
        """A state as the model and the checks see it. judge: rules will be asked about it. Raises ConfigError."""
        return self._joined(self._workspace(state, judge=judge), state)

    def before(self, state: State, head: Picture) -> Picture:
        """An earlier state, joined only if the answers that the join of head got would be other ones there.

        To be called before anything else is asked of head. Raises ConfigError.
        """
        workspace = self._workspace(state)
        if head.workspace.agrees(workspace):
            return Picture(workspace, replace(head.deployment, workspace=workspace), state.focus or frozenset())
        return self._joined(workspace, state)

    def findings(self, picture: Picture, focus: Collection[str] | None = None) -> tuple[Finding, ...]:
        """All findings, the suppressed ones with their reason; what is frozen is not suppressed. Raises RuleError.

        focus: it is a change that is judged; of all other files nothing is told that their own content alone decides.
        """
        deployment = picture.deployment
        if focus is not None:
            deployment = replace(deployment, workspace=picture.workspace.focused(focus))
        found = engine.run(
            self.rules,
            deployment,
            as_of=self.as_of,
            known=[rule.id for rule in self.known],
            suppressions=suppressions(self.contract),
            changes=focus is not None,
        )
        return tuple(f if f.rule not in self.contract.frozen else replace(f, suppressed=None) for f in found)

    def _workspace(self, state: State, *, judge: bool = True) -> Workspace:
        queries = engine.queries(self.rules) if judge else {}
        return Workspace(
            state.tree, queries, self.contract.exclude, blobs=state.blobs, store=self.store, focus=state.focus
        )

    def _joined(self, workspace: Workspace, state: State) -> Picture:
        return Picture(workspace, join(workspace, intent(self.contract)), state.focus or frozenset())
