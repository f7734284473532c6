"""What a block of code does with a failure: the strongest of what its nodes do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tree_sitter import Node

Form = Literal["handles", "acts", "silent"]
# What one node does by itself, and the mark it leaves if that is nothing: return, assign, continue, break, pass.
Step = tuple[Form, str]

HANDLES: Step = ("handles", "")
ACTS: Step = ("acts", "")
SILENT: Step = ("silent", "")
RETURNS: Step = ("silent", "return")
ASSIGNS: Step = ("silent", "assign")

# What is larger than this does something; looking through all of many nested blocks would be quadratic.
_LARGEST = 20_000
_MARKS = ("return", "assign", "break", "continue", "pass")


def outcome(
    body: Node,
    step: Callable[[Node, bool], Step],
    within: Callable[[Node], list[tuple[Node, bool]]],
    otherwise: str,
) -> tuple[Form, str]:
    """The form of a block, and for a silent one its most telling mark, or else the mark given as otherwise.

    step: what a node does; within: which of its children to look at, and whether the failure is only looked at
    there and goes nowhere (a condition), which step is told of all that stands in it.
    """
    acts, marks = False, set[str]()
    stack: list[tuple[Node, bool]] = [(body, False)]
    looked_at = 0
    while stack:
        node, quiet = stack.pop()
        looked_at += 1
        if looked_at > _LARGEST:
            return "acts", ""
        form, mark = step(node, quiet)
        if form == "handles":
            return "handles", ""
        acts = acts or form == "acts"
        marks.add(mark)
        stack.extend((child, quiet or hidden) for child, hidden in within(node))
    if acts:
        return "acts", ""
    return "silent", next((mark for mark in _MARKS if mark in marks), otherwise)
