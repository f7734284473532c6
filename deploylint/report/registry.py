"""Which formats there are: one module of `formats` each, imported only when it is used."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module

from deploylint.report import formats


def names() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(formats.__path__)))


def reporter(name: str) -> Callable[..., str]:
    """The `render(run: Run) -> str` of a format. Raises ModuleNotFoundError for one that is not there."""
    render: Callable[..., str] = import_module(f"{formats.__name__}.{name}").render
    return render
