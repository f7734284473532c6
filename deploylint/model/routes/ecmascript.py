"""The routes of Express and Fastify applications."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from deploylint.facts.routes import RouteMount
from deploylint.model.paths import join, parent
from deploylint.model.routes.paths import joined
from deploylint.model.routes.registered import DEEPEST, Key, RegisteredRoutes

_SUFFIXES = (".ts", ".js", ".mjs", ".cjs")
_ENDINGS = ("", *_SUFFIXES, ".tsx", ".mts", ".cts", *(f"/index{suffix}" for suffix in _SUFFIXES))
# Packages that register routes in ways that are not read here; all of a scope behind a slash.
_OTHERS = tuple(
    """
    koa hono @hono/ @nestjs/ @hapi/ restify next @feathersjs/ @loopback/ sails @adonisjs/ h3 nitro polka elysia
    routing-controllers tsoa @strapi/ meteor inversify-express tsed express-file-routing express-automatic-routes
    consign @fastify/autoload fastify-autoload @fastify/static express-openapi swagger-routes payload @remix-run/
    @react-router/ vite parse-server keystone
    """.split()
)


class ScriptRoutes(RegisteredRoutes):
    """The modules of one application, by path."""

    variable = ":"

    def _opaque(self, path: str) -> str:
        if not any(one.kind == "application" for one in self._owners.values()):
            return "no application of a known framework is made in its source"
        for module in self._modules.values():
            for _, meant in module.names:
                if meant.startswith(("@/", "~", "#", "src/")):
                    return f"where '{meant}' lies is not known"
                if not meant.startswith(".") and (_is_other(meant) or "health" in meant or "terminus" in meant):
                    return f"'{meant}' registers routes in its own way"
        return ""

    def _prefixes(self, path: str, name: str, seen: frozenset[Key]) -> set[str | None]:
        owner = self._owners.get((path, name))
        if owner is None or (path, name) in seen or len(seen) > DEEPEST:
            return {None}
        found: set[str | None] = {""} if owner.kind == "application" else set()
        for where, mount in self._mounts.get((path, name), ()):
            for base in self._prefixes(where, mount.owner, seen | {(path, name)}):
                known = base is not None and mount.prefix is not None
                found.add(joined(base or "", mount.prefix or "") if known else None)
        return found or {None}

    @cached_property
    def _mounts(self) -> dict[Key, list[tuple[str, RouteMount]]]:
        """What is mounted where: a name of the same module, or the routers of another that nothing there mounts."""
        found: dict[Key, list[tuple[str, RouteMount]]] = {}
        for path, mount in self._all:
            target = mount.target or ""
            said = target if target.startswith("module:") else target.partition(".")[0]
            if (path, mount.target or "") in self._owners:
                found.setdefault((path, mount.target or ""), []).append((path, mount))
                continue
            other = self._file(path, said)
            for where, name in self._owners if other is not None else ():
                own = {inner.target for inner in self._modules[where].mounts}
                if where == other and self._owners[where, name].kind == "router" and name not in own:
                    found.setdefault((where, name), []).append((path, mount))
        return found

    @cached_property
    def _all(self) -> list[tuple[str, RouteMount]]:
        return [(path, mount) for path, module in self._modules.items() for mount in module.mounts]

    def _unfollowed(self) -> Iterable[tuple[str, RouteMount]]:
        return ((where, mount) for where, mount in self._all if self._open(where, mount))

    def _open(self, where: str, mount: RouteMount) -> bool:
        """True for what may answer requests in a way that its module does not show."""
        if mount.files:
            return False  # a path of a health check is no file
        if mount.answers or mount.target is None:
            return True
        said = mount.target.removeprefix("call:").partition(".")[0]
        module = mount.target.removeprefix("module:") if mount.target.startswith("module:") else None
        meant = module or dict(self._modules[where].names).get(said, "")
        if not meant:
            made = mount.target.startswith("call:")
            return "proxy" in said.lower() or (made and "router" in said.lower())
        if meant.startswith("."):
            return self._resolved(where, meant) is None
        return any(word in meant.lower() for word in ("proxy", "router", "route", "graphql", "server"))

    def _file(self, path: str, said: str) -> str | None:
        """The module of this source that a name or `module:./x` comes from."""
        if said.startswith("module:"):
            return self._resolved(path, said.removeprefix("module:"))
        meant = dict(self._modules[path].names).get(said.removeprefix("call:"), "")
        return self._resolved(path, meant) if meant.startswith(".") else None

    def _resolved(self, path: str, module: str) -> str | None:
        if not module.startswith("."):
            return None
        plain = module[:-3] if module.endswith((".js", ".ts")) else module
        found = (join(parent(path), stem + ending) for stem in (module, plain) for ending in _ENDINGS)
        return next((one for one in found if one is not None and one in self._modules), None)


def _is_other(meant: str) -> bool:
    return any(meant == one or meant.startswith(one if one.endswith("/") else f"{one}/") for one in _OTHERS)
