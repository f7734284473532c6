"""What holds for every state of a run: the contract, the rules, the day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING, cast

from deploylint.check import engine, kind
from deploylint.check.finding import Finding
from deploylint.check.rule import Rule
from deploylint.check.settings import suppressions
from deploylint.cli.postponed import Postponed, join, over, postponed
from deploylint.cli.states import Known, Launches, State
from deploylint.config.schema import Contract
from deploylint.facts.record import dataclass
from deploylint.workspace.questions import Questions
from deploylint.workspace.store import Store
from deploylint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Picture:
    """One state: what it holds, and that joined. focus: the files on which to look, where it is compared.

    told: what rules say that do not judge files one by one; searching: those of them that looked into files of the
    focus. joined, asked: all that the join and these rules wanted to know; files: what the model speaks of; dated: a
    rule wanted to know the day. known: all this comes from an earlier run, and is joined only for who asks more.
    """

    workspace: Workspace
    deployment: Deployment
    focus: frozenset[str] = frozenset()
    told: engine.Told = field(default_factory=dict)
    searching: frozenset[str] = frozenset()
    joined: Questions = field(default_factory=Questions)
    asked: Questions = field(default_factory=Questions)
    files: frozenset[str] = frozenset()
    dated: bool = False
    known: Known | None = None

    @property
    def launches(self) -> Launches:
        """What production starts."""
        if self.known is not None:
            return self.known.launches
        return tuple(
            (one.span, one.launch.resolution.path)
            for one in self.deployment.declarations
            if one.role == "production" and one.launch is not None
        )

    @property
    def unknown(self) -> int:
        """How many commands name a program that only the run itself would tell."""
        if self.known is not None:
            return self.known.unknown
        return sum(
            bool(use.invocation.command.words) and use.invocation.program is None for use in self.deployment.uses
        )


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
        return self._joined(self.workspace(state, judge=judge), state, judge=judge)

    def before(self, workspace: Workspace, state: State, head: Picture) -> Picture:
        """An earlier state, joined and judged only as far as the answers that head got would be other ones there.

        workspace: the state as all who ask see it. Raises ConfigError, RuleError.
        """
        if state.known is None and head.known is None and head.workspace.agrees(workspace, head.joined):
            deployment = over(head.deployment, workspace)
            if head.workspace.agrees(workspace, head.asked):
                return replace(head, workspace=workspace, deployment=deployment, focus=state.focus or frozenset())
            return self._told(Picture(workspace, deployment, state.focus or frozenset(), joined=head.joined))
        return self._joined(workspace, state)

    def findings(self, picture: Picture, focus: Collection[str] | None = None) -> tuple[Finding, ...]:
        """All findings, the suppressed ones with their reason; what is frozen is not suppressed. Raises RuleError.

        focus: it is a change that is judged; of all other files nothing is told that their own content alone decides.
        """
        deployment, told = picture.deployment, picture.told
        if focus is not None:
            deployment = over(deployment, picture.workspace.focused(focus))
            if not picture.focus.issuperset(focus):
                told = {rule: found for rule, found in told.items() if rule not in picture.searching}
        found = engine.run(
            self.rules,
            deployment,
            as_of=self.as_of,
            known=[rule.id for rule in self.known],
            suppressions=suppressions(self.contract),
            changes=focus is not None,
            told=told,
            files=None if picture.known is None else picture.files,
        )
        return tuple(f if f.rule not in self.contract.frozen else replace(f, suppressed=None) for f in found)

    def workspace(self, state: State, *, judge: bool = True) -> Workspace:
        """A state as all who ask see it. judge: rules will ask for the matches of their queries."""
        told = state.known.told if state.known is not None else ()
        queries = engine.queries(rule for rule in self.rules if rule.id not in told) if judge else {}
        return Workspace(
            state.tree, queries, self.contract.exclude, blobs=state.blobs, store=self.store, focus=state.focus
        )

    def _joined(self, workspace: Workspace, state: State, *, judge: bool = True) -> Picture:
        focus, known = state.focus or frozenset(), state.known
        if known is not None:
            later = postponed(workspace, self.contract, self.as_of)
            return Picture(workspace, later, focus, known.told, known.searching, files=known.files, known=known)
        deployment = join(workspace, self.contract)
        picture = Picture(workspace, deployment, focus, joined=workspace.asked().also(Questions()))
        return self._told(picture) if judge and state.focus is not None else picture

    def _told(self, picture: Picture) -> Picture:
        """The picture with what rules say of it that do not judge files one by one. Raises RuleError."""
        asked = picture.workspace.asked()
        told: dict[str, tuple[Finding, ...]] = {}
        searching = set()
        deployment = Postponed(picture.workspace, self.as_of, lambda: picture.deployment)
        for rule in self.rules:
            one = kind.of(rule)
            if one.check is not None and not one.by_content:
                before = asked.searches
                told[rule.id] = tuple(engine.reported(rule, cast("Deployment", deployment), changes=True))
                if asked.searches > before:
                    searching.add(rule.id)
        return replace(
            picture,
            told=told,
            searching=frozenset(searching),
            asked=asked.also(picture.joined),
            files=picture.deployment.files,
            dated=deployment.dated,
        )
