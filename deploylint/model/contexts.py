"""From which folder an image is built: what a workflow or script says, else where its COPY sources lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from posixpath import normpath

from deploylint.facts.commands import Command, Script
from deploylint.facts.dockerfile import Dockerfile
from deploylint.facts.files import PackageJson, Workflow, WorkflowStep
from deploylint.facts.record import dataclass
from deploylint.model.given import NOTHING, Given
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace
from deploylint.programs.interpret import interpret

_ACTION = "docker/build-push-action"
_LISTS = ("--build-arg", "--build-context")
# What folders hold that keep a Dockerfile for a source which lies elsewhere.
_DEPLOYMENT = (
    ".sh",
    ".conf",
    ".yml",
    ".yaml",
    ".env",
    ".md",
    ".toml",
    ".cnf",
    ".ini",
    ".template",
    ".tmpl",
    ".example",
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A build that is written down: the Dockerfile and the context, as repository paths, and what else it is given."""

    dockerfile: str
    context: str
    given: Given


def told(workspace: Workspace, path: str) -> tuple[str | None, Given]:
    """The context with which workflows and scripts of the repository build a Dockerfile, and what else they give it.

    None and nothing if none builds it, or several do from different folders.
    """
    builds = workspace.remember("told contexts", lambda: tuple(_builds(workspace)))
    found = [one for one in builds if one.dockerfile == path]
    if len({one.context for one in found}) != 1:
        return None, NOTHING
    return found[0].context, _common([one.given for one in found])


def _common(given: Sequence[Given]) -> Given:
    """What all builds are given; a value in which they differ is not known."""
    arguments = {
        name: value if all(other.arguments.get(name) == value for other in given) else None
        for one in given
        for name, value in one.arguments.items()
    }
    return Given(arguments, tuple(dict.fromkeys(name for one in given for name in one.contexts)))


def _builds(workspace: Workspace) -> Iterator[_Told]:
    """Each build that is written down."""
    for path in workspace.of_format("workflow", "shell", "package_json"):
        facts = workspace.facts(path)
        if isinstance(facts, Workflow):
            for job in facts.jobs:
                for step in job.steps:
                    yield from _of_step(workspace, step)
        elif isinstance(facts, Script):
            yield from _of_commands(workspace, facts.commands, "")
        elif isinstance(facts, PackageJson):
            for script in facts.scripts:
                yield from _of_commands(workspace, script.script.commands, parent(path))


def _of_step(workspace: Workspace, step: WorkflowStep) -> Iterator[_Told]:
    if step.uses is not None and step.uses.value.partition("@")[0] == _ACTION:
        context, file = step.node.string("with", "context"), step.node.string("with", "file")
        arguments = step.node.string("with", "build-args")
        contexts = step.node.string("with", "build-contexts")
        given = _given(*(text.value.splitlines() if text is not None else () for text in (arguments, contexts)))
        yield from _build("", context.value if context else ".", file.value if file else None, given)
    elif step.script is not None:
        folder = step.working_directory.value if step.working_directory is not None else ""
        if "$" not in folder:
            yield from _of_commands(workspace, step.script.commands, join("", folder) or "")


def _of_commands(workspace: Workspace, commands: Iterable[Command], folder: str) -> Iterator[_Told]:
    for command in commands:
        if command.name == "cd":
            return  # where the others run is not followed here
        if not any(word.raw == "build" for word in command.words):
            continue
        invocation = interpret(command, workspace.script)
        if invocation.program != "docker" or "build" not in invocation.subcommands or len(invocation.arguments) != 1:
            continue
        file = invocation.option("-f", "--file")
        lists = ([one.text for one in invocation.options if one.name == name] for name in _LISTS)
        yield from _build(folder, invocation.arguments[0].raw, file.text if file is not None else None, _given(*lists))


def _given(arguments: Iterable[str], contexts: Iterable[str]) -> Given:
    """What lines of `NAME=value` give; the value is not known where a shell or a workflow puts something in."""
    pairs = (line.strip().partition("=") for line in arguments if line.strip())
    known = {name: value if equals and not set("$`{") & set(value) else None for name, equals, value in pairs}
    return Given(known, tuple(line.strip().partition("=")[0] for line in contexts if line.strip()))


def _build(folder: str, context: str, file: str | None, given: Given) -> Iterator[_Told]:
    """file: as it is written, from the folder the build runs in; by default the one in the context."""
    where = join(folder, context) if "$" not in context and ":" not in context and context != "-" else None
    if where is None or (file is not None and "$" in file):
        return
    dockerfile = join(folder, file) if file is not None else join(where, "Dockerfile")
    if dockerfile is not None:
        yield _Told(dockerfile, where, given)


def guess_context(workspace: Workspace, path: str, facts: Dockerfile) -> str:
    """The folder from which most COPY sources exist: the Dockerfile's own, or one above it.

    Where nothing but `.` is copied and the own folder holds only what deploys, it is the first above that holds more.
    """
    words = _sources(facts)
    own = parent(path)
    best = _best(workspace, words, own)
    if _held(workspace, words, best) or "" not in words:
        return best if _held(workspace, words, best) else own
    return next((folder for folder in _upwards(own) if not _only_deploys(workspace, folder)), own)


def lies_above(workspace: Workspace, facts: Dockerfile, folder: str) -> bool:
    """True if a folder above one, as the build context, has more of the COPY sources than the folder itself."""
    return _best(workspace, _sources(facts), folder) != folder


def no_other(workspace: Workspace, path: str, facts: Dockerfile, context: str) -> bool:
    """True if a context has every COPY source, and no other folder from the Dockerfile's own upwards has them all."""
    words = [word for word in _sources(facts) if word]
    having = [folder for folder in _upwards(parent(path)) if _held(workspace, words, folder) == len(words)]
    return bool(words) and having == [context]


def _sources(facts: Dockerfile) -> list[str]:
    """The COPY sources from the context's root, "" for all of it; dynamic ones are left out."""
    return [
        _inside(word.raw)
        for stage in facts.stages
        for instruction in stage.instructions
        if instruction.name in ("COPY", "ADD") and instruction.flag("from") is None
        for word in instruction.words[:-1]
        if "$" not in word.raw and "://" not in word.raw
    ]


def _upwards(own: str) -> list[str]:
    candidates = [own]
    while candidates[-1]:
        candidates.append(parent(candidates[-1]))
    return candidates


def _held(workspace: Workspace, words: Iterable[str], folder: str) -> int:
    return sum(_exists(workspace, join(folder, word)) for word in words if word)


def _best(workspace: Workspace, words: Sequence[str], own: str) -> str:
    """Of a folder and those above it the one that has most of the sources; of several the first."""
    return max(_upwards(own), key=lambda folder: _held(workspace, words, folder))


def _inside(word: str) -> str:
    """A COPY source from the context's root, which no `..` leaves (docs.docker.com/reference/dockerfile, COPY)."""
    return normpath("/" + word).lstrip("/")


def _exists(workspace: Workspace, path: str | None) -> bool:
    if path is None:
        return False
    if any(c in path for c in "*?["):
        return bool(workspace.glob(path, folders=True))
    return workspace.exists(path) or (path != "" and workspace.is_folder(path))


def _only_deploys(workspace: Workspace, folder: str) -> bool:
    """True if a folder of the repository holds nothing that an image could be made of."""
    if not folder:
        return False
    names = (base(path) for path in workspace.glob(f"{folder}/**"))
    return all("dockerfile" in name.lower() or name.startswith(".") or name.endswith(_DEPLOYMENT) for name in names)
