"""The commands of GitHub workflows: deploy jobs, test jobs, and jobs of which nothing is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.files import Workflow, WorkflowJob
from deploylint.facts.place import Span
from deploylint.model.context import Context
from deploylint.model.deployment import Use
from deploylint.model.evidence import named
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace


def uses(workspace: Workspace, intent: Intent, aside: frozenset[str] = frozenset()) -> Iterator[Use]:
    """The uses of all `run:` steps. A job that deploys is production, one with a throw-away database is a test.

    aside: files that are left out.
    """
    for path in workspace.of_format("workflow"):
        workflow = workspace.get(path, Workflow) if path not in aside else None
        if workflow is None:
            continue
        for job in workflow.jobs:
            for number, step in enumerate(job.steps):
                if step.script is not None:
                    yield from walk(step.script, _context(workspace, intent, path, workflow, job, number))


def remote_uses(workspace: Workspace, intent: Intent, aside: frozenset[str] = frozenset()) -> Iterator[Use]:
    """What steps run on a server by an action for ssh: the `script` that they give it."""
    for path in workspace.of_format("workflow"):
        workflow = workspace.get(path, Workflow) if path not in aside else None
        for job in workflow.jobs if workflow is not None else ():
            for number, step in enumerate(job.steps):
                text = step.node.string("with", "script")
                if workflow is not None and text is not None and step.uses is not None and "ssh" in step.uses.value:
                    context = _context(workspace, intent, path, workflow, job, number)
                    context = replace(context, place=UNKNOWN, remote=True, environment={})
                    yield from walk(workspace.script(text), context)


def _context(
    workspace: Workspace, intent: Intent, path: str, workflow: Workflow, job: WorkflowJob, number: int
) -> Context:
    judgement = judgement_of(path, workflow, job, intent)
    phase: Phase = "deploy" if judgement.role == "production" else "job"
    step = job.steps[number]
    place = Place("repository", "")
    if step.working_directory is not None:
        place = place.moved(step.working_directory.value)
    return Context(
        workspace=workspace,
        path=path,
        owner=f"{job.id.value}/{step.name.value if step.name else number + 1}",
        platform="github",
        judgement=judgement,
        phase=phase,
        place=place,
        environment={
            v.name.value: (v.value.value, Span(path, v.range))
            for v in (*workflow.environment, *job.environment, *step.environment)
        },
    )


def judgement_of(path: str, workflow: Workflow, job: WorkflowJob, intent: Intent) -> Judgement:
    """The role of what a job does: by the contract, its services, its environment, its name or that of its workflow."""
    span = Span(path, job.id.range())
    services: tuple[Evidence, ...] = ()
    if job.services:
        services = (Evidence("test", f"the job brings a throw-away '{job.services[0]}'", span),)
    environment: tuple[Evidence, ...] = ()
    if job.environment_name is not None and not job.services:
        environment = (Evidence("production", f"the job deploys to '{job.environment_name}'", span),)
    by_job = named("the job", job.id.value, span)
    by_file = named("the workflow", base(path).removesuffix(".yml").removesuffix(".yaml"))
    if not by_file and workflow.name is not None:
        by_file = named("the workflow", workflow.name.value)
    said = intent.said(path)
    return decide((said, services, environment, by_job, by_file, (Evidence("unknown", "a job of CI"),)))
