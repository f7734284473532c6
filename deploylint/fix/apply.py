"""Writing fixed files: each is whole or as it was, and none is written over anything but what was read."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from deploylint.facts.record import dataclass
from deploylint.fix.refused import Refused

_Status = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Staged:
    """New content that lies beside the file it is for; status: the file's, when it was compared."""

    temporary: str
    target: str
    status: _Status


def write(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """Replace files below root; path -> reason, as a sentence part, for those that stay as they are.

    before: what each file held when it was read; one that holds anything else now is left alone, and so are read-only
    files and what leaves the root by a link. All new contents lie on the disk before the first file is replaced.
    """
    staged: dict[str, Staged] = {}
    failed: dict[str, str] = {}
    try:
        for path, data in sorted(after.items()):
            found = _stage(root, path, before[path], data)
            if isinstance(found, str):
                failed[path] = found
            else:
                staged[path] = found
        for path, one in staged.items():
            reason = _replace(one)
            if reason:
                failed[path] = reason
    finally:
        for one in staged.values():
            with suppress(OSError):
                os.unlink(one.temporary)
    return failed


def _stage(root: Path, path: str, before: bytes, after: bytes) -> Staged | str:
    """The new content on the disk, with the permissions of the file, or why that cannot be."""
    try:
        target = _target(root, path)
        status = os.stat(target)
        _check(target, status, before)
        folder, name = os.path.split(target)
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    except Refused as error:
        return str(error)
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _keep(temporary, status)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        return f"cannot be written: {error.strerror}"
    return Staged(temporary, target, _status(status))


def _target(root: Path, path: str) -> str:
    """The file that a path below root leads to. Raises Refused if that lies elsewhere, or in git's own folder."""
    top = os.path.realpath(root)
    target = os.path.realpath(os.path.join(top, os.fsdecode(path.encode("utf-8", "surrogateescape"))))
    inner = os.path.relpath(target, top).split(os.sep)
    if inner[0] in (os.pardir, ".git") or os.path.isabs(inner[0]):
        raise Refused("it leads out of the repository")
    return target


def _check(target: str, status: os.stat_result, before: bytes) -> None:
    """Raise Refused for what must not be written over. Permission bits count for the superuser too."""
    if not stat.S_ISREG(status.st_mode):
        raise Refused("it is no regular file")
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Refused("it is read-only")
    with open(target, "rb") as file:
        if file.read() != before:
            raise Refused("it changed after it was read")


def _keep(temporary: str, status: os.stat_result) -> None:
    """Give a new file the owner, where we may, and the permissions of the old one."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))


def _replace(staged: Staged) -> str:
    """Put the new content in the file's place; the reason where that is not done, else ""."""
    try:
        if _status(os.stat(staged.target)) != staged.status:
            return "it changed after it was read"
        os.replace(staged.temporary, staged.target)
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    return ""


def _status(status: os.stat_result) -> _Status:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
