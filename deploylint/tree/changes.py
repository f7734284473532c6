"""What differs between two states of a repository: files as git compares them, and lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from deploylint.facts.record import dataclass
from deploylint.tree.blobs import Entry
from deploylint.tree.git import no_filters, run

_OPTIONS = ("--raw", "-z", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv")
STAGED = ("diff-index", "--cached", *_OPTIONS, "HEAD")  # what is staged, compared with the commit that is checked out
_NOTHING = "000000"  # the mode of what is not there
_MOST_WORK = 4_000_000  # pairs of lines; above, lines are compared by their text alone


@dataclass(frozen=True, slots=True)
class Change:
    """One file that differs. path: in head, or in base if it was deleted; source: its path in base.

    before, entry: mode and blob in base and in head, None where there is no such file.
    """

    path: str
    source: str
    before: Entry | None
    entry: Entry | None


def between(
    root: Path, base: str, head: str | None, *, worktree: bool = False, intended: bool = True
) -> tuple[Change, ...]:
    """How a commit or tree differs from another one (head), else from the index or the work tree. Raises GitError.

    intended: False if `git add -N` is to count as nothing. Renames are those that git finds. Files that git would have
    to filter are compared as they are on disk.
    """
    if head is not None:
        arguments = ("diff-tree", "-r", *_OPTIONS, base, head)
    else:
        where = () if worktree else ("--cached",)
        how = () if intended else ("--ita-invisible-in-index",)
        arguments = ("diff-index", *where, *how, *_OPTIONS, base)
    settings = no_filters(root) if worktree else None
    return listed(run(arguments, root, settings))


def listed(output: bytes) -> tuple[Change, ...]:
    """The changes that git has printed."""
    fields = output.decode("utf-8", "surrogateescape").split("\0")
    changes, at = [], 0
    while at + 1 < len(fields):
        before, after, old, new, status = fields[at][1:].split(" ")
        renamed = status[0] in "RC"
        source, path = fields[at + 1], fields[at + 1 + renamed]
        at += 2 + renamed
        changes.append(Change(path, source, _entry(before, old), _entry(after, new)))
    return tuple(changes)


def _entry(mode: str, blob: str) -> Entry | None:
    return None if mode == _NOTHING else (mode, blob)


def added_lines(before: Sequence[str], after: Sequence[str]) -> frozenset[int]:
    """The 1-based numbers of the lines of a text that its earlier state does not have in this place."""
    first = 0
    while first < len(before) and first < len(after) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    old, new = before[first : len(before) - last], after[first : len(after) - last]
    if not old:
        return frozenset(range(first + 1, first + len(new) + 1))
    found = _unknown(old, new) if len(old) * len(new) > _MOST_WORK else _inserted(old, new)
    return frozenset(first + 1 + index for index in found)


def _inserted(old: Sequence[str], new: Sequence[str]) -> list[int]:
    from difflib import SequenceMatcher

    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [index for tag, _, _, start, end in codes if tag in ("insert", "replace") for index in range(start, end)]


def _unknown(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """The lines whose text the earlier state does not have so often: what differs, at a cost that does not explode."""
    left = Counter(old)
    found = []
    for index, line in enumerate(new):
        if left[line] > 0:
            left[line] -= 1
        else:
            found.append(index)
    return found
