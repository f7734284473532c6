"""What a fixer may ask of a repository, and one file of it as fixers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from deploylint.facts.base import Facts
from deploylint.facts.edit import Edit
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.facts.source import Match
from deploylint.fix.encoded import Encoded, Splice
from deploylint.fix.refused import Refused

if TYPE_CHECKING:
    from tree_sitter import Node

    from deploylint.fix.python import Parsed


class Syntax(Protocol):
    """The syntax tree of a source file."""

    @property
    def root(self) -> Node: ...

    def offsets(self, node: Node) -> tuple[int, int]:
        """The code-point offsets of a node's start and end in the source."""
        ...

    def text(self, node: Node) -> str: ...


class Files(Protocol):
    """One state of a repository; None for what is not there, or is not of a known format."""

    def content(self, path: str) -> bytes | None: ...

    def encoding(self, path: str) -> tuple[bytes, str] | None:
        """The byte order mark and the name of the encoding."""
        ...

    def source(self, path: str) -> Source | None: ...

    def format(self, path: str) -> str | None: ...

    def facts(self, path: str) -> Facts | None: ...

    def matches(self, path: str) -> tuple[Match, ...]:
        """The matches of the enabled rules' queries."""
        ...

    def syntax(self, path: str) -> Syntax | None: ...


Reader = Callable[[str, bytes], Files]  # reads bytes as the file of this path, as the repository would be read


@dataclass(frozen=True)
class File:
    """A file to be fixed. again: reads what it becomes."""

    path: str
    files: Files
    again: Reader

    @cached_property
    def source(self) -> Source:
        """Raises Refused if it is no text."""
        source = self.files.source(self.path)
        if source is None:
            raise Refused("the file cannot be read as text")
        return source

    @cached_property
    def encoded(self) -> Encoded:
        """Raises Refused where the bytes are not what the source was made of."""
        data, encoding = self.files.content(self.path), self.files.encoding(self.path)
        if data is None or encoding is None:
            raise Refused("the file cannot be read as text")
        encoded = Encoded(data, *encoding)
        if encoded.folded != self.source.text:
            raise Refused("the file changed while it was read")
        return encoded

    @property
    def format(self) -> str:
        return self.files.format(self.path) or ""

    @property
    def facts(self) -> Facts | None:
        return self.files.facts(self.path)

    @property
    def matches(self) -> tuple[Match, ...]:
        return self.files.matches(self.path)

    @cached_property
    def syntax(self) -> Syntax:
        """Raises Refused for a language without a grammar."""
        syntax = self.files.syntax(self.path)
        if syntax is None:
            raise Refused("no grammar reads this file")
        return syntax

    @cached_property
    def python(self) -> Parsed:
        """The Python module. Raises Refused."""
        from deploylint.fix.python import parse

        return parse(self.source)

    def offsets(self, place: Range) -> tuple[int, int]:
        """Start and end of a range in the source."""
        source = self.source
        return source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)

    def edits(self, splices: Iterable[Splice]) -> tuple[Edit, ...]:
        """The edits that do splices of the source, in its order."""
        found = {Edit(self.path, self.source.range(start, end), text) for start, end, text in splices}
        return tuple(sorted(found))

    def splices(self, edits: Iterable[Edit]) -> tuple[Splice, ...]:
        """The splices that edits of this file are."""
        return tuple((*self.offsets(edit.range), edit.replacement) for edit in edits)

    def after(self, edits: Sequence[Edit]) -> File:
        """The file as the edits leave it, read anew. Raises Refused if it is not what they should make of it."""
        try:
            data = self.encoded.spliced(self.splices(edits))
        except UnicodeEncodeError as error:
            raise Refused(f"the file's encoding, {error.encoding}, cannot hold the new text") from error
        except ValueError as error:
            raise Refused(str(error)) from error
        changed = File(self.path, self.again(self.path, data), self.again)
        if changed.source.text != spliced(self.source.text, self.splices(edits)):
            raise Refused("the new file would be read in another encoding")
        if changed.format != self.format or _broken(changed.facts) > _broken(self.facts):
            raise Refused("the new file could not be read")
        return changed


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with the splices done, which do not lie over one another."""
    for start, end, replacement in sorted(splices, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _broken(facts: Facts | None) -> int:
    return 1 if facts is None else len(facts.problems)
