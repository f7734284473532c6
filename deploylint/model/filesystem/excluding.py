"""`COPY --exclude`: files less those that its patterns name."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.files import IgnorePattern
from deploylint.facts.record import dataclass
from deploylint.model.files import Files, Held
from deploylint.model.ignore import excluded
from deploylint.model.paths import base, below


@dataclass(frozen=True, slots=True, eq=False)
class Excluding:
    """Files without what patterns leave out below a source; which folder a pattern starts from is not sure."""

    files: Files
    source: str
    patterns: tuple[IgnorePattern, ...]

    def at(self, path: str) -> Held:
        held = self.files.at(path)
        inner = below(path, self.source) or base(path)
        named = any(excluded(self.patterns, one) for one in (inner, base(path), path.lstrip("/")))
        if held.state != "there" or path == self.source or not named:
            return held
        return replace(held, state="maybe", source=None, reason="'--exclude' may leave it out")

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        return self.files.children(folder)
