"""The contents of git's blobs, by their ids."""

from __future__ import annotations

import subprocess
import weakref
from pathlib import Path

from deploylint.tree.git import start

LARGEST = 4_000_000  # bytes; larger blobs are told of, not kept


class Objects:
    """One `git cat-file --batch` process: starts with the first question and ends with this object.

    The last blob is kept, because its size is asked before its content.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._last: tuple[str, int, bytes] | None = None

    def size(self, blob: str) -> int | None:
        """The size of a blob in bytes; None if this clone does not hold it. Raises GitError."""
        found = self._find(blob)
        return None if found is None else found[1]

    def read(self, blob: str) -> bytes | None:
        """The bytes of a blob; None if this clone does not hold it or if it is too large. Raises GitError."""
        found = self._find(blob)
        return found[2] if found is not None and len(found[2]) == found[1] else None

    def _find(self, blob: str) -> tuple[str, int, bytes] | None:
        if self._last is not None and self._last[0] == blob:
            return self._last
        if self._process is None:
            self._process = start(("cat-file", "--batch"), self._folder, asked=True)
            weakref.finalize(self, _end, self._process)
        self._last = _ask(self._process, blob)
        return self._last


def _ask(process: subprocess.Popen[bytes], blob: str) -> tuple[str, int, bytes] | None:
    """The id, the size and the bytes of a blob, these only if they are not too many."""
    questions, answers = process.stdin, process.stdout
    if questions is None or answers is None:
        return None
    try:
        questions.write(blob.encode("ascii") + b"\n")
        questions.flush()
    except BrokenPipeError:
        return None
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
