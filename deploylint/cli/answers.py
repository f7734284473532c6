"""What questions said of single files, kept by the ids of their blobs: later runs need not read these files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from deploylint.cli import cache
from deploylint.cli.plan import Picture
from deploylint.cli.records import OF_FILE
from deploylint.cli.states import State
from deploylint.facts.place import Range
from deploylint.facts.secrets import hidden
from deploylint.facts.source import EnvironmentRead, FileLoad, Import
from deploylint.workspace.store import UNKNOWN

_CLASSES: tuple[type[Any], ...] = (Range, Import, EnvironmentRead, FileLoad)  # what answers are made of
_TUPLE = -1

Kept = dict[str, tuple[str, list[tuple[str, tuple[str, ...], Any]]]]  # path -> blob, and questions with their answers


class Answers:
    """The answers of one repository, read when the first is asked for. name: what they are filed under."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept: Kept | None = None
        self._changed = False

    def find(self, path: str, blob: str, question: Callable[..., object], arguments: tuple[str, ...]) -> object:
        """What a question says of a file of this content; UNKNOWN if it is not known."""
        known, answers = self._all().get(path, ("", []))
        if known != blob or question.__module__ != OF_FILE:
            return UNKNOWN
        for name, said, answer in answers:
            if name == question.__name__ and said == arguments:
                return _restored(answer)
        return UNKNOWN

    def keep(self, picture: Picture, state: State) -> None:
        """Keep what was said of the files of a state, until `write`."""
        kept = self._all()
        for (path, question, arguments), answer in picture.asked.aspects.items():
            blob = state.blobs.get(path)
            if blob is None or question.__module__ != OF_FILE:
                continue
            if path not in kept or kept[path][0] != blob:
                kept[path] = (blob, [])
            known = kept[path][1]
            if not any(name == question.__name__ and said == arguments for name, said, _ in known):
                self._changed = True
                if hidden(repr(answer)) == repr(answer):
                    known.append((question.__name__, arguments, _plain(answer)))

    def write(self) -> None:
        """Leave the answers to later runs, where there are new ones."""
        if not self._changed:
            return
        try:
            cache.write(self._name, msgspec.msgpack.encode(self._kept))
        except UnicodeEncodeError:  # a file name that is not UTF-8
            return

    def _all(self) -> Kept:
        if self._kept is None:
            try:
                self._kept = msgspec.msgpack.decode(cache.read(self._name) or b"\x80", type=Kept)
            except (msgspec.DecodeError, RecursionError):
                self._kept = {}
        return self._kept


def _plain(answer: object) -> object:
    """An answer as numbers, texts and lists, each of which begins with what it was."""
    if isinstance(answer, tuple):
        return [_TUPLE, *map(_plain, answer)]
    for which, one in enumerate(_CLASSES):
        if isinstance(answer, one):
            return [which, *(_plain(getattr(answer, name)) for name in one.__match_args__)]
    return answer


def _restored(plain: Any) -> object:
    if not isinstance(plain, list):
        return plain
    which, *values = plain
    inner = [_restored(value) for value in values]
    return tuple(inner) if which == _TUPLE else _CLASSES[which](*inner)
