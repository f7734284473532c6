"""Python source through libcst: its statements with their places, its scopes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider, Scope, ScopeProvider

from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.fix.refused import Refused

Handler = cst.ExceptHandler | cst.ExceptStarHandler
Extent = tuple[int, int]  # start and end, in code points of the source


@dataclass(frozen=True, slots=True)
class Statement:
    """A simple statement and its offsets in the source."""

    node: cst.BaseSmallStatement
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """The simple statements between two line ends; empty for a compound statement."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A body. form: of the module, of indented lines, or on the line of its head."""

    form: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Parsed:
    """A parsed module. Offsets are code points in the source."""

    source: Source
    wrapper: MetadataWrapper

    @property
    def module(self) -> cst.Module:
        return self.wrapper.module

    def offsets(self, node: cst.CSTNode) -> Extent:
        """Start and end of a node, without the white space and comments that belong to it."""
        place = self._positions[node]
        start = self.source.offset(place.start.line, place.start.column + 1)
        return start, self.source.offset(place.end.line, place.end.column + 1)

    @cached_property
    def _positions(self) -> dict[cst.CSTNode, cst.metadata.CodeRange]:
        return dict(self.wrapper.resolve(PositionProvider))

    @cached_property
    def _scopes(self) -> dict[cst.CSTNode, Scope | None]:
        return dict(self.wrapper.resolve(ScopeProvider))

    @cached_property
    def _parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        return dict(self.wrapper.resolve(ParentNodeProvider))

    def scope(self, node: cst.CSTNode) -> Scope:
        """The scope that names in a node are looked up in."""
        around: cst.CSTNode | None = node
        while around is not None:
            scope = self._scopes.get(around)
            if scope is not None:
                return scope
            around = self._parents.get(around)
        raise Refused("its scope is unknown")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All bodies of simple and compound statements, in the order of the source."""
        return tuple(self._block(node) for node in self._collected.bodies)

    @cached_property
    def handlers(self) -> Mapping[int, tuple[Handler, str]]:
        """All except clauses by the offset at which they begin, each with the name of the function around it."""
        return {self.offsets(node)[0]: (node, name) for node, name in self._collected.handlers}

    @cached_property
    def _collected(self) -> _Collector:
        collector = _Collector()
        self.module.visit(collector)
        return collector

    def _block(self, node: cst.Module | cst.BaseSuite) -> Block:
        if isinstance(node, cst.SimpleStatementSuite):
            return Block("suite", (self._line(node.body),))
        form = "module" if isinstance(node, cst.Module) else "indented"
        bodies = (line.body if isinstance(line, cst.SimpleStatementLine) else () for line in _lines(node))
        return Block(form, tuple(map(self._line, bodies)))

    def _line(self, statements: Sequence[cst.BaseSmallStatement]) -> Line:
        return Line(tuple(Statement(node, *self.offsets(node)) for node in statements))


def parse(source: Source) -> Parsed:
    """The module of a source. Raises Refused for what libcst cannot read or would cut into other lines."""
    if "\r" in source.text or "\f" in source.text:
        raise Refused("it holds line ends that Python and editors count differently")
    try:
        module = cst.parse_module(source.text)
        if module.code != source.text:
            raise Refused("its syntax cannot be kept as it is")
        return Parsed(source, MetadataWrapper(module, unsafe_skip_copy=True))
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise Refused("its syntax is not understood") from error


def _lines(node: cst.Module | cst.BaseSuite) -> Iterator[cst.CSTNode]:
    yield from node.body


class _Collector(cst.CSTVisitor):
    """Keeps bodies, and except clauses with the name of the function around them."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[cst.Module | cst.BaseSuite] = []
        self.handlers: list[tuple[Handler, str]] = []
        self._functions = [""]

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Module | cst.BaseSuite):
            self.bodies.append(node)
        elif isinstance(node, Handler):
            self.handlers.append((node, self._functions[-1]))
        elif isinstance(node, cst.FunctionDef):
            self._functions.append(node.name.value)
        return not isinstance(node, cst.BaseExpression)

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()
