"""The model as plain dictionaries, for JSON. Keys are only ever added."""

from __future__ import annotations

import json
from typing import Any

from deploylint.facts.place import Span
from deploylint.model.deployment import Declaration, Effective, Launch, Service
from deploylint.model.roles import Evidence


def text(value: object) -> str:
    """A value as indented JSON with a final line end."""
    return well_formed(json.dumps(value, indent=2, ensure_ascii=False)) + "\n"


def well_formed(written: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold (a file name that is not UTF-8), as U+FFFD."""
    return written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def span(place: Span) -> dict[str, Any]:
    """path, and 1-based line, column, end_line, end_column; the end column is exclusive."""
    return {
        "path": place.path,
        "line": place.range.line,
        "column": place.range.column,
        "end_line": place.range.end_line,
        "end_column": place.range.end_column,
    }


def service(one: Service) -> dict[str, Any]:
    """What `boot` prints of a service."""
    return {
        "id": one.id,
        "process": one.process,
        "folder": one.folder,
        "role": one.role,
        "joined": list(one.joined),
        "platforms": [_effective(effective) for effective in one.effective],
        "declarations": [_declaration(declaration) for declaration in one.declarations],
    }


def _effective(one: Effective) -> dict[str, Any]:
    return {
        "platform": one.platform,
        "title": one.title,
        "name": one.name,
        "server": one.server,
        "unread": one.unread or None,
        "role": one.role,
        "certainty": one.certainty,
        "argv": list(one.argv),
        "entry": span(one.entry),
        "winner": _declaration(one.winner) if one.winner else None,
        "shadowed": [
            {"reason": shadowed.reason, "partly": shadowed.partly, "declaration": _declaration(shadowed.declaration)}
            for shadowed in one.shadowed
        ],
        "assumptions": list(one.assumptions),
        "evidence": [_evidence(evidence) for evidence in one.evidence],
    }


def _declaration(one: Declaration) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "platform": one.platform,
        "label": one.label,
        "text": one.text,
        "process": one.process,
        "phase": one.phase,
        "shell": one.shell,
        "role": one.role,
        "location": span(one.span),
        "launch": _launch(one.launch) if one.launch else None,
        "dynamic": one.dynamic or None,
        "note": one.note or None,
    }


def _launch(one: Launch) -> dict[str, Any]:
    resolution = one.resolution
    return {
        "program": one.program,
        "identity": one.identity,
        "text": one.text,
        "target": {"state": resolution.state, "path": resolution.path, "reason": resolution.reason or None},
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {"role": one.role, "reason": one.reason, "location": span(one.span) if one.span else None}
