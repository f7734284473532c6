"""Removing statements from Python source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import libcst as cst
from libcst.metadata import ImportAssignment

from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.fix.encoded import Splice
from deploylint.fix.lines import without_lines
from deploylint.fix.python import Block, Extent, Line, Parsed, Statement
from deploylint.fix.refused import Refused


@dataclass(frozen=True)
class Removal:
    """What is to be removed from a module. targets: the extents of calls and imports."""

    parsed: Parsed
    targets: frozenset[Extent]

    @property
    def source(self) -> Source:
        return self.parsed.source

    def statement(self, extent: Extent) -> Statement:
        """The statement that a target is. Raises Refused if it is only a part of one."""
        for block in self.parsed.blocks:
            for line in block.lines:
                for statement in line.statements:
                    if _extent(self.parsed, statement) == extent:
                        return statement
        raise Refused("it is part of a larger expression")

    def uses(self, extent: Extent) -> Iterator[Extent]:
        """Where the names that a target imports are used; nothing for a call. Raises Refused where nobody knows."""
        node = self.statement(extent).node
        if not isinstance(node, cst.Import | cst.ImportFrom):
            return
        if isinstance(node.names, cst.ImportStar):
            raise Refused("nobody knows which names it imports")
        if isinstance(node, cst.Import) and len(node.names) > 1:
            raise Refused("the statement imports several modules")
        scope = self.parsed.scope(node)
        for alias in node.names:
            name = (alias.evaluated_alias or alias.evaluated_name).split(".")[0]
            yield from self._quoted(name)
            for assignment in scope[name]:
                if isinstance(assignment, ImportAssignment) and assignment.node is node:
                    yield from (self.parsed.offsets(access.node) for access in assignment.references)

    def _quoted(self, name: str) -> Iterator[Extent]:
        """Where a name is a whole string: `__all__` may export it."""
        for text in (f"'{name}'", f'"{name}"'):
            at = self.source.text.find(text)
            if at >= 0:
                yield at, at + len(text)

    def splices(self) -> tuple[Splice, ...]:
        """What removes the targets: whole lines where nothing else stands, `pass` where a body would be empty."""
        gone: list[tuple[int, int]] = []
        found: list[Splice] = []
        for block in self.parsed.blocks:
            whole = [line for line in block.lines if line.statements and all(map(self._removed, line.statements))]
            emptied = block.form != "module" and len(whole) == len(block.lines)
            if emptied:
                first, *whole = whole
                found.append((first.statements[0].start, first.statements[-1].end, "pass"))
            gone.extend(self._numbers(line) for line in whole)
            found.extend(splice for line in self._cut(block) for splice in self._parts(line.statements))
        return (*found, *without_lines(self.source, gone))

    def _cut(self, block: Block) -> list[Line]:
        """The lines of which some statements stay."""
        removed = [(line, [self._removed(statement) for statement in line.statements]) for line in block.lines]
        return [line for line, gone in removed if any(gone) and not all(gone)]

    def _parts(self, statements: Sequence[Statement]) -> Iterator[Splice]:
        """Remove each with the semicolon before it, or behind it where nothing that stays is before it."""
        kept = -1
        for index, statement in enumerate(statements):
            if not self._removed(statement):
                kept = index
            elif kept < 0:
                yield statement.start, statements[index + 1].start, ""
            else:
                yield statements[index - 1].end, statement.end, ""

    def _numbers(self, line: Line) -> tuple[int, int]:
        first, last = line.statements[0].start, line.statements[-1].end
        return self.source.position(first)[0], self.source.position(last)[0]

    def _removed(self, statement: Statement) -> bool:
        return _extent(self.parsed, statement) in self.targets


def unused(
    parsed: Parsed, wanted: Collection[Extent], pool: Collection[Extent], spare: Collection[Extent]
) -> frozenset[Extent]:
    """The wanted targets, and those of the pool that must go with them, and imports that only these use.

    spare: imports that may stay, but go when nothing else uses them than calls in the same body. Raises Refused for a
    wanted import that stays in use, and for what is no statement.
    """
    needed, waiting = set(wanted), list(wanted)
    removal = Removal(parsed, frozenset(wanted))
    while waiting:
        for start, end in removal.uses(waiting.pop()):
            around = next((one for one in sorted({*needed, *pool}) if one[0] <= start and end <= one[1]), None)
            if around is None:
                raise Refused(f"what it imports is used on line {parsed.source.position(start)[0]}")
            if around not in needed:
                needed.add(around)
                waiting.append(around)
    for extent in needed:
        removal.statement(extent)
    return frozenset((*needed, *(one for one in spare if _only_for(removal, one, needed))))


def _only_for(removal: Removal, spare: Extent, targets: Collection[Extent]) -> bool:
    """True if an import is used, and by nothing but targets in the same body."""
    try:
        uses = tuple(removal.uses(spare))
    except Refused:
        return False
    body = next(block for block in removal.parsed.blocks if spare in _extents(removal.parsed, block))
    near = [one for one in _extents(removal.parsed, body) if one in targets]
    return bool(uses) and all(any(one[0] <= start and end <= one[1] for one in near) for start, end in uses)


def _extents(parsed: Parsed, block: Block) -> frozenset[Extent]:
    return frozenset(_extent(parsed, statement) for line in block.lines for statement in line.statements)


def _extent(parsed: Parsed, statement: Statement) -> Extent:
    """The place of a call that is a statement of its own, else of the statement."""
    node = statement.node
    return parsed.offsets(node.value) if isinstance(node, cst.Expr) else (statement.start, statement.end)
