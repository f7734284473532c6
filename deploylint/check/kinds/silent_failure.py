"""Commands of the deploy path whose failure nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from deploylint.check.effects import effects, interpreted, said
from deploylint.check.finding import Hit, Role
from deploylint.check.nominate import shown
from deploylint.check.way import blamed
from deploylint.check.words import accepts
from deploylint.facts.commands import Command, Script
from deploylint.facts.files import Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Span
from deploylint.model.deployment import Deployment, Use
from deploylint.model.workspace import Workspace

_LOSSES = ("rescue", "line", "errexit", "prefix")
_ONCE = ("errexit", "sequence")  # said at the first command of a text, because it holds for all of them


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """effects: of commands whose failure matters. unguarded: steps on lines of their own and pipes count too.

    start_scripts: names of scripts that are taken for what a server starts, though nothing here calls them. once:
    subcommands that fail where they have been run before, which is often no failure.
    """

    effects: list[str]
    unguarded: bool = False
    start_scripts: list[str] = []
    once: list[str] = []


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each way in which a failure is lost: for each `|| true` one, however many commands it covers."""
    losses = (*_LOSSES, "sequence", "pipe") if params.unguarded else _LOSSES
    found: dict[tuple[object, ...], Hit] = {}
    for use in (*deployment.uses, *_substituted(deployment, params)):
        loss = use.invocation.command.loss
        if loss in losses and _on_the_way(use, params) and _matters(deployment.workspace, use, params):
            key = _key(use)
            if loss not in _ONCE or key not in found:
                found[key] = _hit(deployment.workspace, use)
    yield from found.values()
    yield from _steps(deployment, params)


def _on_the_way(use: Use, params: Params) -> bool:
    """True on the deploy path, and in scripts named as what a server starts."""
    if use.phase == "other" and use.role in ("production", "unknown"):
        return accepts(params.start_scripts, (use.owner,)) if params.start_scripts else use.role == "production"
    return use.on_deploy_path


def _matters(workspace: Workspace, use: Use, params: Params) -> bool:
    command = use.invocation.command
    if command.failure != "ignored" or command.tested or not command.words:
        return False
    said_before = (" ".join(use.invocation.subcommands), *use.invocation.subcommands)
    if params.once and accepts(params.once, said_before):
        return False
    return not effects(workspace, use.place, use.invocation).isdisjoint(params.effects)


def _key(use: Use) -> tuple[object, ...]:
    command = use.invocation.command
    if command.loss == "rescue" and command.rescue is not None:
        return use.span.path, command.rescue
    if command.loss in _ONCE:
        return use.span.path, use.owner, command.loss
    return use.span.path, use.owner, command.loss, use.span.range.line


def _hit(workspace: Workspace, use: Use) -> Hit:
    command = use.invocation.command
    span, related = blamed(use)
    text = said(use.invocation)
    return Hit(
        span=span,
        subject=(use.owner, text, command.loss),
        message=command.loss,
        values=(("command", text), ("owner", use.owner), ("rescue", _rescue(workspace, use.span.path, command))),
        role=use.role,
        service=use.service,
        platform=use.platform,
        related=related,
    )


def _rescue(workspace: Workspace, path: str, command: Command) -> str:
    """What runs in place of the failed command, as it is written."""
    source = workspace.source(path)
    if command.rescue is None or source is None:
        return "||"
    place = command.rescue
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    return shown(f"|| {source.text[start:end]}")


def _substituted(deployment: Deployment, params: Params) -> Iterator[Use]:
    """The commands whose output becomes a variable's value, as uses beside the first of their script."""
    workspace = deployment.workspace
    seen: set[str] = set()
    for use in deployment.uses:
        if use.span.path in seen or not _on_the_way(use, params):
            continue
        seen.add(use.span.path)
        script = workspace.get(use.span.path, Script)
        for command in script.substituted if script is not None else ():
            invocation = interpreted(workspace, command)
            yield replace(use, invocation=invocation, span=Span(use.span.path, command.range), role=_role(use, command))


def _role(use: Use, command: Command) -> Role:
    return "unknown" if command.condition == "branch" else use.role


def _steps(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """Steps and jobs that deploy with `continue-on-error: true`."""
    for path in deployment.workspace.of_format("workflow"):
        workflow = deployment.workspace.get(path, Workflow)
        uses = [use for use in deployment.uses if use.platform == "github" and _caller(use) == path]
        for job in workflow.jobs if workflow is not None and uses else ():
            yield from _job(deployment.workspace, path, job, uses, params)


def _caller(use: Use) -> str:
    return use.via[0].span.path if use.via else use.span.path


def _job(workspace: Workspace, path: str, job: WorkflowJob, uses: list[Use], params: Params) -> Iterator[Hit]:
    entry = job.node.entry("continue-on-error")
    whole = entry is not None and entry.value.value is True
    for step in job.steps:
        if not (whole or step.continue_on_error) or _is_looked_at(workspace, path, step):
            continue
        use = _effective(workspace, step, uses, params)
        if use is None:
            continue
        key = step.node.entry("continue-on-error") if step.continue_on_error else entry
        assert key is not None
        name = step.name.value if step.name is not None else said(use.invocation)
        yield Hit(
            span=Span(path, key.range),
            subject=(job.id.value, name if step.continue_on_error else "", "continue-on-error"),
            message="step",
            values=(("command", said(use.invocation)), ("owner", job.id.value)),
            role=use.role,
            platform="github",
        )
        if whole:
            return


def _is_looked_at(workspace: Workspace, path: str, step: WorkflowStep) -> bool:
    """True if another step asks how this one ended."""
    name = step.node.string("id")
    source = workspace.source(path)
    return name is not None and source is not None and f"steps.{name.value}." in source.text


def _effective(workspace: Workspace, step: WorkflowStep, uses: list[Use], params: Params) -> Use | None:
    """The last command of a step whose failure matters."""
    own = [use for use in uses if not use.via and use.on_deploy_path and step.range.covers(use.span.range)]
    found = [use for use in own if not effects(workspace, use.place, use.invocation).isdisjoint(params.effects)]
    return found[-1] if found else None
