"""Calls of `gcloud run deploy`, in workflows, scripts, package scripts, Makefiles and builds, and what stands for one.

Sources: cloud.google.com/sdk/gcloud/reference/run/deploy, google-github-actions/deploy-cloudrun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.facts.commands import Command, Word
from deploylint.facts.files import Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.compose.recipes import recipes
from deploylint.model.declare import scripts, workflow
from deploylint.model.deployment import Use
from deploylint.model.intent import Intent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.rare import cloud_build_steps, cloud_build_uses
from deploylint.model.roles import Judgement
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret
from deploylint.programs.invocation import Invocation, Option

_ACTION = "google-github-actions/deploy-cloudrun"
_TRACKS = ("alpha", "beta")
_ELSEWHERE = ("path", "repository")  # inputs of actions/checkout


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One deploy of a service. place: where it is called; judgement: of the job or script that calls it."""

    invocation: Invocation
    path: str
    place: Place
    judgement: Judgement

    @property
    def name(self) -> Word | None:
        """The service's name, None where it is not said or dynamic."""
        words = [word for word in self.invocation.arguments if literal(word)]
        return words[0] if len(words) == 1 and len(self.invocation.arguments) == 1 else None

    @property
    def span(self) -> Span:
        return Span(self.path, self.name.range if self.name is not None else self.invocation.range)

    def option(self, *names: str) -> Option | None:
        """The option that counts, the last; None if none is said."""
        found = [one for one in self.invocation.options if one.name in names]
        return found[-1] if found else None


def calls(workspace: Workspace, intent: Intent) -> Iterator[Call]:
    """The calls that deploy a service to Cloud Run, one for each command that is written."""
    kinds = ("shell", "workflow", "package_json", "makefile")
    found = frozenset(workspace.holding((b"gcloud", _ACTION.encode()), kinds, everywhere=True))
    found |= {step.path for step in cloud_build_steps(workspace) if any(_calls(one) for one in step.script.commands)}
    if not found:
        return
    seen = set()
    for use in _uses(workspace, intent, found, frozenset(workspace.of_format(*kinds, "yaml")) - found):
        if _deploys(use.invocation) and not use.remote and (span := (use.span.path, use.invocation.range)) not in seen:
            seen.add(span)
            judgement = Judgement(use.role, use.evidence)
            yield Call(invocation=use.invocation, path=use.span.path, place=use.place, judgement=judgement)
    for path in workspace.of_format("workflow"):
        facts = workspace.get(path, Workflow) if path in found else None
        for job in facts.jobs if facts is not None else ():
            for step in job.steps:
                if facts is not None and step.uses is not None and step.uses.value.partition("@")[0] == _ACTION:
                    judgement = workflow.judgement_of(path, facts, job, intent)
                    invocation = _of_action(workspace, path, step)
                    if invocation is not None:
                        yield Call(invocation=invocation, path=path, place=_root(job), judgement=judgement)


def literal(word: Word) -> bool:
    """True if a word is what it seems: nothing of a shell, of make or of a workflow is put in."""
    return word.value is not None and "$" not in word.raw and "`" not in word.raw


def _uses(workspace: Workspace, intent: Intent, found: frozenset[str], aside: frozenset[str]) -> Iterator[Use]:
    yield from workflow.uses(workspace, intent, aside)
    yield from scripts.shell_uses(workspace, aside, intent)
    yield from scripts.package_uses(workspace, frozenset(), intent, aside)
    yield from cloud_build_uses(workspace, intent, aside)
    for path in workspace.of_format("makefile"):
        if path in found:
            yield from recipes(workspace, path, intent, "gcloud")


def _calls(command: Command) -> bool:
    return any(word.raw.rsplit("/", 1)[-1] == "gcloud" for word in command.words)


def _deploys(invocation: Invocation) -> bool:
    words = tuple(word for word in invocation.subcommands if word not in _TRACKS)
    return invocation.program == "gcloud" and words == ("run", "deploy")


def _root(job: WorkflowJob) -> Place:
    """The checkout of a job, in which an action runs; unknown where it lies in another folder or is another's."""
    for step in job.steps:
        checks_out = step.uses is not None and step.uses.value.startswith("actions/checkout@")
        if checks_out and any(step.node.get("with", key) is not None for key in _ELSEWHERE):
            return UNKNOWN
    return Place("repository", "")


def _of_action(workspace: Workspace, path: str, step: WorkflowStep) -> Invocation | None:
    """The command that the action makes of its inputs; None where it deploys a job, or what a file of its own says."""
    source = workspace.source(path)
    inputs = {key: step.node.string("with", key) for key in ("service", "source", "image", "flags", "metadata", "job")}
    if source is None or step.uses is None or inputs["metadata"] is not None or inputs["job"] is not None:
        return None
    start, end = step.uses.offsets()

    def word(value: str) -> Word:
        return Word(Text.escape(value, source, start, end))

    words = [word("gcloud"), word("run"), word("deploy")]
    words += _said(inputs["service"])
    for key in ("source", "image"):
        words += (word(f"--{key}"), *_said(inputs[key])) if inputs[key] is not None else ()
    flags = inputs["flags"]
    script = workspace.script(flags) if flags is not None else None
    if script is not None and script.commands:
        words += script.commands[0].words
    return interpret(Command(step.uses.range(), "exec", tuple(words)), workspace.script)


def _said(text: Text | None) -> Sequence[Word]:
    return (Word(text),) if text is not None else ()
