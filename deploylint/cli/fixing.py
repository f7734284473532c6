"""Runs that offer fixes, show them, or write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import click

from deploylint.check.errors import RuleError
from deploylint.cli.errors import CannotRun
from deploylint.cli.run import Examined, Request, Step, examine, opened
from deploylint.cli.states import Comparison, States, compared
from deploylint.facts.record import dataclass
from deploylint.fix import rounds
from deploylint.fix.apply import write
from deploylint.fix.offer import offered
from deploylint.fix.preview import patch
from deploylint.report.run import Fixed, Run
from deploylint.report.visible import visible
from deploylint.tree.memory import MemoryTree
from deploylint.tree.overlay import Overlay
from deploylint.tree.worktree import WorkTree

MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class Seen(rounds.State):
    """A state with all that was found there."""

    examined: Examined


def offer(examined: Examined, *, unsafe: bool) -> Run:
    """The run, its findings with what would fix each of them alone. Raises CannotRun."""
    run = examined.run
    try:
        findings = offered(run.findings, run.rules, examined.open(), examined.again, unsafe=unsafe)
    except RuleError as error:
        raise CannotRun(str(error)) from error
    fixable = sum(finding.fix is not None for finding in findings)
    return replace(run, findings=findings, summary=replace(run.summary, fixable=fixable))


def preview(request: Request, step: Step, *, unsafe: bool) -> tuple[bytes, Mapping[str, str]]:
    """All fixes as a patch, and why some findings have none. Raises CannotRun."""
    settled, _ = _settle(request, step, unsafe=unsafe)
    return patch(settled.before, settled.data), dict(_reasons(settled, {}))


def fix(request: Request, step: Step, *, unsafe: bool) -> tuple[Run, Mapping[str, str]]:
    """Write all fixes; what is left, and place -> reason for what could have been fixed. Raises CannotRun."""
    settled, states = _settle(request, step, unsafe=unsafe)
    step("writing")
    failed = write(states.root, settled.before, settled.data)
    links = _links(states)
    last = settled.last
    if failed or not isinstance(last, Seen):
        written = {path: data for path, data in settled.data.items() if path not in failed}
        last = _seen(request, step, edited(states, written))
    fixed = tuple(
        Fixed(one.path, one.rule, one.name, one.count)
        for one in settled.mended
        if links.get(one.path, one.path) not in failed
    )
    return replace(last.examined.run, fixed=fixed), dict(_reasons(settled, failed))


def edited(states: States, data: Mapping[str, bytes]) -> States:
    """The states with files of head replaced: they count as changed."""
    if not data:
        return states
    replaced = rounds.spread(data, _links(states))
    blobs = {path: blob for path, blob in states.head.blobs.items() if path not in replaced}
    comparisons = tuple(
        replace(one, paths=one.paths.union(replaced), gone=one.gone.union(_before(one, replaced)))
        for one in states.comparisons
    )
    head = replace(states.head, tree=Overlay(states.head.tree, replaced), blobs=blobs)
    return compared(states.root, head, comparisons) if comparisons else replace(states, head=head)


def _before(comparison: Comparison, replaced: Mapping[str, bytes]) -> Iterator[str]:
    """The names that replaced files have in the state before, as far as they are there."""
    sources = {new: old for old, new in comparison.renames.items()}
    known = frozenset(comparison.base.tree.paths())
    return (old for path in replaced if (old := sources.get(path, path)) in known)


def _settle(request: Request, step: Step, *, unsafe: bool) -> tuple[rounds.Settled, States]:
    states = opened(request)
    first = _seen(request, step, states)
    settings = rounds.Settings(first.examined.run.rules, first.examined.again, _links(states), unsafe)
    try:
        return rounds.settle(first, lambda data: _seen(request, step, edited(states, data)), settings), states
    except RuleError as error:
        raise CannotRun(str(error)) from error


def _seen(request: Request, step: Step, states: States) -> Seen:
    examined = examine(request, states, step)
    return Seen(examined.run.findings, examined.open(), examined)


def _links(states: States) -> Mapping[str, str]:
    tree = states.head.tree
    return dict(tree.file_links()) if isinstance(tree, WorkTree | MemoryTree) else {}


def _reasons(settled: rounds.Settled, failed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Places and reasons, in the order of paths."""
    yield from sorted(failed.items())
    for finding, reason in settled.refused:
        yield f"{finding.span.path}:{finding.range.line} {finding.rule}", reason


def complain(reasons: Mapping[str, str]) -> None:
    """Say on standard error what was not fixed and why: of many the first ones, then each reason with its number."""
    lines = [f"not fixed: {place}: {reason}" for place, reason in reasons.items()]
    rest = Counter(list(reasons.values())[MOST_REASONS:])
    lines[MOST_REASONS:] = [f"not fixed: {count} more: {reason}" for reason, count in rest.most_common()]
    for line in lines:
        click.echo(f"deploylint: {visible(line)}", err=True)


def shown(patch: bytes) -> str:
    """A patch for a terminal: nothing in it moves the cursor or hides."""
    lines = patch.decode("utf-8", "replace").split("\n")
    return "\n".join("\t".join(map(visible, line.split("\t"))) for line in lines)
