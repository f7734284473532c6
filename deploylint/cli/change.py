"""What a change answers for: two deployments under one contract, and the lines that are new."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, reduce

from deploylint.check.changes import answered
from deploylint.check.finding import Finding
from deploylint.cli.plan import Picture, Plan
from deploylint.cli.states import Comparison, State
from deploylint.facts.place import Span
from deploylint.facts.source import PythonModule, ScriptModule
from deploylint.tree.changes import added_lines
from deploylint.workspace.workspace import Workspace


class Added(Mapping[str, Collection[int]]):
    """The 1-based lines of each file that no state before the change has, compared when they are first asked for."""

    def __init__(self, head: Workspace, befores: Iterable[tuple[Workspace, Comparison]]) -> None:
        self._head = head
        self._befores = tuple(befores)
        self._known: dict[str, frozenset[int]] = {}

    def __getitem__(self, path: str) -> frozenset[int]:
        if path not in self._known:
            lines = (self._since(path, *before) for before in self._befores)
            self._known[path] = reduce(frozenset.intersection, lines)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._head.paths())

    def __len__(self) -> int:
        return len(self._head.paths())

    def _since(self, path: str, base: Workspace, comparison: Comparison) -> frozenset[int]:
        if path not in comparison.paths:
            return frozenset()
        sources = {head: old for old, head in comparison.renames.items()}
        return added_lines(_lines(base, sources.get(path, path)), _lines(self._head, path))


class Before:
    """A state before the change, joined and judged when something hangs on what is true of it."""

    def __init__(self, plan: Plan, head: Picture, comparison: Comparison) -> None:
        self._plan, self._head, self.comparison = plan, head, comparison
        self.focus = comparison.base.focus or frozenset()
        self.workspace = plan.workspace(comparison.base)

    @cached_property
    def picture(self) -> Picture:
        """Raises ConfigError, RuleError."""
        return self._plan.before(self.workspace, self.comparison.base, self._head)

    @property
    def seen(self) -> Picture | None:
        """The picture, if anything has hung on it."""
        return self.__dict__.get("picture")


def _lines(workspace: Workspace, path: str) -> list[str]:
    source = workspace.source(path)
    return source.text.split("\n") if source is not None else []


def answer(
    plan: Plan,
    head: Picture,
    comparisons: Iterable[Comparison],
    keep: Callable[[Picture, State], None] | None = None,
) -> tuple[Finding, ...]:
    """The findings of head that the change answers for with regard to every state before it.

    keep: is told of every state before that was joined and judged. Raises ConfigError, RuleError.
    """
    befores = [Before(plan, head, one) for one in comparisons]
    added = Added(head.workspace, ((before.workspace, before.comparison) for before in befores))
    told = [{found.key: found for found in _since(plan, head, before, added)} for before in befores]
    if keep is not None:
        for before in befores:
            if before.seen is not None and before.seen.told is not head.told:
                keep(before.seen, before.comparison.base)
    first, *others = told
    return tuple(found for key, found in first.items() if all(key in other for other in others))


def _since(plan: Plan, head: Picture, before: Before, added: Added) -> tuple[Finding, ...]:
    """What the change answers for with regard to one state before it."""
    comparison = before.comparison
    reached = _reached(head, before, added)
    sources = {new: old for old, new in comparison.renames.items()}
    now = plan.findings(head, reached.union(head.focus))
    if not now:
        return ()
    then = plan.findings(before.picture, before.focus.union(sources.get(path, path) for path in reached))
    loud = answered(
        (found for found in now if found.suppressed is None),
        (found for found in then if found.suppressed is None),
        added,
        comparison.renames,
    )
    quiet = answered((found for found in now if found.suppressed is not None), then, added, comparison.renames)
    return (*loud, *quiet)


def _reached(head: Picture, before: Before, added: Added) -> frozenset[str]:
    """The files that the change leaves as they are, and to which a production start has a way over an added line.

    Such a way begins on the added line of a start, or leads over an import that is new. All imports on the way are read
    only where there is one of them.
    """
    if head.known is not None and head.known.alike:
        return frozenset()
    paths = before.comparison.paths
    if not _starts_anew(head, before, added) and not any(
        _imports(head.workspace, path) != _imports(before.workspace, path) for path in paths & before.comparison.gone
    ):
        return frozenset()
    return frozenset(
        path
        for path, way in head.deployment.started.items()
        if path not in paths and any(_is_added(step.span, added) for step in way)
    )


def _is_added(span: Span, added: Added) -> bool:
    return any(span.range.line <= line <= span.range.end_line for line in added[span.path])


def _starts_anew(head: Picture, before: Before, added: Added) -> bool:
    """True if production starts what it did not start before, and says so on an added line."""
    return any(_is_added(span, added) for span, _ in head.launches) and _launches(head) != _launches(before.picture)


def _launches(picture: Picture) -> frozenset[tuple[str, str, str | None]]:
    """What production starts: the text of each declaration's line, and the file that it names."""
    return frozenset(
        (span.path, picture.workspace.line(span.path, span.range.line), target) for span, target in picture.launches
    )


def _imports(workspace: Workspace, path: str) -> frozenset[tuple[str, str | None, int, bool]]:
    """What a source file imports, wherever in it."""
    facts = workspace.facts(path)
    imports = facts.imports if isinstance(facts, PythonModule | ScriptModule) else ()
    return frozenset((one.module, one.name, one.level, one.optional) for one in imports)
