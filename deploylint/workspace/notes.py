"""What became of each file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from deploylint.facts.listing import FileNote
from deploylint.tree.base import Tree
from deploylint.workspace.blobs import Blobs
from deploylint.workspace.formats import Formats
from deploylint.workspace.readers import readable


def notes(
    paths: Iterable[str], tree: Tree, formats: Formats, blobs: Blobs, focus: Collection[str] | None
) -> Iterator[FileNote]:
    """A note for each file that is recognised or left out for a reason. focus: of these alone; None: of all."""
    for path in paths if focus is None else focus:
        name = formats.of(path)
        if name is not None:
            yield FileNote(path, name, blobs.reason(path, name) if readable(name) else "nothing reads this format")
    for note in tree.notes():
        if not formats.excluded(note.path) and (focus is None or note.path in focus):
            yield FileNote(note.path, None, note.reason)
