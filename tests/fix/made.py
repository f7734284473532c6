"""Small repositories in memory, fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deploylint.check import engine, load
from deploylint.check.rule import Rule
from deploylint.fix.rounds import Mended, Settings, State, settle, spread
from deploylint.model.join import join
from deploylint.tree.memory import MemoryTree
from deploylint.workspace.editable import EditableFiles, rereading
from deploylint.workspace.workspace import Workspace

RULES = {rule.id: rule for rule in load.shipped()}


@dataclass(frozen=True)
class Fixed:
    """files: all there are afterwards; changed: those that changed, by no link. refused: `path:line` -> reason."""

    files: Mapping[str, bytes]
    changed: Mapping[str, bytes]
    mended: tuple[Mended, ...]
    refused: Mapping[str, str]

    def text(self, path: str) -> str:
        return self.files[path].decode()


def fix(
    files: Mapping[str, str | bytes], *rules: str | Rule, unsafe: bool = True, links: Mapping[str, str] | None = None
) -> Fixed:
    """Run these rules on a repository and fix what they find."""
    chosen = tuple(RULES[rule] if isinstance(rule, str) else rule for rule in rules)
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    queries = engine.queries(chosen)
    first = MemoryTree(data, links=links or {})
    ends = dict(first.file_links())

    def state(replaced: Mapping[str, bytes]) -> State:
        kept = {path: replaced.get(path, content) for path, content in data.items()}
        tree = MemoryTree(kept, links=links or {})
        workspace = Workspace(tree, queries)
        found = engine.run(chosen, join(workspace), as_of=date(2026, 1, 1))
        return State(tuple(one for one in found if one.suppressed is None), EditableFiles(workspace, tree))

    settled = settle(state({}), state, Settings(chosen, rereading(queries), ends, unsafe))
    refused = {f"{finding.span.path}:{finding.range.line}": reason for finding, reason in settled.refused}
    after = {path: first.read(path) for path in first.paths()} | dict(spread(settled.data, ends))
    return Fixed(after, settled.data, settled.mended, refused)
