"""Words in comments that say that something is not done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import holding, normal, shown
from deploylint.facts.base import Comment
from deploylint.facts.place import Range, Span
from deploylint.model.sources import part

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

BY_CONTENT = True


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """markers: word -> message; one with an issue's number has the message with `-referenced` behind it.

    silent: parts of a repository of which nothing is said.
    """

    markers: dict[str, str]
    silent: tuple[str, ...] = ()


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each marker in a comment of a recognised file."""
    workspace = deployment.workspace
    for path in holding(workspace, tuple(params.markers)):
        facts = workspace.facts(path) if part(path) not in params.silent else None
        for comment in facts.comments if facts is not None else ():
            for marker, range_, line in _marked(comment, tuple(params.markers)):
                message = params.markers[marker]
                yield Hit(
                    span=Span(path, range_),
                    subject=(normal(line),),
                    message=f"{message}-referenced" if _referenced(marker, line) else message,
                    values=(("marker", marker), ("comment", shown(line))),
                )


def _marked(comment: Comment, markers: tuple[str, ...]) -> Iterator[tuple[str, Range, str]]:
    """The markers of a comment, one a line, each with its Range and the comment's line from there on.

    A marker begins the line, or a colon or an opening bracket follows it: `TODO list` within a sentence is none.
    """
    value = comment.text.value
    seen = -1
    for found in _pattern(markers).finditer(value):
        if found.start() < seen:
            continue
        end = value.find("\n", found.end())
        seen = len(value) if end < 0 else end
        group = "marker" if found["marker"] else "inner"
        start = found.start(group)
        yield found[group], comment.text.range(start, found.end(group)), value[start:seen].strip(" *-/\t")


@cache
def _pattern(markers: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, markers))
    first = rf"^[ \t*\-#/@!>.;:(\[<|]*(?P<marker>{words})(?![\w/-])"
    return re.compile(rf"(?:{first}|(?<![\w/-])(?P<inner>{words})(?=[:(\[]))", re.MULTILINE)


def _referenced(marker: str, line: str) -> bool:
    rest = line[len(marker) :]
    return bool(re.search(r"(?<!\w)#\d+\b|https?://\S+\d", rest) or re.match(r"[\s:(\[]*[A-Z][A-Z0-9]+-\d+\b", rest))
