"""sarif-om's objects as JSON: it has names and defaults in its attributes, but no serialiser."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import attr

from deploylint.report.plain import well_formed


def serialise(log: Any) -> str:
    """Compact JSON with a final line end, without what is None or the schema's default.

    A level is always written: without one a result has that of its rule, not the schema's default.
    """
    text = json.dumps(log, default=_members, ensure_ascii=False, separators=(",", ":"))
    return well_formed(text) + "\n"


@cache
def _plan(kind: Any) -> tuple[tuple[str, str, object], ...]:
    """For each attribute: its name, its name in JSON, and the value that need not be written."""
    rows = []
    for field in attr.fields(kind):
        default = field.default.factory() if isinstance(field.default, attr.Factory) else field.default  # type: ignore[arg-type]
        rows.append((field.name, field.metadata["schema_property_name"], None if field.name == "level" else default))
    return tuple(rows)


def _members(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    written = ((key, getattr(value, name), default) for name, key, default in _plan(kind))
    return {key: member for key, member, default in written if member is not None and member != default}
