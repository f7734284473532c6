"""Versions of Python as files write them, and which versions a requirement allows, as far as major and minor say."""

from __future__ import annotations

import re

Release = tuple[int, ...]

_EXACT = re.compile(r"(?:c?python[-@]?)?v?(\d+\.\d+(?:\.\d+)?)(?:[a-z]+\d+|[-+]dev)?", re.IGNORECASE)
_CLAUSE = re.compile(r"(===|==|~=|!=|<=|>=|\^|~|<|>|=)?\s*v?(\d+(?:\.\d+)*)(\.\*)?")
_IN_IMAGE = re.compile(r"(?:^|[/:_-])python:?v?(\d+\.\d+)(?!\d)")


def exact(text: str) -> Release | None:
    """The version that `3.12`, `3.12.4` or `python-3.12.4` names; None for anything else."""
    found = _EXACT.fullmatch(text.strip())
    return _release(found[1]) if found is not None else None


def of_image(reference: str) -> Release | None:
    """The version that the name and tag of a base image promise: `python:3.12-slim`, `uv:python3.12-alpine`."""
    found = _IN_IMAGE.search(reference)
    return _release(found[1]) if found is not None else None


def same(one: Release, other: Release) -> bool:
    """True if two versions differ in the patch level at most."""
    return one[:2] == other[:2]


def allowed(requirement: str, version: Release) -> bool:
    """False if a requirement (PEP 440, or Poetry's `^3.11`) allows no patch level of the version's minor.

    What cannot be read allows everything.
    """
    alternatives = requirement.split("||")
    return any(all(_holds(clause.strip(), version[:2]) for clause in _clauses(one)) for one in alternatives)


def _clauses(alternative: str) -> list[str]:
    return [clause for clause in re.split(r",|(?<=[\d*])\s+(?=[<>=!~^])", alternative) if clause.strip()]


def _holds(clause: str, version: Release) -> bool:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        return True
    operator, bound = found[1] or "==", _release(found[2])
    low = bound[:2]
    if operator in ("==", "===", "="):
        return version[: len(low)] == low
    if operator == "!=":
        return found[3] is None or version[: len(low)] != low
    if operator in (">=", ">"):
        return version[: len(low)] >= low
    if operator == "<=":
        return version[: len(low)] <= low
    if operator == "<":
        return version[: len(low)] <= low if any(bound[2:]) else version < (*low, 0)[:2]
    return _compatible(operator, bound, version)


def _compatible(operator: str, bound: Release, version: Release) -> bool:
    """`~=3.9` and `^3.9` allow what is later of the same major, `~=3.9.1` and `~3.9` the same minor."""
    fixed = 2 if (operator == "~=" and len(bound) > 2) or (operator == "~" and len(bound) > 1) else 1
    return version[:fixed] == bound[:fixed] and version[: len(bound[:2])] >= bound[:2]


def _release(text: str) -> Release:
    return tuple(int(part) for part in text.split("."))
