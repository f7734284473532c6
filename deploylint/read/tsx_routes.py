"""The routes that TypeScript source with JSX registers."""

from __future__ import annotations

from deploylint.facts.place import Source
from deploylint.facts.routes import RouteModule
from deploylint.read import ecmascript_routes


def read(source: Source) -> RouteModule:
    """What a module registers."""
    return ecmascript_routes.read(source, "tsx")
