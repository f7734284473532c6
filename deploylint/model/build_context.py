"""The build context of an image: its ignore file, and which files of the repository a COPY takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.files import IgnoreFile, IgnorePattern
from deploylint.model.copies import Copied
from deploylint.model.ignore import excluded
from deploylint.model.images import Image
from deploylint.model.paths import base, below, join, parent
from deploylint.model.workspace import Workspace

_NAMES = (".dockerignore", ".containerignore")


def ignore_file(workspace: Workspace, image: Image) -> str | None:
    """The ignore file of a build: `<Dockerfile>.dockerignore` beside the Dockerfile, else one in the context."""
    own = join(parent(image.path), base(image.path) + ".dockerignore")
    candidates = (own, *(join(image.context, name) for name in _NAMES))
    return next((path for path in candidates if path is not None and workspace.exists(path)), None)


def patterns(workspace: Workspace, image: Image) -> tuple[IgnorePattern, ...] | None:
    """The patterns of its ignore file, () without one; None if the file cannot be read."""
    path = ignore_file(workspace, image)
    if path is None:
        return ()
    facts = workspace.get(path, IgnoreFile, "dockerignore")
    return facts.patterns if facts is not None else None


def taken(workspace: Workspace, image: Image, copied: Copied, among: Iterable[str]) -> Iterator[str]:
    """Those of some files that a COPY takes from the context, ignored ones left out."""
    left_out = patterns(workspace, image)
    if copied.stage is not None or left_out is None:
        return
    for path in among:
        inner = below(path, image.context)
        if inner is None or not any(below(path, source) is not None for source in copied.sources):
            continue
        if not excluded(left_out, inner):
            yield path
