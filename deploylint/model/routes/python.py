"""The routes of FastAPI and Flask applications."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from deploylint.facts.routes import RouteMount, RouteOwner
from deploylint.model.paths import join, parent
from deploylint.model.routes.paths import joined, starts
from deploylint.model.routes.registered import DEEPEST, FullRoute, Key, RegisteredRoutes

# Packages that register routes in ways that are not read here.
_OTHERS = frozenset(
    {
        *("flask_restful", "flask_restx", "flask_smorest", "flask_appbuilder", "flask_admin", "flask_classful"),
        *("connexion", "dash", "django", "aiohttp", "sanic", "tornado", "falcon", "bottle", "litestar", "quart"),
        *("gradio", "nicegui", "chainlit", "fastapi_utils", "fastapi_router_controller", "starlette_admin", "piccolo"),
        *("fasthtml", "robyn", "responder", "apistar", "hug", "pyramid", "cherrypy", "eve", "ninja", "ariadne"),
    }
)
_DOCUMENTS = ("/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect")


class PythonRoutes(RegisteredRoutes):
    """The modules of one application, by path."""

    variable = "{"

    def _opaque(self, path: str) -> str:
        applications = [one for one in self._owners.values() if one.kind == "application"]
        if not applications:
            return "no application of a known framework is made in its source"
        if not all(one.closed for one in self._owners.values()):
            return "an application or router is told more than its source shows"
        if any(one.framework == "flask" for one in applications) and starts("/static", path):
            return "it hands out files below '/static'"
        for module in self._modules.values():
            for name, meant in module.names:
                package = meant.lstrip(".").partition(".")[0]
                if package in _OTHERS or meant.startswith("starlette.routing"):
                    return f"'{package}' registers routes in its own way"
                if "health" in meant.lower() and self._imported(meant) is None and not meant.startswith("."):
                    return f"'{name}' may answer health checks"
        return ""

    def _own(self) -> Iterable[FullRoute]:
        fastapi = any(one.framework == "fastapi" for one in self._owners.values())
        return [(path, ("get",), True) for path in _DOCUMENTS] if fastapi else ()

    def _prefixes(self, path: str, name: str, seen: frozenset[Key]) -> set[str | None]:
        key = self._target(path, name, 0)
        if key is None or key in seen or len(seen) > DEEPEST:
            return {None}
        owner = self._owners[key]
        found: set[str | None] = {""} if owner.kind == "application" else set()
        for where, mount in self._mounts.get(key, ()):
            for base in self._prefixes(where, mount.owner, seen | {key}):
                known = base is not None and mount.prefix is not None and owner.prefix is not None
                found.add(joined(base or "", mount.prefix or "", _own_prefix(owner, mount)) if known else None)
        if not found and self._loose:
            found.add(None)  # what is mounted without a name that could be followed may be this one
        return found

    @cached_property
    def _mounts(self) -> dict[Key, list[tuple[str, RouteMount]]]:
        found: dict[Key, list[tuple[str, RouteMount]]] = {}
        for path, mount, key in self._resolved:
            if key is not None:
                found.setdefault(key, []).append((path, mount))
        return found

    @cached_property
    def _resolved(self) -> list[tuple[str, RouteMount, Key | None]]:
        return [
            (path, mount, self._target(path, mount.target, 0) if mount.target is not None else None)
            for path, module in self._modules.items()
            for mount in module.mounts
        ]

    @cached_property
    def _loose(self) -> list[tuple[str, RouteMount]]:
        """The mounts of what cannot be followed to a router of this source, files left out."""
        return [(path, mount) for path, mount, key in self._resolved if key is None and not mount.files]

    def _unfollowed(self) -> Iterable[tuple[str, RouteMount]]:
        return ((path, mount) for path, mount, key in self._resolved if key is None)

    def _target(self, path: str, said: str, depth: int) -> Key | None:
        """The application or router that a dotted name means in a module."""
        if (path, said) in self._owners:
            return (path, said)
        names = dict(self._modules[path].names) if path in self._modules else {}
        first, _, rest = said.partition(".")
        if depth > DEEPEST or first not in names:
            return None
        meant = names[first] + (f".{rest}" if rest else "")
        level = len(meant) - len(meant.lstrip("."))
        words = [word for word in meant.lstrip(".").split(".") if word]
        for length in range(len(words) - 1, -1, -1):
            module = self._module(path, level, words[:length])
            if module is not None and module != path:
                found = self._target(module, ".".join(words[length:]), depth + 1)
                if found is not None:
                    return found
        return None

    def _imported(self, meant: str) -> str | None:
        """The module of this source that an absolute dotted name lies in."""
        words = meant.split(".")
        return next((found for n in range(len(words), 0, -1) if (found := self._module("", 0, words[:n]))), None)

    def _module(self, path: str, level: int, words: list[str]) -> str | None:
        inner = "/".join(words)
        endings = [f"{inner}.py", f"{inner}/__init__.py"] if inner else ["__init__.py"]
        if level:
            folder: str | None = parent(path)
            for _ in range(level - 1):
                folder = parent(folder) if folder else None
            candidates = [join(folder, ending) for ending in endings] if folder is not None else []
            return next((one for one in candidates if one in self._modules), None)
        found = [one for one in self._modules for ending in endings if one == ending or one.endswith(f"/{ending}")]
        return min(found, key=len) if found and inner else None


def _own_prefix(owner: RouteOwner, mount: RouteMount) -> str:
    """The prefix of a router itself; Flask's register_blueprint takes its own in place of the blueprint's."""
    if owner.framework == "flask" and mount.prefix:
        return ""
    return owner.prefix or ""
