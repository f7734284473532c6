"""What readers mark as secret: the values of environment sections, env files, images and shell assignments.

Beside `secrets.found`, which knows nothing of formats, this finds values that go over lines, stand without quotes, or
have their name in another entry (`key: TOKEN`, `value: ...`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.dockerfile import Dockerfile, Pair
from deploylint.facts.document import Document, Node
from deploylint.facts.files import Blueprint, ComposeFile, EnvFile, Procfile, PythonProject, Workflow
from deploylint.facts.place import Source
from deploylint.facts.secrets import Slice, found, hidden, secret_parts
from deploylint.facts.text import Text

FORMATS = frozenset(
    ("env", "dockerfile", "shell", "procfile", "compose", "render", "workflow", "yaml", "json", "toml", "pyproject")
)
_NAMES = ("key", "name")  # of the entry beside `value` that holds the name


def masked(source: Source, facts: Facts | None = None) -> Source:
    """The file as reports may show it: every secret as stars, each line and column where it was.

    facts: what the reader of one of FORMATS says of it.
    """
    size = len(source.text)
    marked = (one for one in marks(facts) if one[1] <= size) if facts is not None else ()
    text = hidden(source.text, _apart(sorted((*found(source.text), *marked))))
    return source if text == source.text else Source(text)


def marks(facts: Facts) -> Iterator[Slice]:
    """The source offsets of the secret values that a file's facts know; a value over lines has a slice for each."""
    if isinstance(facts, EnvFile):
        for variable in facts.variables:
            yield from _parts(variable.name.value, variable.value)
    elif isinstance(facts, Dockerfile):
        yield from _image(facts)
    elif isinstance(facts, Script):
        yield from _assigned(facts)
    elif isinstance(facts, Procfile):
        for process in facts.processes:
            yield from _assigned(process.script)
    elif isinstance(facts, Document | Blueprint | ComposeFile | Workflow | PythonProject):
        for root in (facts.root, *(facts.others if isinstance(facts, Document) else ())):
            yield from _below(root)


def _image(facts: Dockerfile) -> Iterator[Slice]:
    yield from _pairs(facts.arguments)
    for stage in facts.stages:
        for instruction in stage.instructions:
            if instruction.name in ("ENV", "ARG"):
                yield from _pairs(instruction.pairs)
            if instruction.script is not None:
                yield from _assigned(instruction.script)


def _pairs(pairs: Iterable[Pair]) -> Iterator[Slice]:
    for pair in pairs:
        if pair.value is not None:
            yield from _parts(pair.key.value, pair.value.text)


def _assigned(script: Script) -> Iterator[Slice]:
    for command in (*script.commands, *script.substituted):
        for assignment in command.assignments:
            if assignment.value is not None:
                yield from _parts(assignment.name, assignment.value.text)


def _below(root: Node) -> Iterator[Slice]:
    """The secret values of a tree: by the key they have, by the name beside them, and of `NAME=value` items."""
    for _, node in root.walk():
        for entry in node.entries:
            if entry.value.text is not None:
                yield from _parts(entry.key.value, entry.value.text)
        value = node.get("value")
        called = next((said for key in _NAMES if (said := node.string(key)) is not None), None)
        if called is not None and value is not None and value.text is not None:
            yield from _parts(called.value, value.text)
        for text in (item.text for item in node.items if item.text is not None):
            name, equals, _ = text.value.partition("=")
            if equals and name.isidentifier():
                yield from _parts(name, text.slice(len(name) + 1))


def _parts(name: str, value: Text) -> Iterator[Slice]:
    for start, end in secret_parts(name, value.value):
        for piece in value.slice(start, end).pieces:
            yield piece.start, piece.end


def _apart(slices: Iterable[Slice]) -> Iterator[Slice]:
    """Sorted slices without what they share."""
    at = 0
    for start, end in slices:
        if end > at:
            yield max(start, at), end
            at = end
