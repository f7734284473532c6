"""The readers, found by the name of the format they read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from deploylint.facts.base import Facts
from deploylint.facts.place import Source


@cache
def readable(format_name: str) -> bool:
    """True if a module reads the format. Imports nothing."""
    return find_spec(f"deploylint.read.{format_name}") is not None


@cache
def reader(format_name: str) -> Callable[[Source], Facts] | None:
    """`read` of the module of a format, imported when first asked for; None if nothing reads the format."""
    if not readable(format_name):
        return None
    read: Callable[[Source], Facts] = import_module(f"deploylint.read.{format_name}").read
    return read
