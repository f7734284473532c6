"""Comments that speak to deploylint."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deploylint.facts.base import Comment, Directive

MARK = "deploylint:"


def directives(
    comments: Iterable[Comment], following: Callable[[int], tuple[int, int]], trailing: bool
) -> tuple[Directive, ...]:
    """The comments that begin with `deploylint:`, each with the lines it covers.

    following: from the 1-based line after a comment on a line of its own to the first and last line of what it stands
    before: the statement, instruction, entry or scalar line. trailing: the format has comments behind code, which cover
    their own line.
    """
    found = []
    for comment in comments:
        body = comment.text.strip()
        if not body.value.startswith(MARK):
            continue
        if comment.own_line:
            first, last = following(comment.range.end_line + 1)
        elif trailing:
            first = last = comment.range.line
        else:
            continue
        found.append(Directive(body.slice(len(MARK)).strip(), comment.range, first, last))
    return tuple(found)
