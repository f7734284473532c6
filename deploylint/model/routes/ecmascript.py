"""The routes of Express and Fastify applications."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from deploylint.facts.routes import RouteModule, RouteMount
from deploylint.model.paths import join, parent
from deploylint.model.routes.paths import Answer, among, joined, mentioned, nearest, starts

_ENDINGS = (
    "",
    ".ts",
    ".js",
    ".mjs",
    ".cjs",
    ".tsx",
    ".mts",
    ".cts",
    "/index.ts",
    "/index.js",
    "/index.mjs",
    "/index.cjs",
)
# Packages that register routes in ways that are not read here.
_OTHERS = (
    *(
        "koa",
        "hono",
        "@hono/",
        "@nestjs/",
        "@hapi/",
        "restify",
        "next",
        "@feathersjs/",
        "@loopback/",
        "sails",
        "@adonisjs/",
    ),
    *(
        "h3",
        "nitro",
        "polka",
        "elysia",
        "routing-controllers",
        "tsoa",
        "@strapi/",
        "meteor",
        "inversify-express",
        "tsed",
    ),
    *(
        "express-file-routing",
        "express-automatic-routes",
        "consign",
        "@fastify/autoload",
        "fastify-autoload",
        "@fastify/static",
    ),
    *(
        "express-openapi",
        "swagger-routes",
        "payload",
        "@remix-run/",
        "@react-router/",
        "vite",
        "parse-server",
        "keystone",
    ),
)
_DEEPEST = 8


class ScriptRoutes:
    """The modules of one application, by path."""

    def __init__(self, modules: Mapping[str, RouteModule]) -> None:
        self._modules = modules
        self._owners = {(path, one.name): one for path, module in modules.items() for one in module.owners}

    def answer(self, path: str) -> Answer:
        """Whether the application serves a path by GET."""
        reason = self._opaque()
        if reason:
            return Answer("unknown", reason)
        found = among(self._routes, path)
        if found.state != "unserved":
            return found
        doubt = self._mounted(path) or self._mentioned(path)
        return Answer("unknown", doubt) if doubt else Answer("unserved", near=self._near(path))

    def _opaque(self) -> str:
        if not any(one.kind == "application" for one in self._owners.values()):
            return "no application of a known framework is made in its source"
        for module in self._modules.values():
            for _, meant in module.names:
                if meant.startswith(("@/", "~", "#", "src/")):
                    return f"where '{meant}' lies is not known"
                if not meant.startswith(".") and (_is_other(meant) or "health" in meant or "terminus" in meant):
                    return f"'{meant}' registers routes in its own way"
        return ""

    @cached_property
    def _routes(self) -> list[tuple[str, tuple[str, ...], bool]]:
        """Full paths with their methods, and whether the path is known from its root on."""
        found = []
        for path, module in self._modules.items():
            for route in module.routes:
                for prefix in self._prefixes(path, route.owner, frozenset()):
                    if route.path is None:
                        found.append(("/*", route.methods, False))
                    else:
                        found.append((joined(prefix or "", route.path), route.methods, prefix is not None))
        return found

    def _prefixes(self, path: str, name: str, seen: frozenset[tuple[str, str]]) -> set[str | None]:
        """All prefixes under which the routes of a name are served; None is one that is not known."""
        owner = self._owners.get((path, name))
        if owner is None or (path, name) in seen or len(seen) > _DEEPEST:
            return {None}
        found: set[str | None] = {""} if owner.kind == "application" else set()
        for where, mount in self._mounts.get((path, name), ()):
            for base in self._prefixes(where, mount.owner, seen | {(path, name)}):
                known = base is not None and mount.prefix is not None
                found.add(joined(base or "", mount.prefix or "") if known else None)
        return found or {None}

    @cached_property
    def _mounts(self) -> dict[tuple[str, str], list[tuple[str, RouteMount]]]:
        """What is mounted where: a name of the same module, or the routers of another that nothing there mounts."""
        found: dict[tuple[str, str], list[tuple[str, RouteMount]]] = {}
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

    def _mounted(self, path: str) -> str:
        """Why something that is mounted may serve a path, "" if nothing may."""
        for where, mount in self._all:
            if not self._open(where, mount):
                continue
            for base in self._prefixes(where, mount.owner, frozenset()):
                if base is None or mount.prefix is None or starts(joined(base, mount.prefix), path):
                    return f"what '{mount.target or 'a call'}' answers is not known"
        return ""

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

    def _mentioned(self, path: str) -> str:
        return mentioned((literal for module in self._modules.values() for literal in module.literals), path)

    def _near(self, path: str) -> str:
        return nearest({full for full, _, sure in self._routes if sure}, path, ":")

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
