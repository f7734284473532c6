"""What fixing leaves of an example, held against its `## Fixed` section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import unified_diff

from deploylint.check import engine
from deploylint.check.rule import Example, ExampleFile, Rule
from deploylint.fix.rounds import Settings, State, settle, spread
from deploylint.testing.trial import head, lint, running, tree
from deploylint.workspace.editable import EditableFiles, rereading
from deploylint.workspace.workspace import Workspace


def fixed(rule: Rule, example: Example, rules: Iterable[Rule]) -> Mapping[str, bytes]:
    """All files of an example after everything that can be fixed in it was, by unsafe fixes too."""
    known = tuple(rules)
    chosen, _ = running(rule, example, known)
    queries = engine.queries(chosen)
    first = tree(head(example.files))
    links = dict(first.file_links())

    def state(data: Mapping[str, bytes]) -> State:
        changed = _with(example, data)
        memory = tree(head(changed.files))
        return State(lint(rule, changed, known), EditableFiles(Workspace(memory, queries), memory))

    settled = settle(state({}), state, Settings(chosen, rereading(queries), links, unsafe=True))
    return {path: first.read(path) for path in first.paths()} | dict(spread(settled.data, links))


def differences(rule: Rule, section: Example, rules: Iterable[Rule]) -> tuple[str, ...]:
    """Where a Fixed section and the fixed Bad section of its title differ, as lines of a diff.

    A file that the Fixed section does not name must stay as it is. Raises StopIteration if there is no such Bad one.
    """
    bad = next(one for one in rule.examples if one.kind == "bad" and one.title == section.title)
    before = tree(head(bad.files))
    wanted = {path: before.read(path) for path in before.paths()}
    wanted |= {file.path: file.content for file in section.files if not file.base}
    got = fixed(rule, bad, rules)
    paths = sorted({*wanted, *got})
    return tuple(line for path in paths for line in _diff(path, wanted.get(path), got.get(path)))


def _diff(path: str, wanted: bytes | None, got: bytes | None) -> Iterable[str]:
    return unified_diff(_lines(wanted), _lines(got), f"wanted {path}", f"got {path}", lineterm="")


def _with(example: Example, data: Mapping[str, bytes]) -> Example:
    """The example with other content in some files of its head."""
    added = (ExampleFile(path, content, example.line) for path, content in data.items())
    return replace(example, files=(*example.files, *added)) if data else example


def _lines(data: bytes | None) -> list[str]:
    """The lines of a file, with everything in them visible."""
    return [] if data is None else [ascii(line.decode("utf-8", "surrogateescape")) for line in data.split(b"\n")]
