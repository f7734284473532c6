"""What a change answers for: the findings of its head that it brought, or that stand on lines it added."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from deploylint.check import keys
from deploylint.check.finding import Finding, lower
from deploylint.facts.place import Span


def answered(
    head: Iterable[Finding],
    base: Iterable[Finding],
    added: Mapping[str, Collection[int]],
    renames: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """The findings of head whose key base does not have, or one of whose lines, own or related, is an added line.

    Of rules of scope `changed` those that stand on no added line are notes. Among findings that differ in nothing but
    their ordinal, those on added lines are the new ones. added: path in head -> 1-based lines; renames: path in base ->
    path in head.
    """
    moved = renames or {}
    known = Counter(keys.stem(f.rule, moved.get(f.span.path, f.span.path), f.subject) for f in base)
    groups: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in head:
        groups[keys.stem(finding.rule, finding.span.path, finding.subject)].append(finding)
    kept: list[Finding] = []
    for stem, group in groups.items():
        touched = [finding for finding in group if _touched(finding, added)]
        kept.extend(touched)
        rest = [finding for finding in group if finding not in touched]
        brought = max(0, len(group) - known[stem] - len(touched))
        kept.extend(map(_quieted, rest[len(rest) - brought :]))
    return tuple(sorted(kept, key=lambda finding: finding.order))


def _quieted(finding: Finding) -> Finding:
    return replace(finding, level=lower(finding.level, "note")) if finding.scope == "changed" else finding


def _touched(finding: Finding, added: Mapping[str, Collection[int]]) -> bool:
    spans = [Span(finding.span.path, finding.extent or finding.span.range)]
    if finding.scope != "changed":
        spans.extend(related.span for related in finding.related)
    return any(span.range.line <= line <= span.range.end_line for span in spans for line in added.get(span.path, ()))
