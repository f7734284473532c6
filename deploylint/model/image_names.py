"""Image names: which Dockerfile of the repository is built under a name, by what somebody builds and tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from deploylint.facts.commands import Command, Script
from deploylint.facts.document import Document
from deploylint.facts.files import ComposeFile, PackageJson, Workflow, WorkflowJob, WorkflowStep
from deploylint.facts.place import Range, Span
from deploylint.facts.record import dataclass
from deploylint.model.evidence import named
from deploylint.model.images import Image, build
from deploylint.model.paths import join, parent
from deploylint.model.rare import cloud_build_steps
from deploylint.model.roles import Evidence
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret

_EXPRESSION = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+")
_TAG = re.compile(r"(?::[^/]*)?(?:@[^/]*)?\Z")


@dataclass(frozen=True, slots=True)
class Named:
    """An image that something builds: its name without tag, expansions as `*`, and what it is built from.

    said: the name as it is written, tag and all.
    """

    name: str
    dockerfile: str
    context: str
    target: str | None
    span: Span
    said: str = ""


def plain(name: str) -> str:
    """An image name without tag and digest, what is expanded in it as `*`."""
    return _TAG.sub("", _EXPRESSION.sub("*", name.strip()))


@dataclass(frozen=True, slots=True)
class Joined:
    """An image that a name means. reason: for people. certain: the name is the same, not only its last segment."""

    image: Image | None = None
    reason: str = ""
    certain: bool = True


def image_named(workspace: Workspace, name: str) -> Joined:
    """The image of the repository that a name means; none where nothing, or several, build it.

    A name alone says nothing: something of the repository has to build it. Where the registry in front is dynamic, the
    last segment decides.
    """
    wanted = plain(name)
    if "*" in wanted.rpartition("/")[2] or not wanted:
        return Joined()
    names = workspace.remember("image names", lambda: tuple(_all(workspace)))
    found = [one for one in names if one.name == wanted] or [one for one in names if _alike(one.name, wanted)]
    if len({(one.dockerfile, one.context, one.target) for one in found}) != 1:
        return Joined()
    one = found[0]
    image = build(workspace, one.dockerfile, one.context, one.target)
    return Joined(
        image,
        f"the image '{wanted}' is the one that '{one.span.path}' builds of '{one.dockerfile}'",
        one.name == wanted,
    )


def tag_evidence(workspace: Workspace, dockerfile: str) -> tuple[Evidence, ...]:
    """The tags for development with which a Dockerfile is built (`docker build -t app:dev`); nothing if one is silent.

    A tag for tests says nothing: what is tried there is as a rule what production runs.
    """
    names = workspace.remember("image names", lambda: tuple(_all(workspace)))
    found = [
        named("the tag", one.said.rpartition(":")[2] if ":" in one.said else "", one.span)
        for one in names
        if one.dockerfile == dockerfile
    ]
    said = tuple(one for evidence in found for one in evidence)
    return said if all(found) and all(one.role == "development" for one in said) else ()


def _alike(built: str, wanted: str) -> bool:
    """The same last segment, behind something dynamic in one of them."""
    return "*" in built + wanted and built.rpartition("/")[2] == wanted.rpartition("/")[2] and "/" in built + wanted


def _all(workspace: Workspace) -> Iterator[Named]:
    for path in workspace.of_format("compose"):
        compose = workspace.get(path, ComposeFile)
        for service in compose.services if compose is not None else ():
            section = service.build
            if service.image is not None and section is not None and section.inline is None:
                context = _in(parent(path), section.context.value if section.context is not None else ".")
                name = section.dockerfile.value if section.dockerfile is not None else "Dockerfile"
                target = section.target.value if section.target is not None else None
                span = Span(path, service.image.range())
                yield from _named([service.image.value], _in(context, name), context, target, span, workspace)
    for path in workspace.of_format("workflow"):
        workflow = workspace.get(path, Workflow)
        for job in workflow.jobs if workflow is not None else ():
            for step in job.steps:
                yield from _of_step(workspace, path, job, step)
    for path in workspace.glob("**/skaffold.yaml"):
        yield from _skaffold(workspace, path)
    for path in workspace.of_format("shell"):
        script = workspace.get(path, Script)
        yield from _of_commands(workspace, path, script.commands if script is not None else (), "")
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson)
        for one in package.scripts if package is not None else ():
            yield from _of_commands(workspace, path, one.script.commands, parent(path))
    yield from _of_builds(workspace)
    for path in workspace.of_format("makefile"):
        yield from _of_makefile(workspace, path)


def _named(
    names: Iterable[str],
    dockerfile: str | None,
    context: str | None,
    target: str | None,
    span: Span,
    workspace: Workspace,
) -> Iterator[Named]:
    if dockerfile is None or context is None or not workspace.exists(dockerfile):
        return
    for name, said in {plain(said): said.strip() for said in names if said.strip()}.items():
        if name and "*" not in name.rpartition("/")[2]:
            yield Named(name, dockerfile, context, target, span, said)


def _in(folder: str | None, said: str) -> str | None:
    return join(folder, said) if folder is not None and not _EXPRESSION.search(said) and "://" not in said else None


def _of_step(workspace: Workspace, path: str, job: WorkflowJob, step: WorkflowStep) -> Iterator[Named]:
    """docker/build-push-action: `file` and `context` start at the root of the checkout."""
    if step.script is not None:
        folder = step.working_directory.value if step.working_directory is not None else ""
        yield from _of_commands(workspace, path, step.script.commands, _in("", folder) or "")
    if step.uses is None or not step.uses.value.startswith("docker/build-push-action@"):
        return
    said = {key: _input(step, key) for key in ("context", "file", "tags", "target")}
    context = _in("", said["context"] or ".")
    dockerfile = _in("", said["file"]) if said["file"] else _in(context, "Dockerfile")
    names = re.split(r"[\s,]+", said["tags"] or "")
    for other in job.steps:
        if other.uses is not None and other.uses.value.startswith("docker/metadata-action@"):
            identity = other.node.string("id")
            if identity is not None and f"steps.{identity.value}.outputs.tags" in (said["tags"] or ""):
                names += re.split(r"[\s,]+", _input(other, "images") or "")
    yield from _named(names, dockerfile, context, said["target"], Span(path, step.uses.range()), workspace)


def _of_builds(workspace: Workspace) -> Iterator[Named]:
    for step in cloud_build_steps(workspace):
        if step.place.kind == "repository":
            yield from _of_commands(workspace, step.path, step.script.commands, step.place.folder)


def _input(step: WorkflowStep, key: str) -> str | None:
    text = step.node.string("with", key)
    return text.value if text is not None else None


def _of_commands(workspace: Workspace, path: str, commands: Iterable[Command], folder: str) -> Iterator[Named]:
    """`docker build -t name -f file context`."""
    for command in commands:
        if not any(word.raw in ("docker", "podman", "nerdctl") for word in command.words):
            continue
        call = interpret(command, workspace.script)
        if call.program != "docker" or call.subcommands[-1:] != ("build",):
            continue
        names = [option.text for option in call.options if option.name in ("-t", "--tag")]
        file, target = call.option("-f", "--file"), call.option("--target")
        context = _in(folder, call.arguments[-1].raw) if call.arguments else None
        dockerfile = _in(folder, file.text) if file is not None else _in(context, "Dockerfile")
        span = Span(path, call.range)
        yield from _named(names, dockerfile, context, target.text if target is not None else None, span, workspace)


def _of_makefile(workspace: Workspace, path: str) -> Iterator[Named]:
    source = workspace.source(path)
    text = source.text if source is not None else ""
    for number, line in enumerate(text.split("\n") if " build " in text else (), 1):
        if line.startswith("\t") and " build " in line:
            words = line.replace("$$", "$").strip().lstrip("@-+").split()
            yield from _makefile_line(workspace, path, words, Range(number, 1, number, len(line) + 1))


def _makefile_line(workspace: Workspace, path: str, words: list[str], place: Range) -> Iterator[Named]:
    """The words of a recipe's line in which docker builds; a line that goes on has its context elsewhere."""
    if words[:1] not in (["docker"], ["podman"]) or "build" not in words[1:3] or words[-1] == "\\":
        return
    pairs = list(pairwise(words))
    names = [value for option, value in pairs if option in ("-t", "--tag")]
    names += [word.removeprefix("--tag=") for word in words if word.startswith("--tag=")]
    files = [value for option, value in pairs if option in ("-f", "--file")]
    targets = [value for option, value in pairs if option == "--target"]
    context = _in(parent(path), words[-1])
    dockerfile = _in(parent(path), files[-1]) if files else _in(context, "Dockerfile")
    target = targets[-1] if targets else None
    yield from _named(names, dockerfile, context, target, Span(path, place), workspace)


def _skaffold(workspace: Workspace, path: str) -> Iterator[Named]:
    """skaffold.dev/docs/references/yaml: build.artifacts, paths from the file's folder."""
    document = workspace.get(path, Document)
    for root in (document.root, *document.others) if document is not None else ():
        artifacts = root.get("build", "artifacts")
        for item in artifacts.items if artifacts is not None else ():
            name = item.string("image")
            if name is not None:
                context = _in(parent(path), item.said("context") or ".")
                file, target = item.said("docker", "dockerfile"), item.said("docker", "target")
                dockerfile = _in(context, file or "Dockerfile")
                yield from _named([name.value], dockerfile, context, target, Span(path, name.range()), workspace)
