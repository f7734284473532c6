"""Where commands lead: the folders that they change to, and the files that they are to run."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.model.filesystem.told import Told
from deploylint.model.paths import absolute, parent
from deploylint.programs.invocation import Invocation


def names_nothing(told: Told) -> bool:
    """True if the command is to run a file that is surely not there."""
    target = told.invocation.target
    if target is not None and target.kind == "package-script" and told.folder is not None and target.workspace is None:
        folder = moved(told.folder, target.directory) if target.directory is not None else told.folder
        return folder is not None and all(told.files.at(path).state == "absent" for path in _manifests(folder))
    if target is None or target.value is None or target.kind not in ("file", "python-file"):
        return False
    path = told.path(target.value, target.directory) if "/" in target.value or target.kind != "file" else None
    return path is not None and told.files.at(path).state == "absent"


def _manifests(folder: str) -> Iterator[str]:
    while True:
        yield absolute(folder, "package.json")
        if folder == "/":
            return
        folder = parent(folder)


def entered(folder: str | None, invocation: Invocation) -> str | None:
    words = [word for word in invocation.words[1:] if not word.raw.startswith("-") or word.raw == "-"]
    return moved(folder, words[0].value) if len(words) == 1 and words[0].value else None


def moved(folder: str | None, path: str | None) -> str | None:
    """The folder after `cd path`; None where it is not known."""
    if path is None or path.startswith(("~", "-")) or "$" in path or (folder is None and not path.startswith("/")):
        return None
    return absolute(folder or "/", path)
