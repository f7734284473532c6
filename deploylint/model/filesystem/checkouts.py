"""The commands of GitHub workflows that run in a checkout of this repository, each with the files that it finds."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.files import Variable, Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Span
from deploylint.model.filesystem.commands import Ran, Shell
from deploylint.model.filesystem.layers import Doubt
from deploylint.model.filesystem.native import NativeFiles
from deploylint.model.filesystem.native_builds import CLONE, Cloned
from deploylint.model.filesystem.outputs import ANY, PACKAGES, Outputs
from deploylint.model.filesystem.stack import Layers
from deploylint.model.paths import absolute
from deploylint.model.workspace import Workspace

_CHECKOUT = "actions/checkout"
_ELSEWHERE = ("repository", "path", "ref", "sparse-checkout")  # inputs that bring other files, or to another folder
# Actions that leave the checkout as it is, if they are not told to install.
_QUIET = (
    "actions/setup-", "docker/setup-", "docker/login-action", "docker/metadata-action", "astral-sh/setup-uv",
    "pnpm/action-setup", "oven-sh/setup-bun", "denoland/setup-deno", "snok/install-poetry", "ruby/setup-ruby",
    "google-github-actions/setup-gcloud", "aws-actions/configure-aws-credentials", "azure/login", "dorny/paths-filter",
    "superfly/flyctl-actions/setup-flyctl", "webfactory/ssh-agent", "step-security/harden-runner",
)  # fmt: skip


def checkout_commands(workspace: Workspace, path: str) -> Iterator[tuple[WorkflowJob, Ran]]:
    """The commands of a workflow's jobs from their checkout on; their paths begin with CLONE.

    What a step of another kind may have made is never absent after it.
    """
    workflow = workspace.get(path, Workflow)
    for job in workflow.jobs if workflow is not None else ():
        layers: Layers | None = None
        for step in job.steps:
            if layers is None:
                if _is_checkout(step):
                    layers = Layers(Cloned(NativeFiles(workspace, ""), CLONE))
                continue
            if step.run is None:
                outputs = _left_by(step)
                if outputs is not None:
                    layers.add(Doubt("/", f"'{step.uses.value if step.uses else 'a step'}' may bring it", outputs))
            elif step.script is None:
                layers.add(Doubt("/", "a step in another language may make it", ANY))
            else:
                said = (*(workflow.environment if workflow is not None else ()), *job.environment, *step.environment)
                surely = step.condition is None and not step.continue_on_error
                shell = Shell(workspace, layers, path, _environment(path, said), surely=surely)
                for ran in shell.run(step.script, _folder(step), None):
                    yield job, ran


def _is_checkout(step: WorkflowStep) -> bool:
    """True for a checkout of the whole repository as it is, into the folder where all steps run."""
    if step.uses is None or step.uses.value.partition("@")[0] != _CHECKOUT or step.condition is not None:
        return False
    return all(step.node.get("with", key) is None for key in _ELSEWHERE)


def _left_by(step: WorkflowStep) -> Outputs | None:
    """What an action may leave in the checkout; None if that is nothing."""
    name = step.uses.value if step.uses is not None else ""
    if name.startswith(_QUIET):
        return PACKAGES if step.node.get("with", "run_install") is not None else None
    if name.startswith("actions/cache"):
        said = step.node.string("with", "path")
        paths = said.value.split() if said is not None else ["."]
        return PACKAGES if all(one.startswith(("~", "/")) or "node_modules" in one for one in paths) else ANY
    return ANY


def _folder(step: WorkflowStep) -> str | None:
    said = step.working_directory.value if step.working_directory is not None else ""
    return absolute(CLONE, said) if "$" not in said else None


def _environment(path: str, said: tuple[Variable, ...]) -> dict[str, tuple[str | None, Span]]:
    found = {}
    for one in said:
        value = one.value.value if one.value is not None and "${{" not in one.value.value else None
        found[one.name.value] = (value, Span(path, one.range))
    return found
