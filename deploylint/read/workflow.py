"""GitHub Actions workflows: triggers, jobs, steps and what their `run:` texts start.

Source for the keys: GitHub's workflow syntax reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from deploylint.facts.document import Entry, Node
from deploylint.facts.files import Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import github, yaml
from deploylint.read.nodes import base, mapping, names, scalar, string, texts, variables


def read(source: Source) -> Workflow:
    """The workflow. The directives in its shell texts are among its own."""
    document = yaml.read(source)
    root = document.root
    jobs = tuple(_job(entry, root) for entry in mapping(root.get("jobs")) if entry.value.kind == "mapping")
    scripts = (step.script for job in jobs for step in job.steps if step.script is not None)
    inner = chain.from_iterable(script.directives for script in scripts)
    return Workflow(
        **{**base(document), "directives": (*document.directives, *inner)},
        name=scalar(root.get("name")),
        triggers=tuple(text.value for text in names(root.get("on"))),
        jobs=jobs,
        environment=tuple(variables(root.get("env"))),
    )


def _job(entry: Entry, root: Node) -> WorkflowJob:
    node = entry.value
    environment = node.get("environment")
    if environment is not None and environment.kind == "mapping":
        environment = environment.get("name")
    name = scalar(environment)
    return WorkflowJob(
        id=entry.key,
        range=entry.range,
        node=node,
        steps=tuple(_steps(node, root)),
        needs=tuple(text.value for text in texts(node.get("needs"))),
        environment_name=name.value if name is not None else None,
        services=tuple(service.key.value for service in mapping(node.get("services"))),
        environment=tuple(variables(node.get("env"))),
    )


def _steps(job: Node, root: Node) -> Iterator[WorkflowStep]:
    steps = job.get("steps")
    for node in steps.items if steps is not None else ():
        if node.kind == "mapping":
            yield _step(node, job, root)


def _step(node: Node, job: Node, root: Node) -> WorkflowStep:
    run = scalar(node.get("run"))
    directory = scalar(node.get("working-directory"))
    shell_name = string(node.get("shell")) or _default_shell(job, root)
    return WorkflowStep(
        range=node.range,
        node=node,
        name=scalar(node.get("name")),
        uses=scalar(node.get("uses")),
        run=run,
        script=github.script(run, shell_name) if run is not None else None,
        shell=shell_name,
        working_directory=directory or (_default(job, root, "working-directory") if run is not None else None),
        condition=scalar(node.get("if")),
        continue_on_error=_is_true(node.get("continue-on-error")),
        environment=tuple(variables(node.get("env"))),
    )


def _default(job: Node, root: Node, key: str) -> Text | None:
    """What `defaults.run` says: that of the job wins."""
    return scalar(job.get("defaults", "run", key)) or scalar(root.get("defaults", "run", key))


def _default_shell(job: Node, root: Node) -> str | None:
    """The shell of steps that name none: PowerShell on Windows runners; None is bash, as everywhere else."""
    default = _default(job, root, "shell")
    if default is not None:
        return default.value
    runners = texts(job.get("runs-on"))
    windows = any(runner.value.lower().startswith("windows") for runner in runners)
    return "pwsh" if windows else None


def _is_true(node: Node | None) -> bool:
    return node is not None and node.value is True
