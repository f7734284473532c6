"""Suppressions: what a comment or the contract lets pass, for which reason, and until when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from deploylint.check import keys
from deploylint.check.finding import Finding
from deploylint.facts.base import Directive
from deploylint.facts.glob import matches
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.workspace import Workspace

MARK = b"deploylint:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One suppression. span: where it stands; path: a pattern for the paths it covers.

    lines: first and last of those it covers, None for all. at: the subject or key it names, None for all. until: the
    last day on which it holds, as it is written. fault: what is wrong with its words, "" if nothing is.
    """

    span: Span
    rules: tuple[str, ...]
    path: str
    reason: str
    until: str | None = None
    at: str | None = None
    lines: tuple[int, int] | None = None
    fault: str = ""

    def covers(self, finding: Finding) -> bool:
        """True if it names the finding's rule and place; a comment also covers what it stands within."""
        if finding.rule not in self.rules:
            return False
        if self.lines is not None:
            first, last = self.lines
            extent = finding.extent or finding.span.range
            within = first <= finding.span.range.line <= last or extent.covers(self.span.range)
            return within and finding.span.path == self.path
        return matches(self.path, finding.span.path) and (self.at is None or keys.names(self.at, finding))


def inline(workspace: Workspace, files: Collection[str] = ()) -> Iterator[Suppression]:
    """The suppressions that comments of recognised files hold, by path and place.

    files: those that findings and the model speak of, to be read even where a workspace speaks of some files alone.
    """
    holding = {
        *workspace.holding((MARK,)),
        *(path for path in files if _marked(workspace, path)),
    }
    for path in sorted(holding):
        facts = workspace.facts(path)
        for directive in facts.directives if facts is not None else ():
            yield parse(directive, path)


def _marked(workspace: Workspace, path: str) -> bool:
    source = workspace.source(path) if workspace.format(path) is not None else None
    return source is not None and MARK.decode() in source.text


def parse(directive: Directive, path: str) -> Suppression:
    """A directive `ignore[ID, ID] until=YYYY-MM-DD reason words` of a file."""
    span = Span(path, directive.range)
    lines = (directive.first_line, directive.last_line)
    text = directive.text.value.strip().removesuffix("*/").strip()
    found = _form().match(text)
    if found is None:
        return Suppression(span=span, rules=(), path=path, reason="", lines=lines, fault=text)
    rules = tuple(dict.fromkeys(word for part in found[1].split(",") if (word := part.strip())))
    reason = " ".join(found[3].split())
    fault = "" if rules else text
    return Suppression(span=span, rules=rules, path=path, reason=reason, until=found[2], lines=lines, fault=fault)


@cache
def _form() -> re.Pattern[str]:
    return re.compile(r"ignore\s*\[([^\]]*)\](?:\s+until=(\S*))?(.*)\Z", re.DOTALL)
