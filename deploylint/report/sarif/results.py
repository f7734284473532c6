"""Findings as SARIF results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from urllib.parse import quote

import sarif_om as om

from deploylint.check import messages
from deploylint.check.finding import LEVELS, Finding
from deploylint.check.rule import Rule
from deploylint.facts.place import Range, Source, Span
from deploylint.facts.secrets import found
from deploylint.report.excerpt import clamp, context, snippet
from deploylint.report.run import Run
from deploylint.report.sarif.fingerprint import line_hashes
from deploylint.report.sarif.rules import PLACES, names, numbered, with_places

ROOT = "%SRCROOT%"

Place = tuple[str, int, str]  # path, line, rule: what GitHub takes for one alert


def results(run: Run) -> list[om.Result]:
    """One result for each rule, file and line, in the order of place."""
    groups: dict[Place, list[Finding]] = {}
    for finding in run.findings:
        groups.setdefault((finding.span.path, finding.range.line, finding.rule), []).append(finding)
    hashes = _hashes(run)
    rules = {rule.id: (index, rule) for index, rule in enumerate(run.rules)}
    return [_result(run, same, *rules[same[0].rule], hashes.get(same[0].span.path, {})) for same in groups.values()]


def artifact(path: str) -> om.ArtifactLocation:
    """A file of the repository: a relative reference, UTF-8 and percent-encoded."""
    return om.ArtifactLocation(uri=quote(path.encode("utf-8", "surrogateescape"), safe="/"), uri_base_id=ROOT)


def _result(run: Run, same: Sequence[Finding], index: int, rule: Rule, hashes: Mapping[int, str]) -> om.Result:
    finding = max(same, key=lambda one: LEVELS.index(one.level))
    others = [(other.span, other.message) for other in same if other is not finding]
    related = [(related.span, related.message) for related in finding.related] + others
    fingerprints = {"deploylintFinding/v1": sha256(finding.key.encode("utf-8", "surrogatepass")).hexdigest()}
    if finding.range.line in hashes:
        fingerprints["primaryLocationLineHash"] = hashes[finding.range.line]
    return om.Result(
        rule_id=finding.rule,
        rule_index=index,
        level=finding.level,
        message=_message(finding, rule, [span for span, _ in related]),
        locations=[om.Location(physical_location=_physical(run.source(finding.span.path), finding.span))],
        related_locations=[
            om.Location(id=number, message=_plain(text), physical_location=_physical(run.source(span.path), span))
            for number, (span, text) in enumerate(related, 1)
        ]
        or None,
        partial_fingerprints=fingerprints,
        fixes=_fixes(same) or None,
        properties=_properties(finding),
    )


def _fixes(same: Sequence[Finding]) -> list[om.Fix]:
    """The safe fixes, which people take from a viewer without looking twice, but none that would show a secret."""
    safe = {finding.fix: finding.hint for finding in same if finding.fix is not None and finding.fix.safe}
    fixes = {fix: hint for fix, hint in safe.items() if not any(found(edit.replacement) for edit in fix.edits)}
    return [
        om.Fix(
            description=_plain(f"{hint[:1].upper()}{hint[1:]}." if hint else "Fix it."),
            artifact_changes=[
                om.ArtifactChange(
                    artifact_location=artifact(path),
                    replacements=[
                        om.Replacement(
                            deleted_region=_region(edit.range),
                            inserted_content=om.ArtifactContent(text=edit.replacement),
                        )
                        for edit in fix.edits
                        if edit.path == path
                    ],
                )
                for path in dict.fromkeys(edit.path for edit in fix.edits)
            ],
        )
        for fix, hint in fixes.items()
    ]


def _properties(finding: Finding) -> dict[str, object]:
    properties: dict[str, object] = {"certainty": finding.certainty}
    if finding.service:
        properties["service"] = finding.service
    if finding.hint:
        properties["hint"] = finding.hint
    if finding.also:
        properties["also"] = list(finding.also)
    return properties


def _message(finding: Finding, rule: Rule, related: Sequence[Span]) -> om.Message:
    """Text for those who show it, id and arguments for those who translate it; the related locations are linked."""
    template = rule.messages[finding.message_id]
    values = dict(finding.arguments)
    arguments = [_unlinked(messages.fill(f"{{{name}}}", values)) for name in names(template)]
    if not related:
        return om.Message(text=_fill(numbered(template), arguments), id=finding.message_id, arguments=arguments)
    links = (f"[{_linked(span)}]({number})" for number, span in enumerate(related, 1))
    arguments.append("', '".join(links))
    return om.Message(text=_fill(with_places(template), arguments), id=finding.message_id + PLACES, arguments=arguments)


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(r"\{(\d+)\}")


def _fill(template: str, arguments: Sequence[str]) -> str:
    return _placeholder().sub(lambda found: arguments[int(found[1])], template)


def _unlinked(text: str) -> str:
    """The text without anything that reads as a link."""
    return text.replace("](", "] (")


def _linked(span: Span) -> str:
    """The words of a link to a place."""
    path = span.path.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"{path}:{span.range.line}"


def _plain(text: str) -> om.Message | None:
    return om.Message(text=_unlinked(text)) if text else None


def _physical(source: Source | None, span: Span) -> om.PhysicalLocation:
    """The first line of a range, because GitHub wants all of a region in a diff, with its surroundings as context."""
    if source is None:
        return om.PhysicalLocation(artifact_location=artifact(span.path), region=_region(span.range))
    whole = clamp(source, span.range)
    first = whole
    if whole.end_line > whole.line:
        first = Range(whole.line, whole.column, whole.line, len(source.line(whole.line)) + 1)
    around = context(source, whole)
    return om.PhysicalLocation(
        artifact_location=artifact(span.path),
        region=_region(first, source),
        context_region=_region(around, source) if around != first else None,
    )


def _region(place: Range, source: Source | None = None) -> om.Region:
    return om.Region(
        start_line=place.line,
        start_column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        snippet=om.ArtifactContent(text=snippet(source, place)) if source is not None else None,
    )


def _hashes(run: Run) -> dict[str, dict[int, str]]:
    """For each file with findings, the line hashes of their lines."""
    lines: dict[str, set[int]] = {}
    for finding in run.findings:
        lines.setdefault(finding.span.path, set()).add(finding.range.line)
    contents = ((path, run.content(path)) for path in lines)
    return {path: line_hashes(content, lines[path]) for path, content in contents if content is not None}
