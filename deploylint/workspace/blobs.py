"""The bytes and the text of files, and why some are not to be had."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from functools import lru_cache

from deploylint.facts.place import Source
from deploylint.read.decode import NotText, decode, is_binary
from deploylint.tree.base import NOWHERE, NotInTree, Tree
from deploylint.tree.blobs import BlobTree

LARGEST = 2_000_000  # bytes; larger sources are bundles and data
_LARGEST_BY_FORMAT = {"yaml": 1_000_000}
_KEPT = 48_000_000  # bytes of files kept, because rules nominate by searching the same files again and again
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


class Blobs:
    """Remembers bytes up to a total, and the latest texts. reasons: why a file could not be read, by path.

    lost: one could not that is there.
    """

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._bytes: dict[str, bytes] = {}
        self._room = _KEPT
        self.reasons: dict[str, str] = {}
        self.lost = False
        self.source: Callable[[str], Source | None] = lru_cache(maxsize=256)(self._source)

    def data(self, path: str) -> bytes | None:
        """The bytes of a file; None if it is not there, too large, or cannot be read."""
        kept = self._bytes.get(path)
        if kept is not None:
            return kept
        if self.too_large(path, None):
            return None
        try:
            data = self._tree.read(path)
        except NotInTree as error:
            self.reasons[path] = error.reason
            self.lost = self.lost or error.reason != NOWHERE
            return None
        if len(data) <= self._room:
            self._room -= len(data)
            self._bytes[path] = data
        return data

    def ahead(self, paths: Iterable[str]) -> None:
        """Have files that will be read one by one, where that is quicker."""
        if isinstance(self._tree, BlobTree):
            self._tree.ahead(path for path in paths if path not in self._bytes)

    def too_large(self, path: str, format_name: str | None) -> str:
        """The reason if a file is larger than any of its format should be, else ""."""
        size = self._tree.size(path)
        largest = _LARGEST_BY_FORMAT.get(format_name or "", LARGEST)
        return "" if size is None or size <= largest else f"larger than {largest // 1_000_000} MB"

    def reason(self, path: str, format_name: str | None) -> str:
        """Why a file cannot be read as a format, or ""; reads it to know."""
        large = self.too_large(path, format_name)
        if large:
            return large
        data = self.data(path)
        if data is None:
            return self.reasons.get(path, NOWHERE)
        try:
            if data.startswith(_WIDE):
                decode(data)
            elif is_binary(data):
                return "binary"
        except NotText as error:
            return str(error)
        return ""

    def searchable(self, path: str) -> bytes:
        """The bytes of a file as UTF-8; empty if it cannot be read."""
        data = self.data(path) or b""
        if data.startswith(_WIDE):
            source = self.source(path)
            return source.text.encode("utf-8", "surrogatepass") if source else b""
        return data

    def _source(self, path: str) -> Source | None:
        data = self.data(path)
        try:
            return None if data is None else decode(data)
        except NotText:
            return None
