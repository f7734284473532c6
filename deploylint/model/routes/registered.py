"""Routes that source registers with applications and routers, which are mounted on each other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar

from deploylint.facts.routes import RouteModule, RouteMount
from deploylint.model.routes.paths import Answer, among, joined, mentioned, nearest, starts

DEEPEST = 8  # mounts and imports that are followed one behind the other
Key = tuple[str, str]  # of an application or router: the path of its module, and its name there
FullRoute = tuple[str, tuple[str, ...], bool]  # its path, its methods, whether the path is known from its root on


class RegisteredRoutes(ABC):
    """The modules of one application, by path."""

    variable: ClassVar[str]  # what marks a path that is a pattern

    def __init__(self, modules: Mapping[str, RouteModule]) -> None:
        self._modules = modules
        self._owners = {(path, one.name): one for path, module in modules.items() for one in module.owners}

    def answer(self, path: str) -> Answer:
        """Whether the application serves a path by GET."""
        reason = self._opaque(path)
        if reason:
            return Answer("unknown", reason)
        found = among(self._routes, path)
        if found.state != "unserved":
            return found
        doubt = self._mounted(path) or self._mentioned(path)
        return Answer("unknown", doubt) if doubt else Answer("unserved", near=self._near(path))

    @abstractmethod
    def _opaque(self, path: str) -> str:
        """Why nobody can tell from the source what is served at a path, "" if that can be told."""

    @abstractmethod
    def _prefixes(self, path: str, name: str, seen: frozenset[Key]) -> set[str | None]:
        """All prefixes under which the routes of a name of a module are served; None is one that is not known."""

    @abstractmethod
    def _unfollowed(self) -> Iterable[tuple[str, RouteMount]]:
        """The mounts of what may answer requests unseen, each with its module."""

    def _own(self) -> Iterable[FullRoute]:
        """What the framework serves by itself."""
        return ()

    @cached_property
    def _routes(self) -> list[FullRoute]:
        found = [*self._own()]
        for path, module in self._modules.items():
            for route in module.routes:
                for prefix in self._prefixes(path, route.owner, frozenset()):
                    if route.path is None:
                        found.append(("/*", route.methods, False))
                    else:
                        found.append((joined(prefix or "", route.path), route.methods, prefix is not None))
        return found

    def _mounted(self, path: str) -> str:
        """Why something that is mounted may serve a path, "" if nothing may."""
        for where, mount in self._unfollowed():
            for base in self._prefixes(where, mount.owner, frozenset()):
                if base is None or mount.prefix is None or starts(joined(base, mount.prefix), path):
                    return f"what '{mount.target or 'a call'}' answers is not known"
        return ""

    def _mentioned(self, path: str) -> str:
        return mentioned((literal for module in self._modules.values() for literal in module.literals), path)

    def _near(self, path: str) -> str:
        return nearest({full for full, _, sure in self._routes if sure}, path, self.variable)
