"""What the earlier steps of a workflow's job bring into the folder in which a command runs."""

from __future__ import annotations

import re

from deploylint.facts.commands import Command, Script, Word
from deploylint.facts.files import Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Range
from deploylint.model.deployment import Use
from deploylint.model.workspace import Workspace

# Actions and programs that bring files which are not in the checkout.
_ACTIONS = re.compile(r"actions/(?:download-artifact|cache)(?:/restore)?@|.*(?:checkout|download|clone|artifact|repo)")
_FETCHERS = frozenset(
    "curl wget git tar unzip gh aws gsutil gcloud svn cp mv install tee cat rsync scp degit cookiecutter copier docker "
    "gpg base64 7z touch ln".split()
)
_CHECKOUT = "actions/checkout@"


class Steps:
    """The workflows of a repository, asked by command."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def may_make(self, use: Use) -> bool:
        """True if a file that the repository lacks may be there when a command of a workflow runs.

        For commands elsewhere: if their own script fetches or writes files before.
        """
        path, place = (use.via[0].span.path, use.via[0].span.range) if use.via else (use.span.path, use.span.range)
        workflow = self._workspace.get(path, Workflow)
        if workflow is None:
            script = self._workspace.get(use.span.path, Script)
            return script is not None and _brings(script, use.span.range)
        job = next((job for job in workflow.jobs if job.range.covers(place)), None)
        if job is None or not any(_is_plain_checkout(step) for step in job.steps):
            return True
        return any(_step_brings(step, place) for step in job.steps) or _in_container(job)


def _is_plain_checkout(step: WorkflowStep) -> bool:
    if step.uses is None or not step.uses.value.startswith(_CHECKOUT):
        return False
    return all(step.node.get("with", key) is None for key in ("repository", "path", "ref", "sparse-checkout"))


def _in_container(job: WorkflowJob) -> bool:
    return job.node.get("container") is not None


def _step_brings(step: WorkflowStep, place: Range) -> bool:
    if step.range.line > place.line:
        return False
    if step.uses is not None:
        return not _is_plain_checkout(step) and _ACTIONS.match(step.uses.value.lower()) is not None
    return step.script is not None and _brings(step.script, place)


def _brings(script: Script, before: Range) -> bool:
    return any(_writes(command) for command in (*script.commands, *script.substituted) if command.range < before)


def _writes(command: Command) -> bool:
    if any(redirect.operator.startswith(">") and not _is_sink(redirect.destination) for redirect in command.redirects):
        return True
    return any(word.raw.rsplit("/", 1)[-1] in _FETCHERS for word in command.words[:2])


def _is_sink(destination: Word | None) -> bool:
    """True for a destination that is no file of the checkout."""
    raw = destination.raw if destination is not None else ""
    return raw in ("", "/dev/null", "1", "2") or raw.startswith(("$GITHUB_", "${GITHUB_"))
