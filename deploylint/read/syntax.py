"""Source code parsed by tree-sitter, and the places of its nodes in code points."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from deploylint.facts.base import Problem
from deploylint.facts.place import Range, Source
from deploylint.facts.record import dataclass
from deploylint.read.grammars import grammar

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Tree

_BUNDLE, _WRITTEN_LINE = 50_000, 300  # characters of a file, and of its lines on average
LONGEST_LINE = 20_000
_ENCODING = "utf-8"
_SNIPPET = 120
_JSX = frozenset({"javascript", "tsx"})
_GRAMMARS: dict[str, tuple[str, ...]] = {
    "python": ("tree_sitter_python",),
    "javascript": ("tree_sitter_javascript",),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
    "bash": ("tree_sitter_bash",),
}


@dataclass(frozen=True)
class Syntax:
    """A parsed source: the tree counts bytes, everything that leaves this class counts code points."""

    source: Source
    data: bytes
    tree: Tree

    @property
    def root(self) -> Node:
        """The node of the whole file."""
        return self.tree.root_node

    @cached_property
    def ascii(self) -> bool:
        """True if bytes and code points are the same."""
        return len(self.data) == len(self.source.text)

    def column(self, byte: int, byte_column: int) -> int:
        """The 0-based code-point column of a byte of which the column in bytes is known."""
        if self.ascii or byte_column == 0:
            return byte_column
        return len(self.data[byte - byte_column : byte].decode(_ENCODING, "replace"))

    def range(self, node: Node) -> Range:
        """The Range of a node."""
        return self.between(node, node)

    def between(self, first: Node, last: Node) -> Range:
        """The Range from the start of one node to the end of another."""
        row, column = first.start_point
        end_row, end_column = last.end_point
        return Range(
            row + 1,
            self.column(first.start_byte, column) + 1,
            end_row + 1,
            self.column(last.end_byte, end_column) + 1,
        )

    def offsets(self, node: Node) -> tuple[int, int]:
        """The code-point offsets of a node's start and end in the source."""
        if self.ascii:
            return node.start_byte, node.end_byte
        row, column = node.start_point
        end_row, end_column = node.end_point
        starts = self.source.starts
        start = starts[row] + self.column(node.start_byte, column)
        return start, starts[end_row] + self.column(node.end_byte, end_column)

    def slice(self, start: int, end: int) -> str:
        """The text between two byte offsets."""
        return self.data[start:end].decode(_ENCODING, "replace")

    def text(self, node: Node) -> str:
        """The text of a node."""
        return self.data[node.start_byte : node.end_byte].decode(_ENCODING, "replace")

    def snippet(self, first: Node, last: Node) -> str:
        """The text from one node to another in one short line, white space folded."""
        return fold(self.slice(first.start_byte, min(last.end_byte, first.start_byte + 8 * _SNIPPET)))


def fold(text: str) -> str:
    """The text in one line, white space folded, cut where it gets long."""
    line = " ".join(text.split())
    return line if len(line) <= _SNIPPET else line[: _SNIPPET - 1] + "…"


@cache
def language(name: str) -> Language:
    """The grammar of python, javascript, typescript, tsx or bash; raises ValueError for another name."""
    from tree_sitter import Language

    if name not in _GRAMMARS:
        raise ValueError(f"there is no grammar for '{name}'")
    return Language(grammar(*_GRAMMARS[name]))


def overlong(source: Source) -> Problem | None:
    """The problem of a source that is a bundle and no file people write.

    A line is longer than 20,000 characters, or the file is long and so are its lines: Closure wraps what it writes at
    500 columns.
    """
    if len(source.text) <= LONGEST_LINE:
        return None
    ends = (*source.starts[1:], len(source.text) + 1)
    for number, (start, end) in enumerate(zip(source.starts, ends, strict=True), 1):
        if end - start - 1 > LONGEST_LINE:
            message = f"Line {number} has more than {LONGEST_LINE:,} characters: taken for generated, not read."
            return Problem(message, Range(number, 1, number, 1), "skip")
    average = len(source.text) // len(source.starts)
    if len(source.text) >= _BUNDLE and average > _WRITTEN_LINE:
        message = f"The lines have {average:,} characters each: taken for generated, not read."
        return Problem(message, Range(1, 1, 1, 1), "skip")
    return None


def parse(source: Source, name: str) -> Syntax:
    """The syntax tree of a source; there always is one, with error nodes where the text is none of the language."""
    from tree_sitter import Parser

    data = source.text.encode(_ENCODING, "replace")
    parser = Parser(language(name))
    tree = parser.parse(data)
    if name in _JSX and tree.root_node.has_error and b"&" in data:
        again = parser.parse(_without_ampersands(data))
        tree = tree if again.root_node.has_error else again
    return Syntax(source, data, tree)


def _without_ampersands(data: bytes) -> bytes:
    """The source with `|` for each single `&`: the grammars refuse a bare `&` in the text of an element.

    All else keeps its place and, as `|` stands where `&` may, its shape.
    """
    return data.replace(b"&&", b"\0\0").replace(b"&", b"|").replace(b"\0\0", b"&&")


def syntax_problems(syntax: Syntax) -> tuple[Problem, ...]:
    """The first syntax error of a file, as a note: what follows was read as far as it could be."""
    if not syntax.root.has_error:
        return ()
    cursor = syntax.tree.walk()
    while True:
        node = cursor.node
        if node is None or node.is_error or node.is_missing:
            break
        if node.has_error and cursor.goto_first_child():
            continue
        if not cursor.goto_next_sibling():
            break
    row, column = node.start_point if node is not None else (0, 0)
    column = syntax.column(node.start_byte, column) if node is not None else 0
    place = Range(row + 1, column + 1, row + 1, column + 1)
    return (Problem(f"Could not be parsed near line {row + 1}: the file was read as far as possible.", place, "skip"),)
