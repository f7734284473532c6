"""States of repositories that are linted in memory: as they are, and with one edit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from deploylint.check import engine
from deploylint.check.finding import Finding
from deploylint.check.load import collect, shipped
from deploylint.check.presets import extend
from deploylint.check.rule import Rule
from deploylint.check.settings import configure, suppressions
from deploylint.config.load import find
from deploylint.facts.place import Range, Source
from deploylint.model.deployment import Deployment
from deploylint.model.intent import intent
from deploylint.model.join import join
from deploylint.tree.base import Tree
from deploylint.tree.memory import MemoryTree
from deploylint.tree.overlay import Overlay
from deploylint.tree.worktree import open_worktree
from deploylint.workspace.store import Store
from deploylint.workspace.workspace import Workspace

DAY = date(2026, 1, 1)


@cache
def known_rules() -> tuple[Rule, ...]:
    return collect(shipped())


@dataclass(frozen=True)
class State:
    """One state of a repository, joined and linted by the rules that its contract turns on."""

    tree: Tree
    blobs: Mapping[str, str]
    store: Store = field(default_factory=Store)

    @cached_property
    def workspace(self) -> Workspace:
        extended = extend(find(Workspace(self.tree)))
        return Workspace(
            self.tree,
            engine.queries(self.rules),
            extended.contract.exclude,
            blobs=self.blobs,
            store=self.store,
        )

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        extended = extend(find(Workspace(self.tree)))
        return configure(known_rules(), extended.presets, extended.contract)

    @cached_property
    def deployment(self) -> Deployment:
        return join(self.workspace, intent(extend(find(Workspace(self.tree))).contract))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        found = engine.run(
            self.rules,
            self.deployment,
            as_of=DAY,
            known=[rule.id for rule in known_rules()],
            suppressions=suppressions(extend(find(Workspace(self.tree))).contract),
        )
        return tuple(finding for finding in found if finding.suppressed is None)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")

    def text(self, path: str) -> str:
        """The text of a file, its line ends as `\\n`."""
        source = self.workspace.source(path)
        assert source is not None, path
        return source.text

    def edited(self, replaced: Mapping[str, str], deleted: frozenset[str] = frozenset()) -> State:
        """The state after an edit."""
        written = {path: text.encode("utf-8", "surrogateescape") for path, text in replaced.items()}
        blobs = {path: blob for path, blob in self.blobs.items() if path not in deleted}
        blobs |= {path: digest(data) for path, data in written.items()}
        return State(Overlay(self.tree, written, deleted), blobs, self.store)


def opened(folder: Path) -> State:
    """The state of a folder: a checkout, or the repository of a fixture, which is no repository of its own."""
    tree = open_worktree(folder) if (folder / ".git").exists() else memory(folder)
    return State(tree, {path: digest(tree.read(path)) for path in tree.paths()})


def memory(folder: Path) -> MemoryTree:
    """The files of a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    executable = frozenset(path.relative_to(folder).as_posix() for path in files if path.stat().st_mode & 0o100)
    return MemoryTree({path.relative_to(folder).as_posix(): path.read_bytes() for path in files}, executable)


def written(files: Mapping[str, str]) -> State:
    """The state of a repository that a test writes; `*` before a path makes the file executable."""
    data = {path.removeprefix("*"): text.encode() for path, text in files.items()}
    executable = frozenset(path.removeprefix("*") for path in files if path.startswith("*"))
    return State(MemoryTree(data, executable), {path: digest(content) for path, content in data.items()})


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def replaced(text: str, place: Range, new: str) -> str:
    """A text with one stretch of it replaced."""
    source = Source(text)
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    return text[:start] + new + text[end:]


def cut(text: str, place: Range) -> str:
    """A text without the lines of a stretch."""
    lines = text.splitlines(keepends=True)
    end = place.end_line - (place.end_column == 1 and place.end_line > place.line)
    return "".join([*lines[: place.line - 1], *lines[end:]])
