"""Handlers that make errors disappear: except and catch clauses, `contextlib.suppress`, `.catch(() => {})`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import holding, normal, place, way
from deploylint.facts.base import Facts
from deploylint.facts.place import Span
from deploylint.facts.source import Handler, PythonModule, ScriptModule
from deploylint.model.sources import part

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

BY_CONTENT = True


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """needles, formats: which files to read.

    everything: the types that catch all errors, beside no type at all. broad, narrow: the bodies that hide an error
    when all or some types are caught (`acts`: the body does something, but nothing with the error). innocent: types
    whose loss is no loss. accepted: words of a comment in the handler that tell another linter that it is meant.
    aside: parts of a repository where a hidden error is a note; silent: parts of which nothing is said.
    """

    formats: tuple[str, ...]
    needles: tuple[str, ...]
    broad: tuple[str, ...]
    narrow: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each handler that hides an error; `started` where it hides all and a production start runs the file."""
    workspace = deployment.workspace
    for path in holding(workspace, params.needles, params.formats):
        facts = workspace.facts(path)
        found = part(path)
        if found in params.silent or not isinstance(facts, PythonModule | ScriptModule):
            continue
        for handler in facts.handlers:
            message = _message(handler, params)
            if message is not None and not _accepted(handler, facts, params):
                yield _hit(deployment, path, handler, "aside" if found in params.aside else message)


def _message(handler: Handler, params: Params) -> str | None:
    """`broad`, `acts`, `narrow`, or None for a handler that hides nothing."""
    if handler.form == "handles":
        return None
    names = {name.rsplit(".", 1)[-1] for name in handler.types}
    body = handler.body if handler.form == "silent" else "acts"
    if not names or not names.isdisjoint(params.everything):
        if body not in params.broad:
            return None
        if handler.cleanup or handler.optional_import or handler.conversion:
            return "narrow" if params.narrow else "aside"
        return "acts" if body == "acts" or (handler.answers and "acts" in params.broad) else "broad"
    if names.issubset(params.innocent) or handler.cleanup or handler.optional_import:
        return None
    return "narrow" if body in params.narrow else None


def _accepted(handler: Handler, facts: Facts, params: Params) -> bool:
    return any(
        (handler.extent or handler.range).covers(comment.range)
        and any(word in comment.text.value for word in params.accepted)
        for comment in (facts.comments if params.accepted else ())
    )


def _hit(deployment: Deployment, path: str, handler: Handler, message: str) -> Hit:
    started = message == "broad" and _near(deployment, path, handler)
    return Hit(
        span=Span(path, handler.range),
        subject=(handler.symbol, normal(handler.snippet)) if handler.symbol else (normal(handler.snippet),),
        message=message,
        values=(("handler", handler.snippet), ("place", place(handler.symbol, path))),
        related=way(deployment, path) if started else (),
        started=started,
        extent=handler.extent,
    )


def _near(deployment: Deployment, path: str, handler: Handler) -> bool:
    """True in the module that production starts, and in what it imports itself if not even a value is put in place."""
    steps = deployment.started.get(path)
    nothing = handler.body in ("pass", "continue", "empty")
    return steps is not None and len(steps) <= (2 if nothing else 1)
