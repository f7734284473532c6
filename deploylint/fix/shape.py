"""What a syntax tree holds outside of some stretches: the check that edits changed nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from deploylint.facts.edit import Edit
from deploylint.fix.files import File, Syntax
from deploylint.fix.refused import Refused

_COMMENTS = frozenset({"comment", "html_comment"})
Leaf = tuple[tuple[str, ...], str]


def same_but_edited(before: File, edits: Sequence[Edit]) -> None:
    """Raise Refused unless the edits leave all tokens outside of them in their places. Comments are not compared."""
    after = before.after(edits)
    if after.syntax.root.has_error and not before.syntax.root.has_error:
        raise Refused("the file would not parse any more")
    old, new = [], []
    shift = 0
    for start, end, replacement in sorted(before.splices(edits)):
        old.append((start, end))
        new.append((start + shift, start + shift + len(replacement)))
        shift += len(replacement) - (end - start)
    if list(leaves(before.syntax, old)) != list(leaves(after.syntax, new)):
        raise Refused("the code around it would be read differently")


def leaves(syntax: Syntax, without: Sequence[tuple[int, int]]) -> Iterator[Leaf]:
    """The tokens outside of stretches (sorted, apart), each with its kind and those of what stands around it."""
    starts = [start for start, _ in without]
    cursor = syntax.root.walk()
    around: list[str] = []
    while True:
        node = cursor.node
        assert node is not None
        if node.type not in _COMMENTS:
            if cursor.goto_first_child():
                around.append(node.type)
                continue
            start, end = syntax.offsets(node)
            index = bisect_right(starts, start) - 1
            if start < end and (index < 0 or end > without[index][1]):
                yield (*around, node.type), syntax.text(node)
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            around.pop()
