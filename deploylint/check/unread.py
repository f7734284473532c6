"""Commands of files that nothing in the repository reads: what is wrong with them breaks nothing that we know of."""

from __future__ import annotations

from dataclasses import replace

from deploylint.check.finding import Hit, Related
from deploylint.facts.place import Span


def held_back(hit: Hit, unread: str, said: Span) -> Hit:
    """The hit as it is where something reads the file; else of unknown certainty, which no error is, with the reason.

    unread: as in Declaration and Use. said: the place of the command in the file that nothing reads.
    """
    if not unread:
        return hit
    reason = Related(said, f"nothing here reads this: {unread}")
    return replace(hit, certainty="unknown", related=(*hit.related, reason))
