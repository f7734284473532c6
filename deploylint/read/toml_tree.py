"""From the syntax tree of a TOML file to Nodes: headers and dotted keys become mappings in mappings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from deploylint.facts.base import Comment
from deploylint.facts.document import Entry, Node
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.read.comments import comment
from deploylint.read.places import ranger
from deploylint.read.toml_scalars import number, string_text

if TYPE_CHECKING:
    import tree_sitter

DEEPEST = 200
_KEYS = ("bare_key", "quoted_key", "dotted_key")


class TooDeep(ValueError):  # noqa: N818 - it says what the file is
    """The document nests deeper than anything that people write."""


@dataclass(slots=True)
class _Table:
    """A table that headers and dotted keys may still add to; its extent grows with what it holds."""

    start: int
    end: int
    members: dict[str, _Member] = field(default_factory=dict)


@dataclass(slots=True)
class _Tables:
    """An array of tables; the last one is open."""

    tables: list[_Table]


@dataclass(slots=True)
class _Value:
    """A finished value."""

    node: Node
    start: int
    end: int


_Content: TypeAlias = "_Table | _Tables | _Value"


@dataclass(slots=True)
class _Member:
    key: Text
    content: _Content


class TomlTree:
    """Reads one valid TOML file; lines are the extents that a directive can stand before."""

    def __init__(self, source: Source, offsets: list[int] | None) -> None:
        self.comments: list[Comment] = []
        self.lines: list[tuple[int, int]] = []
        self._source = source
        self._offsets = offsets
        self._range = ranger(source)

    def root(self, document: tree_sitter.Node) -> Node:
        """The root mapping. Raises TooDeep."""
        root = _Table(0, len(self._source.text))
        for child in document.children:
            if child.type == "pair":
                self._pair(child, [root], 0)
            elif child.type in ("table", "table_array_element"):
                self._header(child, root)
            elif child.type == "comment":
                self._comment(child)
        return self._frozen(root)

    def _header(self, node: tree_sitter.Node, root: _Table) -> None:
        start, _ = self._span(node)
        keys: list[Text] = []
        end = start
        way: list[_Table] = []
        for child in node.children:
            if child.type in _KEYS:
                keys = self._keys(child)
            elif child.type in ("]", "]]"):
                end = self._span(child)[1]
                way = self._opened(root, keys, start, end, several=child.type == "]]")
            elif child.type == "pair":
                end = self._pair(child, way, len(keys))
            elif child.type == "comment":
                self._comment(child)
        self._note_lines(start, end)

    def _opened(self, root: _Table, keys: list[Text], start: int, end: int, several: bool) -> list[_Table]:
        """The tables on the way of a header's keys, each made where it is missing."""
        way = [root]
        for index, key in enumerate(keys):
            members = way[-1].members
            if several and index == len(keys) - 1:
                fresh = _Table(start, end)
                member = members.setdefault(key.value, _Member(key, _Tables([])))
                if isinstance(member.content, _Tables):
                    member.content.tables.append(fresh)
                way.append(fresh)
            else:
                way.append(_entered(members, key, start, end))
        _grow(way, start, end)
        return way

    def _pair(self, node: tree_sitter.Node, way: list[_Table], depth: int) -> int:
        """Put a `key = value` into the last table of the way, and return the offset of its end."""
        start, _ = self._span(node)
        keys: list[Text] = []
        end = start
        for child in node.children:
            if child.type in _KEYS:
                keys = self._keys(child)
            elif child.type == "comment":
                self._comment(child)
            elif child.is_named and keys:
                value = self._value(child, depth + len(keys))
                end = value.end
                inner = list(way)
                for key in keys[:-1]:
                    inner.append(_entered(inner[-1].members, key, start, end))
                inner[-1].members[keys[-1].value] = _Member(keys[-1], value)
                _grow(inner, start, end)
        self._note_lines(start, end)
        return end

    def _value(self, node: tree_sitter.Node, depth: int) -> _Value:
        if depth > DEEPEST:
            raise TooDeep
        start, end = self._span(node)
        if node.type == "array":
            built = Node("sequence", self._range(start, end), items=tuple(self._items(node, depth)))
        elif node.type == "inline_table":
            table = _Table(start, end)
            for child in node.children:
                if child.type == "pair":
                    self._pair(child, [table], depth + 1)
                elif child.type == "comment":
                    self._comment(child)
            built = self._frozen(table)
        elif node.type == "string":
            text = string_text(self._source, start, end)
            built = Node("scalar", self._range(start, end), text, text.value, "", self._source.text[start])
        else:
            text = Text.whole(self._source, start, end)
            built = Node("scalar", self._range(start, end), text, number(node.type, text.value))
        return _Value(built, start, end)

    def _items(self, node: tree_sitter.Node, depth: int) -> Iterator[Node]:
        for child in node.children:
            if child.type == "comment":
                self._comment(child)
            elif child.is_named:
                item = self._value(child, depth + 1)
                self._note_lines(item.start, item.end)
                yield item.node

    def _keys(self, node: tree_sitter.Node) -> list[Text]:
        """The parts of a key, outermost first; the tree of a dotted key leans to the left."""
        parts: list[Text] = []
        left: tree_sitter.Node | None = node
        while left is not None and left.type == "dotted_key":
            parts.append(self._key(left.children[-1]))
            left = left.children[0]
        if left is not None:
            parts.append(self._key(left))
        if len(parts) > DEEPEST:
            raise TooDeep
        return parts[::-1]

    def _key(self, node: tree_sitter.Node) -> Text:
        start, end = self._span(node)
        if node.type == "quoted_key":
            return string_text(self._source, start, end)
        return Text.whole(self._source, start, end)

    def _comment(self, node: tree_sitter.Node) -> None:
        self.comments.append(comment(self._source, *self._span(node)))

    def _note_lines(self, start: int, end: int) -> None:
        place = self._range(start, end)
        self.lines.append((place.line, place.end_line))

    def _span(self, node: tree_sitter.Node) -> tuple[int, int]:
        if self._offsets is None:
            return node.start_byte, node.end_byte
        return self._offsets[node.start_byte], self._offsets[node.end_byte]

    def _frozen(self, table: _Table) -> Node:
        entries = []
        for member in table.members.values():
            node = self._frozen_content(member.content)
            place = node.range
            if isinstance(member.content, _Value):
                place = self._range(member.key.outer[0], member.content.end)
            entries.append(Entry(member.key, node, place))
        return Node("mapping", self._range(table.start, table.end), entries=tuple(entries))

    def _frozen_content(self, content: _Content) -> Node:
        if isinstance(content, _Value):
            return content.node
        if isinstance(content, _Table):
            return self._frozen(content)
        items = tuple(self._frozen(table) for table in content.tables)
        first, last = items[0].range, max(item.range for item in items)
        return Node("sequence", Range(first.line, first.column, last.end_line, last.end_column), items=items)


def _entered(members: dict[str, _Member], key: Text, start: int, end: int) -> _Table:
    """The open table of a key, which is made where it is missing."""
    content = members.setdefault(key.value, _Member(key, _Table(start, end))).content
    if isinstance(content, _Tables):
        return content.tables[-1]
    return content if isinstance(content, _Table) else _Table(start, end)


def _grow(way: list[_Table], start: int, end: int) -> None:
    for table in way:
        table.start, table.end = min(table.start, start), max(table.end, end)
