"""The steps of a run, from a path to what reports are made of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from deploylint.check import engine
from deploylint.check.errors import RuleError
from deploylint.check.finding import Finding
from deploylint.check.load import collect, own_rules
from deploylint.check.rule import Rule
from deploylint.check.settings import Selection
from deploylint.cli import contract as contracts
from deploylint.cli.errors import CannotRun
from deploylint.cli.judge import Judged, change, everything
from deploylint.cli.plan import Plan
from deploylint.cli.shipped import shipped
from deploylint.cli.states import States, open_states
from deploylint.cli.which import Which
from deploylint.config.errors import ConfigError
from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.report.run import Options, Run, Summary, arrange, count
from deploylint.report.service import Service
from deploylint.tree.base import NotInTree
from deploylint.version import __version__
from deploylint.workspace.store import Store
from deploylint.workspace.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.workspace.editable import EditableFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asks for. paths: to report on, none for all; config: a contract in place of the own.

    links: locations link to the files on this machine. unsafe: unsafe fixes are offered too. whole: the report tells of
    all services, with findings or not. cache: the run may use what earlier ones left on this machine.
    """

    paths: tuple[str, ...] = ()
    config: str | None = None
    selection: Selection
    as_of: date
    options: Options
    links: bool = False
    which: Which = field(default_factory=Which)
    unsafe: bool = False
    whole: bool = True
    cache: bool = True


Step = Callable[[str], None]  # is told what the run is doing


@dataclass(frozen=True, slots=True)
class Examined:
    """A state that was linted. open: gives its files. again: reads bytes as a file of a path, as the state was read."""

    run: Run
    open: Callable[[], EditableFiles]
    again: Callable[[str, bytes], EditableFiles]


def lint(request: Request, step: Step) -> Run:
    """The findings on a repository, with the fixes that there are for them. Raises CannotRun."""
    examined = examine(request, opened(request), step)
    found = {finding.rule for finding in examined.run.findings}
    if not any(rule.remedy is not None and rule.id in found for rule in examined.run.rules):
        return examined.run
    from deploylint.cli.fixing import offer

    return offer(examined, unsafe=request.unsafe)


def survey(request: Request, step: Step) -> Run:
    """The services of a repository, without findings. Raises CannotRun."""
    return examine(request, opened(request), step, judge=False).run


def opened(request: Request) -> States:
    """The states that are asked for, of the repository that the first path lies in. Raises CannotRun."""
    return open_states(Path(request.paths[0] if request.paths else "."), request.which)


def examine(request: Request, states: States, step: Step, *, judge: bool = True) -> Examined:
    """What a request is told of states. judge: findings are asked for. Raises CannotRun."""
    step("listing files")
    within = _within(states.root, request.paths)
    try:
        store = Store()
        contract = Workspace(states.head.tree, blobs=states.head.blobs, store=store)
        plan = _plan(request, contract, store)
        step("reading")
        if judge and states.comparisons:
            judged = change(plan, states, step, contract.asked(), _options(request))
        else:
            judged = everything(plan, states, step, judge=judge)
    except (ConfigError, RuleError) as error:
        raise CannotRun(str(error)) from error
    head = judged.head
    workspace = head.workspace.focused(states.changed) if states.comparisons else head.workspace
    if not states.lenient:
        _refuse_nothing(states.root, workspace)
    found = _narrowed(judged.findings, within)
    run = _result(request, states, replace(judged, head=replace(head, workspace=workspace), findings=found))
    return Examined(run, partial(_editable, head.workspace, states), partial(_reread, plan.rules))


def _editable(workspace: Workspace, states: States) -> EditableFiles:
    from deploylint.workspace.editable import EditableFiles

    return EditableFiles(workspace, states.head.tree)


def _reread(rules: tuple[Rule, ...], path: str, data: bytes) -> EditableFiles:
    from deploylint.workspace.editable import rereading

    return rereading(engine.queries(rules))(path, data)


def _options(request: Request) -> Mapping[str, object] | None:
    """What of a request changes findings, beside the repository and the day; None if nothing may be remembered."""
    if not request.cache:
        return None
    config = b"" if request.config is None else Path(request.config).read_bytes()
    return {"config": config, "select": request.selection.select, "ignore": request.selection.ignore}


def _plan(request: Request, workspace: Workspace, store: Store) -> Plan:
    """The contract of head, and the rules that it turns on. Raises CannotRun, ConfigError, RuleError."""
    extended = contracts.find(workspace, request.config)
    known = collect((*shipped(cached=request.cache), *own_rules(workspace)))
    rules = contracts.enabled(extended, known, request.selection)
    return Plan(contract=extended.contract, rules=rules, known=known, as_of=request.as_of, store=store)


def _within(folder: Path, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths from the root of the tree, "" for the root itself. Raises CannotRun for one that lies elsewhere."""
    root = folder.resolve()
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


def _refuse_nothing(root: Path, workspace: Workspace) -> None:
    """Raise CannotRun where there is nothing to lint: a silent success would say that all is well."""
    if not any(not note.skipped for note in workspace.files()):
        number = len(workspace.paths())
        what = f"none of its {number} files is of a known format" if number else "it holds no files"
        raise CannotRun(f"nothing to check in '{root}': {what}")


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


def _result(request: Request, states: States, judged: Judged) -> Run:
    def content(path: str) -> bytes | None:
        try:
            return states.head.tree.read(path)
        except NotInTree:
            return None

    workspace, found = judged.head.workspace, judged.findings
    shown = arrange(found)
    levels = count(shown)
    files = workspace.files()
    named = request.whole or any(finding.service for finding in shown)
    return Run(
        version=__version__,
        as_of=request.as_of,
        findings=shown,
        services=_services(judged) if named else (),
        files=files,
        rules=judged.plan.rules,
        source=cache(partial(_shown, workspace)),
        content=content,
        summary=Summary(
            errors=levels["error"],
            warnings=levels["warning"],
            notes=levels["note"],
            suppressed=sum(finding.suppressed is not None for finding in found),
            unknown_commands=judged.head.unknown,
            recognised=sum(not note.skipped for note in files),
            files=len(states.touched if states.comparisons else workspace.paths()),
            change=bool(states.comparisons),
        ),
        options=replace(request.options, root=states.root.as_uri()) if request.links else request.options,
    )


def _services(judged: Judged) -> tuple[Service, ...]:
    from deploylint.cli.services import service

    deployment = judged.head.deployment
    return tuple(service(deployment, one) for one in deployment.services)


def _shown(workspace: Workspace, path: str) -> Source | None:
    """The text of a file without its secrets."""
    from deploylint.facts.secret_marks import FORMATS, masked

    source = workspace.source(path)
    facts = workspace.facts(path) if workspace.format(path) in FORMATS else None
    return None if source is None else masked(source, facts)
