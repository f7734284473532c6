"""Interpolation of Compose values: `$V`, `${V:-default}`, `$$` and the rest, with what stays unknown.

Source: the Compose specification, chapter 12; `:+` and `+`, and what is no valid variable, as compose-go reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from deploylint.facts.record import dataclass

_NAME = r"[_A-Za-z][_A-Za-z0-9]*"
_DEEPEST = 30  # defaults within defaults: deeper ones are left as they are


@dataclass(frozen=True, slots=True)
class Interpolated:
    """A value as Compose makes it of a text.

    value: with variables that are not set as nothing. missing: those, each once: not set and without a default.
    assumed: the variables whose default counts because they are not set. problems: what Compose refuses to start with.
    """

    value: str
    missing: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\$(?:(?P<escaped>\$)|(?P<named>{_NAME})|(?P<braced>\{{))")


@cache
def _inner() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{_NAME})(?:(?P<operator>:?[-?+])(?P<word>.*))?", re.DOTALL)


def interpolate(text: str, known: Mapping[str, str]) -> Interpolated:
    """The value of a text; known: the variables that are set where Compose is called."""
    if "$" not in text:
        return Interpolated(text)
    work = _Work(known)
    return Interpolated(work.put(text, 0), *(tuple(dict.fromkeys(x)) for x in (work.missing, work.assumed, work.wrong)))


class _Work:
    """One interpolation; what is found on the way collects in it."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.missing: list[str] = []
        self.assumed: list[str] = []
        self.wrong: list[str] = []

    def put(self, text: str, depth: int) -> str:
        parts: list[str] = []
        closings = _closings(text)
        at = 0
        while found := _pattern().search(text, at):
            parts.append(text[at : found.start()])
            at = found.end()
            if found["escaped"]:
                parts.append("$")
            elif found["named"]:
                parts.append(self._variable(found["named"]))
            else:
                end = closings.get(found.start())
                inner = _inner().fullmatch(text, found.end(), end - 1) if end is not None else None
                if end is None or inner is None or depth > _DEEPEST:
                    self.wrong.append(f"'{text[found.start() : end]}' is no variable that Compose understands")
                    end = len(text) if end is None else end
                    parts.append(text[found.start() : end])
                else:
                    parts.append(self._braced(inner, depth + 1))
                at = end
        return "".join((*parts, text[at:]))

    def _variable(self, name: str) -> str:
        if name not in self.known:
            self.missing.append(name)
        return self.known.get(name, "")

    def _braced(self, inner: re.Match[str], depth: int) -> str:
        name, operator, word = inner["name"], inner["operator"], inner["word"]
        if operator is None:
            return self._variable(name)
        value = self.known.get(name)
        there = value is not None and (value != "" or not operator.startswith(":"))
        if operator.endswith("+"):
            if value is None:
                self.assumed.append(name)
            return self.put(word, depth) if there else (value or "")
        if there:
            assert value is not None
            return value
        if operator.endswith("?"):
            said = self.put(word, depth)
            self.wrong.append(f"required variable '{name}' is missing a value" + (f": {said}" if said else ""))
            self.missing.append(name)
            return ""
        if value is None:
            self.assumed.append(name)
        return self.put(word, depth)


def _closings(text: str) -> dict[int, int]:
    """From the index of each `${` that is closed to the index behind its brace; `$$` opens nothing."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    while at < len(text):
        pair = text[at : at + 2]
        if pair == "${":
            opened.append(at)
        if pair in ("$$", "${"):
            at += 2
            continue
        if text[at] == "{":
            opened.append(-1)
        elif text[at] == "}" and opened:
            start = opened.pop()
            if start >= 0:
                closings[start] = at + 1
        at += 1
    return closings
