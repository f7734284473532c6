"""Edits: what stands in a stretch of a file in place of what stood there."""

from __future__ import annotations

from deploylint.facts.place import Range
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """The replacement of a range of a file; an empty range inserts, an empty replacement deletes.

    Ranges are those of the file's Source. `\\n` in the replacement is written as the line end that the file has there.
    """

    path: str
    range: Range
    replacement: str
