"""The steps of Google Cloud Build's files. Source: cloud.google.com/build/docs/build-config-file-schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from deploylint.facts.commands import Command, Expansion, Script, Word
from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.context import Context
from deploylint.model.deployment import Use
from deploylint.model.evidence import file_evidence
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN, Place
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace

# Builders whose entrypoint is the program of their name (github.com/GoogleCloudPlatform/cloud-builders).
_BUILDERS = frozenset(
    "docker gcloud kubectl npm yarn git go mvn gradle gsutil bazel curl wget dotnet javac twine firebase".split()
)
_BUILDER = re.compile(r"(?:gcr\.io/cloud-builders/([a-z-]+)|(?:docker\.io/)?(?:library/)?(docker))(?:[:@].*)?\Z")
_SHELL = re.compile(r"(?:.*/)?(?:ba|da|a)?sh\Z")
_SUBSTITUTION = re.compile(r"\$\$|\$\{?(\w+)\}?")
_DEPLOYS = ("gcloud", "kubectl")
_DEPLOYING = frozenset({"deploy", "apply", "rollout", "replace"})


@dataclass(frozen=True, slots=True)
class BuildStep:
    """One step of a build. place: where its commands run; owner: its id, or its number."""

    path: str
    script: Script
    owner: str
    place: Place
    environment: tuple[tuple[str, str | None, Span], ...] = ()


def uses(
    workspace: Workspace, intent: Intent, found: Sequence[BuildStep], aside: frozenset[str] = frozenset()
) -> Iterator[Use]:
    """The uses of steps. A build that deploys is production, unless its name says another role.

    aside: files that are left out.
    """
    for step in found:
        if step.path not in aside:
            judgement = _judgement([one for one in found if one.path == step.path], intent)
            context = Context(
                workspace=workspace,
                path=step.path,
                owner=step.owner,
                platform="cloud-build",
                judgement=judgement,
                phase="deploy" if judgement.role == "production" else "job",
                place=step.place,
                environment={name: (value, span) for name, value, span in step.environment},
            )
            yield from walk(step.script, context)


def _judgement(found: Sequence[BuildStep], intent: Intent) -> Judgement:
    """The role of a file. found: its steps."""
    path = found[0].path
    deploys = tuple(
        Evidence("production", f"'{base(path)}' deploys", Span(path, command.range))
        for step in found
        for command in step.script.commands
        if command.name in _DEPLOYS and _DEPLOYING & {word.raw for word in command.words}
    )
    names = file_evidence(path)
    return decide((intent.said(path), names, deploys[:1], (Evidence("unknown", "a build of Cloud Build"),)))


def steps(workspace: Workspace, paths: Iterable[str]) -> Iterator[BuildStep]:
    """The steps whose commands are known, of files in their order."""
    for path in paths:
        document = workspace.get(path, Document)
        listed = document.root.get("steps") if document is not None else None
        items = [item for item in listed.items if item.kind == "mapping"] if listed is not None else []
        root = _root(workspace, path, items)
        for number, item in enumerate(items, 1):
            script = _script(workspace, item)
            if script is not None:
                own, folder = item.string("id"), item.string("dir")
                place = root.moved(folder.value) if folder is not None else root
                owner = own.value if own is not None else f"step {number}"
                yield BuildStep(path, script, owner, place, tuple(_environment(path, item)))


def _script(workspace: Workspace, step: Node) -> Script | None:
    """The commands of a step; None where the entrypoint of its image decides."""
    text = step.string("script")
    if text is not None:
        return workspace.script(text)
    said = step.get("args")
    nodes = said.items if said is not None and said.kind == "sequence" else (said,) if said is not None else ()
    arguments = [node.text for node in nodes if node.kind == "scalar" and node.text is not None]
    name, entrypoint = step.string("name"), step.string("entrypoint")
    program = entrypoint or (_builder(name) if name is not None else None)
    if program is None:
        return None
    if _SHELL.fullmatch(program.value):
        at = next((i for i, one in enumerate(arguments[:-1]) if re.fullmatch(r"-[a-z]*c", one.value)), None)
        return workspace.script(arguments[at + 1]) if at is not None else _exec(program, arguments)
    return _exec(program, arguments)


def _exec(program: Text, arguments: list[Text]) -> Script:
    words = tuple(Word(text, tuple(_expansions(text)), quoted=True) for text in (program, *arguments))
    return Script(commands=(Command(program.range(), "exec", words),))


def _expansions(text: Text) -> Iterator[Expansion]:
    for match in _SUBSTITUTION.finditer(text.value):
        if match[1]:
            yield Expansion(match[1], None, None, text.range(*match.span()))


def _builder(name: Text) -> Text | None:
    """The program that is the entrypoint of a builder, at the place of its name."""
    found = _BUILDER.fullmatch(name.value)
    if found is None or (found[2] is None and found[1] not in _BUILDERS):
        return None
    return name.slice(*found.span(found.lastindex or 0))


def _environment(path: str, step: Node) -> Iterator[tuple[str, str | None, Span]]:
    listed = step.get("env")
    for item in listed.items if listed is not None else ():
        text = item.text.value if item.text is not None else ""
        name, equals, value = text.partition("=")
        if equals:
            yield name, value if "$" not in value else None, Span(path, item.range)


def _root(workspace: Workspace, path: str, found: list[Node]) -> Place:
    """Where steps begin: the root of the source. A file in a folder may be submitted from there, or from the root.

    The folder counts in which the Dockerfiles lie that its steps name; unknown where both or none has them.
    """
    folder = parent(path)
    if not folder:
        return Place("repository", "")
    lists = [args for step in found if (args := step.get("args")) is not None]
    words = [item.text.value for args in lists for item in args.items if item.text is not None]
    wanted = [word for word in words if "ockerfile" in word and "$" not in word]
    there = [one for one in ("", folder) if any(workspace.exists(join(one, name) or "") for name in wanted)]
    return Place("repository", there[0]) if len(there) == 1 else UNKNOWN
