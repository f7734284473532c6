"""Comments of formats in which `#` begins one, and what the directives in them cover."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from deploylint.facts.base import Comment, Directive
from deploylint.facts.document import Node
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read.directives import MARK, directives

_HASH = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)


def hash_comments(source: Source, scalars: Sequence[tuple[int, int]]) -> tuple[Comment, ...]:
    """The comments of a YAML text; scalars: the extents of its scalars that hold a `#`, in the order of the text."""
    text = source.text
    starts = [start for start, _ in scalars]
    comments = []
    found = _HASH.search(text)
    while found:
        start = found.end() - 1
        index = bisect_right(starts, start) - 1
        if index >= 0 and start < scalars[index][1]:
            after = scalars[index][1]
        else:
            after = text.find("\n", start)
            after = len(text) if after < 0 else after
            comments.append(comment(source, start, after))
        found = _HASH.search(text, after)
    return tuple(comments)


def comment(source: Source, start: int, end: int, marker: int = 1, closing: int = 0) -> Comment:
    """The comment at the offsets start to end, whose markers have these lengths."""
    place = source.range(start, end)
    own_line = not source.text[source.starts[place.line - 1] : start].strip()
    return Comment(Text.whole(source, start + marker, max(start + marker, end - closing)), place, own_line)


def covering(
    comments: Iterable[Comment], extents: Iterable[tuple[int, int]], trailing: bool = True
) -> tuple[Directive, ...]:
    """The directives among comments; extents: first and last lines of all that one can stand before.

    trailing: the format has comments behind what they speak of.
    """
    speaking = [c for c in comments if c.text.value.lstrip().startswith(MARK)]
    if not speaking:
        return ()
    last_lines: dict[int, int] = {}
    for first, last in extents:
        last_lines[first] = max(last, last_lines.get(first, 0))
    firsts = sorted(last_lines)

    def following(line: int) -> tuple[int, int]:
        index = bisect_left(firsts, line)
        return (firsts[index], last_lines[firsts[index]]) if index < len(firsts) else (line, line)

    return directives(speaking, following, trailing)


def node_lines(roots: Iterable[Node]) -> Iterable[tuple[int, int]]:
    """The first and last lines of all entries and items under the roots."""
    for root in roots:
        for _, node in root.walk():
            for entry in node.entries:
                yield entry.range.line, entry.range.end_line
            for item in node.items:
                yield item.range.line, item.range.end_line
