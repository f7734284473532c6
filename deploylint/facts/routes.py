"""The routes that a source file registers, before it is known where its routers are mounted."""

from __future__ import annotations

from typing import Literal

from deploylint.facts.base import Facts
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass


@dataclass(frozen=True, slots=True)
class RouteOwner:
    """A name to which a constructor of a framework is bound: an application, or a router that something mounts.

    prefix: of all its routes, "" without one, None where it is dynamic. closed: nothing that its constructor is told
    makes more routes than the source registers.
    """

    name: str
    framework: str
    kind: Literal["application", "router"]
    prefix: str | None = ""
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """A route registered on a name. path: as written, None where it is dynamic. methods: lower case, none for any."""

    owner: str
    path: str | None
    range: Range
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteMount:
    """Something mounted on a name. target: its dotted name, or the module as written; None for what is no name.

    files: it hands out files. answers: it is a function that may answer any request itself.
    """

    owner: str
    target: str | None
    prefix: str | None
    range: Range
    files: bool = False
    answers: bool = False


@dataclass(frozen=True, slots=True)
class UrlPattern:
    """One `path`, `re_path` or `url` of Django. path: None where it is dynamic, or an expression that is not plain.

    included: the module that it includes; opaque: it includes something else. inner: it stands in another pattern.
    """

    path: str | None
    range: Range
    included: str = ""
    opaque: bool = False
    inner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteModule(Facts):
    """What one file registers. patterns: of Django.

    names: local names to what imports make them stand for (Python: dotted, with the level's dots; ECMAScript: the
    module as written). literals: the other short strings without blanks, for what answers requests in its own way.
    """

    owners: tuple[RouteOwner, ...] = ()
    routes: tuple[Route, ...] = ()
    mounts: tuple[RouteMount, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    patterns: tuple[UrlPattern, ...] = ()
    literals: frozenset[str] = frozenset()
