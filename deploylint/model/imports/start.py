"""The imports that fail when a declaration's program starts."""

from __future__ import annotations

from deploylint.facts.place import Span
from deploylint.model.declare.django import settings_module
from deploylint.model.deployment import Declaration, Step
from deploylint.model.imports.broken import Broken
from deploylint.model.imports.javascript import broken
from deploylint.model.imports.python import Program
from deploylint.model.workspace import Workspace


def failing(workspace: Workspace, declaration: Declaration) -> tuple[Broken, ...]:
    """The first-party imports that surely or likely lead to nothing, in the order in which they are made."""
    start = declaration.launch
    if start is None or start.resolution.state != "found" or start.resolution.path is None or start.use.remote:
        return ()
    use, path = start.use, start.resolution.path
    target = use.invocation.target
    first = Step(declaration.span, start.text)
    if target is None:
        return ()
    if target.kind == "node-file":
        return tuple(broken(workspace, use, path, first))
    if target.kind in ("python-module", "python-attribute", "python-file"):
        program = Program(workspace, use, first)
        program.run(path)
        selected = settings_module(workspace, use)
        if selected is not None:
            program.settings(*selected)
        return tuple(program.broken)
    return ()


def lacking(
    workspace: Workspace, declaration: Declaration, critical: tuple[tuple[str, Span | None], ...]
) -> tuple[Broken, ...]:
    """What the contract wants to be importable where a declaration starts, and is not. critical: its words."""
    start = declaration.launch
    if start is None or start.use.remote:
        return ()
    found: list[Broken] = []
    for text, span in critical:
        module, _, attribute = text.partition(":")
        if span is not None:
            program = Program(workspace, start.use, Step(span, text))
            program.require(module, attribute, Step(span, text))
            found += program.broken
    return tuple(found)
