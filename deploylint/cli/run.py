"""The steps of a run, from a path to what reports are made of."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from deploylint.check import engine
from deploylint.check.errors import RuleError
from deploylint.check.finding import Finding
from deploylint.check.load import collect, own_rules, shipped
from deploylint.check.rule import Rule
from deploylint.check.settings import Selection, suppressions
from deploylint.cli import contract as contracts
from deploylint.cli.errors import CannotRun
from deploylint.cli.services import service
from deploylint.config.errors import ConfigError
from deploylint.model.deployment import Deployment
from deploylint.model.intent import intent
from deploylint.model.join import join
from deploylint.report.run import Options, Run, Summary, arrange, count
from deploylint.tree.base import NotInTree
from deploylint.tree.worktree import WorkTree, open_worktree
from deploylint.version import __version__
from deploylint.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asks for. paths: to report on, none for all; config: a contract in place of the own.

    links: locations link to the files on this machine.
    """

    paths: tuple[str, ...] = ()
    config: str | None = None
    selection: Selection
    as_of: date
    options: Options
    links: bool = False


# Facts are frozen and live as long as the run: looking for garbage among them costs a third of the reading.
_FEWER_COLLECTIONS = (100_000, 50, 50)

Step = Callable[[str], None]  # is told what the run is doing


def lint(request: Request, step: Step) -> Run:
    """The findings on a repository. Raises CannotRun."""
    return _run(request, step, judge=True)


def survey(request: Request, step: Step) -> Run:
    """The services of a repository, without findings. Raises CannotRun."""
    return _run(request, step, judge=False)


def _run(request: Request, step: Step, *, judge: bool) -> Run:
    gc.set_threshold(*_FEWER_COLLECTIONS)
    step("listing files")
    tree = _open(request.paths)
    within = _within(tree, request.paths)
    try:
        extended = contracts.find(Workspace(tree), request.config)
        contract = extended.contract
        known = collect((*shipped(), *own_rules(Workspace(tree))))
        rules = contracts.enabled(extended, known, request.selection)
        workspace = Workspace(tree, engine.queries(rules) if judge else {}, contract.exclude)
        step("reading")
        deployment = join(workspace, intent(contract))
        found: tuple[Finding, ...] = ()
        if judge:
            step("checking")
            found = engine.run(
                rules,
                deployment,
                as_of=request.as_of,
                known=[rule.id for rule in known],
                suppressions=suppressions(contract),
            )
    except (ConfigError, RuleError) as error:
        raise CannotRun(str(error)) from error
    _refuse_nothing(tree, workspace)
    found = tuple(f if f.rule not in contract.frozen else replace(f, suppressed=None) for f in found)
    return _result(request, tree, deployment, rules, _narrowed(found, within))


def _open(paths: Sequence[str]) -> WorkTree:
    start = Path(paths[0] if paths else ".")
    try:
        return open_worktree(start)
    except NotADirectoryError as error:
        raise CannotRun(f"'{start}' is no folder") from error


def _within(tree: WorkTree, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths from the root of the tree, "" for the root itself. Raises CannotRun for one that lies elsewhere."""
    root = tree.root.resolve()
    found = []
    for path in paths:
        # The last part is not resolved: a link is reported on under its own name.
        here = Path(path)
        place = here.resolve() if here.is_dir() else here.parent.resolve() / here.name
        if not place.is_relative_to(root):
            raise CannotRun(f"'{path}' does not lie in '{root}'; lint one repository at a time")
        inner = place.relative_to(root).as_posix()
        found.append("" if inner == "." else os.fsencode(inner).decode("utf-8", "surrogateescape"))
    return tuple(found)


def _refuse_nothing(tree: WorkTree, workspace: Workspace) -> None:
    """Raise CannotRun where there is nothing to lint: a silent success would say that all is well."""
    if not any(not note.skipped for note in workspace.files()):
        number = len(workspace.paths())
        what = f"none of its {number} files is of a known format" if number else "it holds no files"
        raise CannotRun(f"nothing to check in '{tree.root}': {what}")


def _narrowed(findings: tuple[Finding, ...], within: Sequence[str]) -> tuple[Finding, ...]:
    """The findings one of whose places lies in one of the paths."""
    if not within or "" in within:
        return findings
    return tuple(
        finding
        for finding in findings
        if any(_lies(span.path, within) for span in (finding.span, *(related.span for related in finding.related)))
    )


def _lies(path: str, within: Sequence[str]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in within)


def _result(
    request: Request, tree: WorkTree, deployment: Deployment, rules: tuple[Rule, ...], found: tuple[Finding, ...]
) -> Run:
    def content(path: str) -> bytes | None:
        try:
            return tree.read(path)
        except NotInTree:
            return None

    workspace = deployment.workspace
    shown = arrange(found)
    levels = count(shown)
    files = workspace.files()
    return Run(
        version=__version__,
        as_of=request.as_of,
        findings=shown,
        services=tuple(map(service, deployment.services)),
        files=files,
        rules=rules,
        source=workspace.source,
        content=content,
        summary=Summary(
            errors=levels["error"],
            warnings=levels["warning"],
            notes=levels["note"],
            suppressed=sum(finding.suppressed is not None for finding in found),
            unknown_commands=_unknown(deployment),
            recognised=sum(not note.skipped for note in files),
            files=len(workspace.paths()),
        ),
        options=replace(request.options, root=tree.root.as_uri()) if request.links else request.options,
    )


def _unknown(deployment: Deployment) -> int:
    """How many commands name a program that only the run itself would tell."""
    return sum(bool(use.invocation.command.words) and use.invocation.program is None for use in deployment.uses)
