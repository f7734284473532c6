"""Layers one over the other: what they make of a path is what the last of them says."""

from __future__ import annotations

from deploylint.facts.record import dataclass
from deploylint.model.files import Files, Held
from deploylint.model.filesystem.layers import ABSENT, Doubt, Layer, Perhaps, Restored
from deploylint.model.paths import absolute


class Layers:
    """A growing list of layers over other files; `view` is what they make of them up to now."""

    def __init__(self, under: Files) -> None:
        self.under = under
        self._layers: list[Layer] = []
        self._known: dict[tuple[int, str], Held] = {}

    def add(self, layer: Layer) -> None:
        self._layers.append(layer)

    def view(self) -> View:
        return View(self, len(self._layers))

    def at(self, path: str, length: int) -> Held:
        """What the first layers make of an absolute path: the last one that says anything, and the doubts after it."""
        key = (length, path)
        if key not in self._known:
            self._known[key] = self._find(path, length)
        return self._known[key]

    def _find(self, path: str, length: int) -> Held:
        doubt: Held | None = None
        likely = False
        for index in range(length - 1, -1, -1):
            held = self._layers[index].at(path, View(self, index))
            if held is None:
                continue
            if held.state != "maybe" or isinstance(self._layers[index], (Perhaps, Restored)):
                break
            if doubt is None or (not likely and _is_likely(self._layers[index])):
                doubt, likely = held, _is_likely(self._layers[index])
        else:
            held = self.under.at(path)
        return doubt if doubt is not None and held is not None and held.state == "absent" else held or ABSENT

    def children(self, folder: str, length: int) -> tuple[tuple[str, ...], bool]:
        names, closed = self.under.children(folder)
        found = set(names)
        for layer in self._layers[:length]:
            found.update(layer.names(folder))
            closed = closed and not layer.open(folder)
        there = (name for name in found if self.at(absolute(folder, name), length).state == "there")
        return tuple(sorted(there)), closed


def _is_likely(layer: Layer) -> bool:
    """True if people would look there first for what made a file: a build, or a copy of what one may have made."""
    return not isinstance(layer, Doubt) or layer.builds


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The files that so many layers leave. Implements `deploylint.model.files.Files`; paths begin with `/`."""

    layers: Layers
    length: int

    def at(self, path: str) -> Held:
        try:
            return self.layers.at(absolute("/", path), self.length)
        except RecursionError:
            return Held("maybe", reason="too many commands change it")

    def children(self, folder: str) -> tuple[tuple[str, ...], bool]:
        try:
            return self.layers.children(absolute("/", folder), self.length)
        except RecursionError:
            return (), False
