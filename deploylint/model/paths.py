"""Arithmetic of `/`-separated paths: repository paths are relative to its root, image paths begin with `/`."""

from __future__ import annotations

import posixpath


def join(folder: str, path: str) -> str | None:
    """The repository path of a path said in a folder ("" is the root); None if it leaves the repository.

    A leading `/` means the root of the repository, as platform files use it.
    """
    if path.startswith("/"):
        folder, path = "", path.lstrip("/")
    joined = posixpath.normpath(posixpath.join(folder, path)) if path else posixpath.normpath(folder or ".")
    if joined == ".":
        return ""
    return None if joined == ".." or joined.startswith("../") else joined


def absolute(folder: str, path: str) -> str:
    """The image path of a path said in an image folder."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "/" + joined.lstrip("/")


def parent(path: str) -> str:
    """The folder a path lies in; "" is the root of the repository."""
    return posixpath.dirname(path)


def base(path: str) -> str:
    """The last segment of a path."""
    return posixpath.basename(path)


def below(path: str, folder: str) -> str | None:
    """What remains of a path under a folder: "" if they are equal, None if it lies elsewhere."""
    if folder in ("", "/"):
        return path.lstrip("/")
    if path == folder:
        return ""
    return path[len(folder) + 1 :] if path.startswith(folder + "/") else None
