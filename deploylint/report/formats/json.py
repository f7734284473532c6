"""The report for programs: one JSON document, of which fields are only ever added."""

from __future__ import annotations

from typing import Any

from deploylint.check.finding import Finding, Fix
from deploylint.facts.place import Span
from deploylint.report.plain import plain, span, text
from deploylint.report.run import Run

SHAPE = 1


def render(run: Run) -> str:
    """The run as indented JSON in a fixed order of keys, UTF-8 without lone surrogates, with a final line end."""
    return text(
        {
            "version": SHAPE,
            "tool": {"name": "deploylint", "version": run.version},
            "as_of": run.as_of.isoformat(),
            "findings": [_finding(finding) for finding in run.findings],
            "services": plain(run.services),
            "files": [
                {"path": file.path, "format": file.format, "skipped": file.skipped or None} for file in run.files
            ],
            "summary": _summary(run),
            "fixed": plain(run.fixed),
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "level": finding.level,
        "confidence": finding.confidence,
        "certainty": finding.certainty,
        "message": finding.message,
        "hint": finding.hint,
        "service": finding.service,
        "platform": finding.platform,
        "key": finding.key,
        "scope": finding.scope,
        "also": list(finding.also),
        "location": span(finding.span),
        "related": [{**span(related.span), "message": related.message} for related in finding.related],
        "fix": _fix(finding.fix) if finding.fix is not None else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**span(Span(edit.path, edit.range)), "replacement": edit.replacement} for edit in fix.edits]
    return {"safe": fix.safe, "edits": edits}


def _summary(run: Run) -> dict[str, int]:
    summary = run.summary
    return {
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "suppressed": summary.suppressed,
        "unknown_commands": summary.unknown_commands,
        "recognised": summary.recognised,
        "files": summary.files,
        "fixable": summary.fixable,
        "fixed": sum(fixed.count for fixed in run.fixed),
    }
