"""A folder without git: what lies in it, but for what no repository would hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from deploylint.tree.excludes import is_local_folder
from deploylint.tree.git import Listed


def walk(root: Path) -> tuple[Listed, ...]:
    """The files and links below a folder, sorted by path; links to folders are not entered, nor nested repositories.

    Dependencies, virtual environments and caches are left out: they are made on each machine. Folders that cannot be
    listed are left out too.
    """
    return tuple(sorted(_entries(os.fsencode(root), ""), key=lambda entry: entry.path))


def _entries(top: bytes, prefix: str) -> Iterator[Listed]:
    waiting = [(top, prefix)]
    while waiting:
        folder, prefix = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError:
            continue
        names = {entry.name for entry in entries}
        if prefix and b".git" in names:
            yield Listed(prefix[:-1], "submodule", None)
            continue
        if prefix and b"pyvenv.cfg" in names:
            continue
        for entry in entries:
            name = entry.name.decode("utf-8", "surrogateescape")
            path = prefix + name
            if entry.is_symlink():
                yield Listed(path, "link", None)
            elif entry.is_file(follow_symlinks=False):
                yield Listed(path, "file", None)
            elif entry.is_dir(follow_symlinks=False) and not is_local_folder(name):
                waiting.append((entry.path, path + "/"))
