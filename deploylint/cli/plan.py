"""What holds for every state of a run: the contract, the rules, the day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from deploylint.check import engine
from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.check.settings import suppressions
from deploylint.cli.states import State
from deploylint.config.schema import Contract
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
        queries = engine.queries(self.rules) if judge else {}
        workspace = Workspace(
            state.tree, queries, self.contract.exclude, blobs=state.blobs, store=self.store, focus=state.focus
        )
        return Picture(workspace, join(workspace, intent(self.contract)), state.focus or frozenset())

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
