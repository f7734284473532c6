"""What the model and the checks may ask of a repository: everything is computed when first asked, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from deploylint.facts.base import Facts
from deploylint.facts.commands import Script
from deploylint.facts.listing import FileNote
from deploylint.facts.place import Source
from deploylint.facts.source import Match
from deploylint.facts.text import Text

FactsT = TypeVar("FactsT", bound=Facts)
AnswerT = TypeVar("AnswerT")


class Workspace(Protocol):
    """One state of one repository. Paths are relative to its root, `/`-separated, without `./`; the root is "".

    Answers do not depend on what was asked before.
    """

    def paths(self) -> tuple[str, ...]:
        """All regular files, sorted; excluded ones too, because an image or a command may need them."""
        ...

    def exists(self, path: str) -> bool:
        """True for a file, excluded or not; a path that leads through a linked folder counts."""
        ...

    def is_folder(self, path: str) -> bool:
        """True for a folder that holds a file at any depth, for a link to one, and for the root."""
        ...

    def children(self, folder: str) -> tuple[str, ...]:
        """The names of the files and folders in a folder, sorted; empty for what is no folder."""
        ...

    def glob(self, pattern: str, folders: bool = False) -> tuple[str, ...]:
        """The files that a pattern names, from the root: `**` any depth, `*` and `?` within a segment.

        folders: those that it names, too, without a trailing `/`, as `COPY packages/* .` takes them.
        """
        ...

    def ending(self, endings: tuple[str, ...]) -> tuple[str, ...]:
        """The files whose paths end so, sorted; no ending holds a `/`."""
        ...

    def ahead(self, paths: Iterable[str]) -> None:
        """Say which files will be read one by one: where git gives them, all at once is quicker. Asks nothing."""
        ...

    def executable(self, path: str) -> bool:
        """True if the file may be executed, or if that cannot be known here."""
        ...

    def format(self, path: str) -> str | None:
        """The format of a file by its name, or by its `#!` line without a suffix; None if unknown or excluded."""
        ...

    def of_format(self, *names: str) -> tuple[str, ...]:
        """The files of the formats, sorted, without excluded ones."""
        ...

    def facts(self, path: str, format_name: str | None = None) -> Facts | None:
        """What the reader of the file's format says; None if it is not recognised, excluded or unreadable.

        format_name: read it as this instead, where another file says what it is (`dockerfile: docker/api`).
        """
        ...

    def get(self, path: str, kind: type[FactsT], format_name: str | None = None) -> FactsT | None:
        """The facts of a file if they are of this type, else None."""
        ...

    def matches(self, path: str) -> tuple[Match, ...]:
        """The matches of the enabled rules' queries for the file's language, in the order of the file."""
        ...

    def script(self, text: Text) -> Script:
        """The commands of a text that a shell reads."""
        ...

    def holding(
        self, needles: tuple[bytes, ...], formats: tuple[str, ...] = (), everywhere: bool = False
    ) -> tuple[str, ...]:
        """The files of the formats whose bytes hold any of the needles: what rules nominate before they read.

        formats: () for all that are known. Where a change is judged, only those whose own content may bring something:
        it is no answer about one file.
        everywhere: all files in any case, for what the whole picture depends on. That reads every file of the formats.
        """
        ...

    def holds(self, path: str, needles: tuple[bytes, ...]) -> bool:
        """True if the bytes of a file hold any of the needles; it need not be of a known format."""
        ...

    def of(self, path: str, question: Callable[..., AnswerT], *arguments: str) -> AnswerT:
        """What a question of `of_file` says of a file, which gets the workspace, the path and the arguments.

        Better than the facts of many files: what was drawn from it stays true while the answer does, whatever else
        is edited in the file.
        """
        ...

    def remember(self, name: str, compute: Callable[[], AnswerT]) -> AnswerT:
        """The answer to a question about the whole repository, computed when it is first asked by this name."""
        ...

    def source(self, path: str) -> Source | None:
        """The decoded text of any file; None if it is not there, too large, or no text."""
        ...

    def line(self, path: str, number: int) -> str:
        """A 1-based line of a file without its line end; "" if there is no such line."""
        ...

    def files(self) -> tuple[FileNote, ...]:
        """The recognised files and those left out for a reason worth telling, sorted. Reads what was not read yet."""
        ...
