"""The contract of a repository: where it stands, and what it says."""

from __future__ import annotations

from typing import Protocol

from deploylint.config.errors import ConfigError
from deploylint.config.schema import Contract, Statements
from deploylint.facts.base import Facts
from deploylint.facts.document import Document, Node
from deploylint.facts.place import FIRST, Source, Span

NAMES = ("deploylint.yaml", "deploylint.yml")
PROJECT = "pyproject.toml"
TABLE = ("tool", "deploylint")


class Files(Protocol):
    """What of a workspace is asked here."""

    def exists(self, path: str) -> bool: ...

    def source(self, path: str) -> Source | None: ...

    def facts(self, path: str, format_name: str | None = None) -> Facts | None: ...


def find(files: Files) -> Contract | None:
    """The contract of `deploylint.yaml` (or `.yml`), or of `[tool.deploylint]` in pyproject.toml, at the root.

    None if the repository has none. Raises ConfigError for two at once, and for one that cannot be followed.
    """
    found = [(name, _document(files, name)) for name in NAMES if files.exists(name)]
    table = _table(files)
    if table is not None:
        found.append((f"[{'.'.join(TABLE)}] in {PROJECT}", table))
    if len(found) > 1:
        (first, _), (second, node) = found[:2]
        path = PROJECT if second not in NAMES else second
        raise ConfigError(f"both '{first}' and '{second}' hold a contract; keep one", Span(path, node.range))
    if not found:
        return None
    name, node = found[0]
    return load(node, name if name in NAMES else PROJECT)


def load(node: Node, path: str) -> Contract:
    """The contract that a mapping of a file (a contract, a preset) says. Raises ConfigError."""
    from deploylint.config.decode import Decoder

    decoder = Decoder(path)
    return Contract(**decoder.struct(node, Statements), places=decoder.places)


def _document(files: Files, name: str) -> Node:
    facts = files.facts(name)
    if not isinstance(facts, Document):
        raise ConfigError("the contract cannot be read", Span(name, FIRST))
    _refuse_problems(facts, name)
    if facts.others:
        raise ConfigError("a contract is one YAML document; this is a second one", Span(name, facts.others[0].range))
    return facts.root


def _table(files: Files) -> Node | None:
    if not files.exists(PROJECT) or not _speaks_of_us(files.source(PROJECT)):
        return None
    facts = files.facts(PROJECT, "toml")
    if not isinstance(facts, Document):
        return None
    node = facts.root.get(*TABLE)
    if node is not None:
        _refuse_problems(facts, PROJECT, node)
    elif facts.problems:
        source = files.source(PROJECT)
        if source is not None and f"[{'.'.join(TABLE)}" in source.text:
            _refuse_problems(facts, PROJECT)
    return node


def _speaks_of_us(source: Source | None) -> bool:
    """True if a file may hold our table, though its name be written with escapes; parsers take their time."""
    return source is not None and (TABLE[-1] in source.text or "\\" in source.text)


def _refuse_problems(facts: Facts, path: str, within: Node | None = None) -> None:
    """Raise ConfigError for the first thing that a strict reader refuses, in the whole file or within one node."""
    for problem in facts.problems:
        if within is None or problem.kind == "fatal" or within.range.covers(problem.range):
            raise ConfigError(problem.message, Span(path, problem.range))
