"""The folder in which runs leave what later ones may use. Whatever goes wrong there is as if there were none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deploylint.check.load import folder as rules
from deploylint.facts.digest import digest
from deploylint.version import __version__

FOLDER = "DEPLOYLINT_CACHE_DIR"  # where it lies; empty: nowhere
_MOST_FILES = 64
_LARGEST = 4_000_000  # bytes of one file


def folder() -> Path | None:
    """Where the files lie: as the variable says, else where the system wants caches; None where that is nowhere."""
    said = os.environ.get(FOLDER)
    if said is not None:
        return Path(said) if said else None
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        place = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        place = os.path.join(home, "Library", "Caches")
    else:
        place = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return Path(place, "deploylint") if os.path.isabs(place) else None


def read(name: str) -> bytes | None:
    """The bytes of a file; None if there is none, or none that only this user could have written."""
    place = folder()
    try:
        if place is None:
            return None
        with open(place / name, "rb") as file:
            status = os.fstat(file.fileno())
            own = os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
            return file.read() if own and status.st_size <= _LARGEST else None
    except OSError:
        return None


def write(name: str, data: bytes) -> None:
    """Replace a file in one step, readable by this user alone; the oldest ones go where there are too many."""
    place = folder()
    if place is None or len(data) > _LARGEST:
        return
    temporary = place / f".{name}.{os.getpid()}"
    try:
        os.makedirs(place, mode=0o700, exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        os.replace(temporary, place / name)
        _shrink(place)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def _shrink(place: Path) -> None:
    files = [entry for entry in os.scandir(place) if entry.is_file(follow_symlinks=False)]
    files.sort(key=lambda entry: entry.stat(follow_symlinks=False).st_mtime_ns)
    for entry in files[: max(0, len(files) - _MOST_FILES)]:
        os.unlink(entry.path)


@cache
def program() -> str:
    """A digest of all that makes this program: its version, its files and its rules, the interpreter, the libraries."""
    package = os.path.dirname(os.path.dirname(__file__))
    seen = [__version__, sys.version, *_files(package), *_files(os.fspath(rules()))]
    libraries = (place for place in sys.path if os.path.isdir(place) and place.endswith("-packages"))
    seen += [f"{place} {os.stat(place).st_mtime_ns}" for place in libraries]
    return digest("\0".join(seen)).hex()


def _files(place: str) -> Iterator[str]:
    """The files below a folder, with their sizes and times; bytecode and hidden ones left out."""
    for entry in sorted(os.scandir(place), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        elif not entry.name.endswith(".pyc"):
            status = entry.stat()
            yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
