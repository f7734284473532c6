"""Modules that are found by the name a rule gives them: `silent-handler` is `silent_handler.py` in a package."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from types import ModuleType

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def names(package: ModuleType) -> tuple[str, ...]:
    """The names of all modules of a package, sorted."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(package.__path__)))


def module(package: ModuleType, name: str) -> ModuleType | None:
    """The module of a name, imported now; None if there is none or it is no name."""
    if not _NAME.fullmatch(name):
        return None
    path = f"{package.__name__}.{name.replace('-', '_')}"
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path:
            return None
        raise
