"""The bytes of a file under the folded text that readers see, so that edits of the text become edits of the bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from deploylint.facts.record import dataclass

Splice = tuple[int, int, str]  # start and end in the folded text, and what stands there instead


@dataclass(frozen=True)
class Encoded:
    """A file as it lies on the disk: its bytes, its byte order mark, and the name of its encoding.

    The folded text is the decoded one with `\\n` for `\\r\\n`, as a Source holds it.
    """

    data: bytes
    mark: bytes
    encoding: str

    @cached_property
    def raw(self) -> str:
        """The text with its own line ends."""
        return self.data[len(self.mark) :].decode(self.encoding)

    @cached_property
    def folded(self) -> str:
        """The text as a Source holds it."""
        return self.raw.replace("\r\n", "\n")

    @cached_property
    def _wide(self) -> tuple[int, ...]:
        """The offsets in the folded text of the line ends that are two characters in the raw one."""
        found: list[int] = []
        at = self.raw.find("\r\n")
        while at >= 0:
            found.append(at - len(found))
            at = self.raw.find("\r\n", at + 2)
        return tuple(found)

    def line_end(self, offset: int) -> str:
        """How the line of an offset of the folded text ends, or the one before it where it is the last."""
        at = self.folded.find("\n", offset)
        if at < 0:
            at = self.folded.rfind("\n", 0, offset)
        index = bisect_left(self._wide, at)
        return "\r\n" if at >= 0 and index < len(self._wide) and self._wide[index] == at else "\n"

    def spliced(self, splices: Iterable[Splice]) -> bytes:
        """The bytes with the splices done; all others are as they were.

        Raises ValueError for splices that lie over one another, UnicodeEncodeError for what the encoding cannot hold.
        """
        parts, at, byte = [self.mark], 0, len(self.mark)
        for start, end, replacement in sorted(splices):
            first, last = (offset + bisect_left(self._wide, offset) for offset in (start, end))
            if first < at:
                raise ValueError("edits lie over one another")
            kept = byte + self._size(at, first)
            parts.append(self.data[byte:kept])
            parts.append(replacement.replace("\n", self.line_end(start)).encode(self.encoding))
            at, byte = last, kept + self._size(first, last)
        return b"".join((*parts, self.data[byte:]))

    def _size(self, start: int, end: int) -> int:
        return len(self.raw[start:end].encode(self.encoding))
