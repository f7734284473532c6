"""Reports as plain JSON values."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any

from deploylint.facts.place import Span


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


def plain(value: object) -> Any:
    """Data classes as dictionaries of their fields, tuples as lists, spans as `span` does."""
    if isinstance(value, Span):
        return span(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(item) for item in value] if isinstance(value, tuple) else value
