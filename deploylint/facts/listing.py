"""What a run took of a repository, file by file."""

from __future__ import annotations

from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class FileNote:
    """A file that was recognised, or that was left out for another reason than being of no known format.

    format: what its name (or `#!` line) makes it, None for links and submodules. skipped: why it was not read, else "".
    """

    path: str
    format: str | None
    skipped: str = ""
