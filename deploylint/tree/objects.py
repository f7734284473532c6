"""The contents of git's blobs, by their ids."""

from __future__ import annotations

import subprocess
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from deploylint.tree.git import start

LARGEST = 4_000_000  # bytes; larger blobs are told of, not kept
_AT_ONCE = 50  # questions that are asked before any answer is read: as many as the smallest pipes hold
_WAITING = 16_000_000  # bytes of answers that were had before they were asked for

Blob = tuple[str, int, bytes]  # the id, the size and the bytes, these only if they are not too many


class Objects:
    """One `git cat-file --batch` process: starts with the first question and ends with this object.

    The last blob is kept, because its size is asked before its content, and so are those asked for ahead, until they
    are read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._last: Blob | None = None
        self._ahead: dict[str, Blob] = {}

    def size(self, blob: str) -> int | None:
        """The size of a blob in bytes; None if this clone does not hold it. Raises GitError."""
        found = self._find(blob)
        return None if found is None else found[1]

    def read(self, blob: str) -> bytes | None:
        """The bytes of a blob; None if this clone does not hold it or if it is too large. Raises GitError."""
        found = self._find(blob)
        self._ahead.pop(blob, None)
        return found[2] if found is not None and len(found[2]) == found[1] else None

    def ahead(self, blobs: Iterable[str]) -> None:
        """Have blobs that will be asked for one by one: many answers take little longer than one. Raises GitError."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob not in self._ahead]
        room = _WAITING - sum(len(data) for _, _, data in self._ahead.values())
        while len(wanted) > 1 and room > 0:
            some, wanted = wanted[:_AT_ONCE], wanted[_AT_ONCE:]
            for found in _ask(self._running(), some):
                if found is not None:
                    self._ahead[found[0]] = found
                    room -= len(found[2])

    def _find(self, blob: str) -> Blob | None:
        if blob in self._ahead:
            return self._ahead[blob]
        if self._last is not None and self._last[0] == blob:
            return self._last
        (self._last,) = _ask(self._running(), (blob,))
        return self._last

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = start(("cat-file", "--batch"), self._folder, asked=True)
            weakref.finalize(self, _end, self._process)
        return self._process


def _ask(process: subprocess.Popen[bytes], blobs: Sequence[str]) -> list[Blob | None]:
    """What git says of each of the blobs."""
    questions, answers = process.stdin, process.stdout
    if questions is None or answers is None:
        return [None] * len(blobs)
    try:
        questions.write(b"".join(blob.encode("ascii") + b"\n" for blob in blobs))
        questions.flush()
    except BrokenPipeError:
        return [None] * len(blobs)
    return [_answer(answers, blob) for blob in blobs]


def _answer(answers: IO[bytes], blob: str) -> Blob | None:
    header = answers.readline().split()
    if len(header) != 3 or header[1] != b"blob":
        return None
    size = left = int(header[2])
    data = answers.read(size) if size <= LARGEST else b""
    left -= len(data)
    while left > 0:
        passed = answers.read(min(left, LARGEST))
        if not passed:
            return None
        left -= len(passed)
    answers.read(1)
    return blob, size, data


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait()
