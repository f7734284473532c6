"""From the events of a YAML parser to Nodes: anchors, merge keys, places."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any, Literal

from deploylint.facts.base import Problem
from deploylint.facts.document import Entry, Node
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.places import ranger
from deploylint.read.yaml_scalars import ScalarTexts
from deploylint.read.yaml_values import resolve, resolve_tagged, shown

DEEPEST = 200
_LARGEST_EXPANSION = 200_000  # nodes that aliases and merge keys may add
_TAG = re.compile(r"![^ \t\r\n]*")
_SPACE = re.compile(r"(?:[ \t\r\n]+|(?<=[ \t\r\n])#[^\n]*)*")


class Refused(ValueError):  # noqa: N818 - it says what the file is
    """The document nests too deeply, or its aliases expand to too much."""

    def __init__(self, message: str, range_: Range) -> None:
        super().__init__(message)
        self.range = range_


@dataclass(slots=True)
class _Built:
    """A finished node where it is used; size and height count what aliases expand to."""

    node: Node
    start: int
    end: int
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    kind: Literal["mapping", "sequence", "document"]
    start: int
    tag: str = ""
    anchor: str | None = None
    flow: bool = False
    children: list[_Built] = field(default_factory=list)


class Builder:
    """Takes the parser's events one after another; documents, problems and scalar extents collect in it."""

    def __init__(self, source: Source, clean: str) -> None:
        self.source = source
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self.hashes: list[tuple[int, int]] = []  # extents of scalars with a `#`, which begins no comment
        self._clean = clean
        self._texts = ScalarTexts(source, clean)
        self.range = ranger(source)
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Built] = {}
        self._expanded = 0

    def start_document(self, _: Any) -> None:
        self._stack = [_Open("document", 0)]
        self._anchors = {}

    def end_document(self, _: Any) -> None:
        self.documents.extend(built.node for built in self._stack.pop().children)

    def start_mapping(self, event: Any) -> None:
        self._start("mapping", event)

    def start_sequence(self, event: Any) -> None:
        self._start("sequence", event)

    def _start(self, kind: Literal["mapping", "sequence"], event: Any) -> None:
        if len(self._stack) > DEEPEST:
            start = event.start_mark.index
            raise Refused("This document nests too deeply to be read.", self.range(start, start + 1))
        start, flow = event.start_mark.index, bool(event.flow_style)
        if event.tag or event.anchor:
            start = self._after_properties(event, start, event.end_mark.index)
        self._stack.append(_Open(kind, start, shown(event.tag or ""), event.anchor, flow))

    def end_collection(self, event: Any) -> None:
        opened = self._stack.pop()
        children = opened.children
        start, end = opened.start, event.end_mark.index
        if not opened.flow:
            start = children[0].start if children and opened.kind == "mapping" else start
            end = max([start, *(child.end for child in children[-2:])])
        place = self.range(start, end)
        size = 1 + sum(child.size for child in children)
        height = 1 + max((child.height for child in children), default=0)
        if opened.kind == "mapping":
            node = Node("mapping", place, tag=opened.tag, entries=self._entries(children))
        else:
            node = Node("sequence", place, tag=opened.tag, items=tuple(child.node for child in children))
        self._finish(_Built(node, start, end, size, height), opened.anchor)

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        value, style, tag = event.value, event.style, event.tag
        if tag or event.anchor:
            start = self._after_properties(event, start, end)
        if tag:
            resolved = resolve_tagged(value, tag, plain=style == "")
        else:
            resolved = value if style else resolve(value)
        if style in ("|", ">"):
            after_header = self._clean.find("\n", start, end)
            self._note_hash(end if after_header < 0 else after_header, end)
            text, end = self._texts.block(style, start, end, value)
        else:
            self._note_hash(start, end)
            text = self._texts.text(style, start, end, value)
        if self._texts.changed and isinstance(resolved, str):
            resolved = text.value
        node = Node("scalar", self.range(start, end), text, resolved, shown(tag) if tag else "", style)
        self._finish(_Built(node, start, end), event.anchor)

    def alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        named = self._anchors.get(event.anchor)
        if named is None:
            inside = any(opened.anchor == event.anchor for opened in self._stack)
            reason = "contains itself" if inside else "is not defined before it"
            place = self.range(start, end)
            self.problems.append(Problem(f"The alias '*{event.anchor}' {reason}.", place))
            nothing = Node("scalar", place, Text("", (), (end, end), self.source))
            self._finish(_Built(nothing, start, end), None)
            return
        self._expanded += named.size
        if self._expanded > _LARGEST_EXPANSION or len(self._stack) + named.height > DEEPEST:
            raise Refused("The aliases of this document expand to too much to be read.", self.range(start, end))
        self._finish(_Built(named.node, start, end, named.size, named.height), None)

    def _finish(self, built: _Built, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = built
        self._stack[-1].children.append(built)

    def _note_hash(self, start: int, end: int) -> None:
        if self._clean.find("#", start, end) >= 0:
            self.hashes.append((start, end))

    def _after_properties(self, event: Any, start: int, end: int) -> int:
        """The offset behind the tag and anchor with which a node's extent begins."""
        for _ in range(2):
            if event.anchor and self._clean.startswith("&" + event.anchor, start):
                start += 1 + len(event.anchor)
            elif tag := _TAG.match(self._clean, start, end):
                start = tag.end()
            else:
                break
            space = _SPACE.match(self._clean, start, end)
            start = space.end() if space else start
        return min(start, end)

    def _entries(self, children: list[_Built]) -> tuple[Entry, ...]:
        entries: list[Entry] = []
        merges: list[tuple[_Built, _Built]] = []
        seen: dict[str, int] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if key.node.kind == "scalar" and key.node.text is not None:
                text = key.node.text
                self._check_duplicate(seen, key, text.value)
                if text.value == "<<" and key.node.style == "":
                    merges.append((key, value))
                    continue
            else:
                text = Text.whole(self.source, key.start, key.end)
            entries.append(Entry(text, value.node, self.range(key.start, max(key.end, value.end))))
        for key, value in merges:
            entries.extend(self._merged(key, value, {entry.key.value for entry in entries}))
        return tuple(entries)

    def _check_duplicate(self, seen: dict[str, int], key: _Built, name: str) -> None:
        first = seen.setdefault(name, key.start)
        if first != key.start:
            line = self.range(first, first).line
            message = f"The key '{name}' stands on line {line} already."
            self.problems.append(Problem(message, self.range(key.start, key.end), "duplicate-key"))

    def _merged(self, key: _Built, value: _Built, known: set[str]) -> list[Entry]:
        """The entries that `<<: value` adds to a mapping that has the known keys; the first of a list wins."""
        node = value.node
        sources = node.items if node.kind == "sequence" else (node,)
        if any(source.kind != "mapping" for source in sources):
            place = self.range(key.start, value.end)
            self.problems.append(Problem("A merge key '<<' takes mappings only.", place))
        added = []
        for source in sources:
            for entry in source.entries:
                if entry.key.value not in known:
                    known.add(entry.key.value)
                    added.append(Entry(entry.key, entry.value, entry.range, merged=True))
        return added
