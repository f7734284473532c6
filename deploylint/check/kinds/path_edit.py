"""Edits of Python's module search path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import holding, normal, shown, way
from deploylint.facts.place import Span
from deploylint.facts.source import PythonModule
from deploylint.model.sources import part

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

BY_CONTENT = True


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """needles: which files to read; actions: the edits that count; aside: parts of a repository where one is a note."""

    needles: tuple[str, ...]
    actions: tuple[str, ...]
    aside: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each edit: `started` in files that a production start runs, `shipped` or `aside` elsewhere."""
    workspace = deployment.workspace
    for path in holding(workspace, params.needles, ("python",)):
        facts = workspace.get(path, PythonModule)
        found = part(path)
        if facts is None or found in params.silent:
            continue
        started = path in deployment.started
        message = "started" if started else "aside" if found in params.aside else "shipped"
        for edit in facts.path_edits:
            if edit.action in params.actions:
                yield Hit(
                    span=Span(path, edit.range),
                    subject=tuple(name for name in (edit.symbol, normal(edit.snippet)) if name),
                    message=message,
                    values=(("found", shown(edit.snippet)),),
                    related=way(deployment, path),
                    started=started,
                )
