"""JavaScript, with or without JSX source."""

from __future__ import annotations

from deploylint.facts.place import Source
from deploylint.facts.source import ScriptModule
from deploylint.read import ecmascript


def read(source: Source) -> ScriptModule:
    """The facts of a module; with syntax errors, those of what could be read."""
    return ecmascript.read(source, "javascript")
