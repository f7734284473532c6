"""A command with all that decides what it does to files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deploylint.facts.commands import Word
from deploylint.facts.record import dataclass
from deploylint.model.filesystem.stack import View
from deploylint.model.paths import absolute
from deploylint.programs.invocation import Invocation


@dataclass(frozen=True, slots=True)
class Told:
    """folder: where the command runs, None where that is not known. files: what it finds. values: its environment."""

    invocation: Invocation
    folder: str | None
    files: View
    values: Mapping[str, str | None]

    @property
    def text(self) -> str:
        words = [word.raw for word in self.invocation.words[:3]]
        return " ".join(word if len(word) <= 40 else word[:37] + "..." for word in words)

    @property
    def reason(self) -> str:
        return f"'{self.text}' may make it"

    @property
    def directory(self) -> str | None:
        """Where it works: the folder it was told to change to (`npm --prefix x`), else where it runs."""
        return self.folder

    def path(self, said: str, directory: str | None = None) -> str | None:
        """The absolute path that it means by a word; None where that is not known."""
        if "$" in said or "`" in said or said.startswith("~"):
            return None
        if directory is not None:
            inner = self.path(directory)
            return absolute(inner, said) if inner is not None else None
        if said.startswith("/"):
            return absolute("/", said)
        return absolute(self.folder, said) if self.folder is not None else None

    def value(self, *options: str) -> str | None:
        """The value of the last of some options, as it is written."""
        found = self.invocation.option(*options)
        if found is None:
            return None
        return found.value.raw if found.value is not None else found.text or None

    def arguments(self) -> Iterator[Word]:
        return iter(self.invocation.arguments)
