"""Paths of requests beside paths of routes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from deploylint.facts.record import dataclass

State = Literal["served", "unserved", "unknown"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a path is served. reason: why that is not known. near: the served path that comes near, "" for none."""

    state: State
    reason: str = ""
    near: str = ""


def parts(path: str) -> tuple[str, ...]:
    """The segments of a path; slashes at its ends and doubled ones do not count, for frameworks redirect."""
    return tuple(part for part in path.split("/") if part)


def joined(*pieces: str) -> str:
    """Pieces of a path as one, with one slash in front."""
    return "/" + "/".join(part for piece in pieces for part in parts(piece))


def serves(pattern: str, path: str) -> bool:
    """True if a route may match a path: `{x}`, `<x>` and `:x` are any segment, `{x:path}` and `*` all that follows."""
    wanted, given = parts(pattern), parts(path)
    for index, one in enumerate(wanted):
        if _rest(one):
            return True
        if index >= len(given):
            return all(part.endswith("?") for part in wanted[index:])
        if not _dynamic(one) and one != given[index]:
            return False
    return len(wanted) == len(given)


def ends(pattern: str, path: str) -> bool:
    """True if a path may be a route's pattern behind a prefix that is not known."""
    given = parts(path)
    return any(serves(pattern, "/".join(given[start:])) for start in range(len(given) + 1))


def starts(prefix: str, path: str) -> bool:
    """True if a path lies below a prefix."""
    wanted, given = parts(prefix), parts(path)
    return len(wanted) <= len(given) and all(a == b or _dynamic(a) for a, b in zip(wanted, given, strict=False))


def _dynamic(part: str) -> bool:
    return any(character in part for character in "{}<>:()[]*+?|\\^$")


def _rest(part: str) -> bool:
    """True for what matches any number of segments."""
    return "*" in part or ":path" in part or "<path:" in part or "(" in part


def among(routes: Iterable[tuple[str, tuple[str, ...], bool]], path: str) -> Answer:
    """Whether a path is one of some routes for GET: the whole path, methods (none: all), whether the path is known."""
    doubt = ""
    for full, methods, certain in routes:
        if certain and serves(full, path):
            if not methods or set(methods) & {"get", "head"}:
                return Answer("served")
            doubt = doubt or f"'{full}' is served for other methods"
        elif not certain and ends(full, path):
            doubt = doubt or f"'{full}' lies below a prefix that is not known"
    return Answer("unknown", doubt) if doubt else Answer("unserved")


def mentioned(literals: Iterable[str], path: str) -> str:
    """Why something other than a route may answer a path, "" if nothing may: middleware that names it."""
    last = parts(path)[-1:]
    for literal in literals:
        if last and literal.startswith("/") and parts(literal.partition("?")[0])[-1:] == last:
            return f"'{literal}' is mentioned in its source"
    return ""


def nearest(served: Collection[str], path: str, variable: str) -> str:
    """The one served path that ends like the one that is asked for, else one that speaks of health; "" for none.

    variable: what marks a path that is a pattern.
    """
    last = parts(path)[-1:]
    found = {full for full in served if last and parts(full)[-1:] == last}
    if not found:
        found = {full for full in served if "health" in full and variable not in full}
    return min(found, key=lambda full: (len(full), full), default="")
