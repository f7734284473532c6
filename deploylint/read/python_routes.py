"""The routes that Python source registers: FastAPI, Starlette's mounts, and Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from deploylint.facts.place import Source
from deploylint.facts.record import dataclass
from deploylint.facts.routes import Route, RouteModule, RouteMount, RouteOwner, UrlPattern
from deploylint.read.python_literals import arguments, keywords
from deploylint.read.python_names import IMPORTS, aliases, dotted, name
from deploylint.read.python_values import literal
from deploylint.read.sweep import Found, sweep
from deploylint.read.syntax import Syntax, overlong, parse

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True)
class _Maker:
    """A constructor. prefix: its keyword for a prefix; opening: keywords with which it makes routes of its own."""

    framework: str
    kind: Literal["application", "router"]
    prefix: str = ""
    opening: tuple[str, ...] = ()


# https://fastapi.tiangolo.com/reference/fastapi/, https://flask.palletsprojects.com/en/stable/api/.
_MAKERS: Mapping[str, _Maker] = {
    "FastAPI": _Maker("fastapi", "application", "", ("root_path", "routes", "root_path_in_servers")),
    "APIRouter": _Maker("fastapi", "router", "prefix", ("routes", "route_class")),
    "Flask": _Maker("flask", "application", "", ("static_url_path",)),
    "APIFlask": _Maker("flask", "application", "", ("static_url_path",)),
    "Blueprint": _Maker("flask", "router", "url_prefix", ("static_url_path", "static_folder")),
    "APIBlueprint": _Maker("flask", "router", "url_prefix", ("static_url_path", "static_folder")),
}
_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "trace"})
_DECORATORS = _VERBS | {"route", "api_route", "websocket", "websocket_route"}
_CALLS = frozenset({"add_api_route", "add_url_rule", "add_route"})
_MOUNTS = {"include_router": "prefix", "register_blueprint": "url_prefix", "mount": "path"}
_KINDS = IMPORTS | {"call", "assignment", "string", "decorator"}
_LONGEST = 100
# https://docs.djangoproject.com/en/stable/ref/urls/
_URLS = frozenset({"django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.conf.path"})
_INCLUDES = frozenset({"django.urls.include", "django.conf.urls.include", "django.urls.conf.include"})


def read(source: Source) -> RouteModule:
    """What a module registers, in functions too; names are those of the module as a whole."""
    if overlong(source) is not None:
        return RouteModule()
    syntax = parse(source, "python")
    found = sweep(syntax.tree, "python", _KINDS)
    reader = _Reader(syntax, found)
    calls = [item for item in found if item.kind == "call"]
    routes = tuple(route for item in calls if (route := reader.route(item)) is not None)
    mounts = tuple(mount for item in calls if (mount := reader.mount(item)) is not None)
    patterns = tuple(pattern for item in calls if (pattern := reader.pattern(item)) is not None)
    return RouteModule(
        owners=tuple(owner for item in found if (owner := reader.owner(item)) is not None),
        routes=routes,
        mounts=mounts,
        names=tuple(sorted(reader.names.items())),
        patterns=patterns,
        literals=frozenset(reader.literals(found)),
    )


class _Reader:
    """One module, with the constants of its top."""

    def __init__(self, syntax: Syntax, found: Iterable[Found]) -> None:
        self.syntax = syntax
        self.names = aliases(item for item in found if item.kind in IMPORTS)
        self.said: set[int] = set()  # strings that are paths of routes
        self.constants = dict(_constants(found))

    def owner(self, item: Found) -> RouteOwner | None:
        """What `app = FastAPI()` binds."""
        if item.kind != "assignment":
            return None
        left, right = item.node.child_by_field_name("left"), item.node.child_by_field_name("right")
        if left is None or right is None or right.type != "call":
            return None
        called, bound = dotted(right.child_by_field_name("function"), self.names), dotted(left, {})
        maker = _MAKERS.get((called or "").rpartition(".")[2])
        if maker is None or bound is None:
            return None
        said = keywords(right)
        closed = not set(maker.opening) & said.keys() and "**" not in (right.text or b"").decode("utf-8", "replace")
        prefix = self._keyword(said, maker.prefix) if maker.prefix else ""
        return RouteOwner(bound, maker.framework, maker.kind, prefix, closed)

    def route(self, item: Found) -> Route | None:
        """What `@app.get("/x")` or `app.add_url_rule("/x", ...)` registers."""
        method, owner = self._method(item.node)
        decorates = item.around is not None and item.around.kind == "decorator" and item.node.parent == item.around.node
        if owner is None or not ((decorates and method in _DECORATORS) or method in _CALLS):
            return None
        said, given = keywords(item.node), arguments(item.node)
        node = given[0] if given else _value(said, "path") or _value(said, "rule")
        methods = (method,) if method in _VERBS else ()
        return Route(owner, self._text(node), self.syntax.range(item.node), methods)

    def mount(self, item: Found) -> RouteMount | None:
        """What `app.include_router(users.router, prefix="/users")` mounts."""
        method, owner = self._method(item.node)
        if owner is None or method not in _MOUNTS:
            return None
        said, given = keywords(item.node), arguments(item.node)
        if method == "mount":
            path = given[0] if given else _value(said, "path")
            target = given[1] if len(given) > 1 else _value(said, "app")
            prefix = self._text(path)
        else:
            target = given[0] if given else _value(said, "router") or _value(said, "blueprint")
            prefix = self._keyword(said, _MOUNTS[method])
        called = dotted(target.child_by_field_name("function"), self.names) if _is_call(target) and target else None
        files = called is not None and called.rpartition(".")[2] == "StaticFiles"
        return RouteMount(owner, dotted(target, {}), prefix, self.syntax.range(item.node), files=files)

    def pattern(self, item: Found) -> UrlPattern | None:
        """What `path("shop/", include("shop.urls"))` registers."""
        called = dotted(item.node.child_by_field_name("function"), self.names)
        if called not in _URLS:
            return None
        given = arguments(item.node)
        path = self._text(given[0]) if given else None
        if path is not None and not called.endswith(".path"):
            path = _plain(path)
        view = given[1] if len(given) > 1 else None
        included, opaque = "", view is None or view.type not in {"identifier", "attribute", "call", "lambda"}
        if _is_call(view) and view is not None:
            opaque = dotted(view.child_by_field_name("function"), self.names) in _INCLUDES
            inner = arguments(view)[:1]
            if inner and inner[0].type in {"tuple", "parenthesized_expression"}:
                inner = inner[0].named_children[:1]
            included = (literal(inner[0]) or "") if opaque and inner else ""
        elif view is not None and view.type == "attribute":
            opaque = name(view).endswith(".urls")
        within = any(one.kind == "call" for one in item.outward())
        return UrlPattern(path, self.syntax.range(item.node), included, opaque and not included, within)

    def literals(self, found: Iterable[Found]) -> Iterable[str]:
        """The strings that are no paths of routes."""
        for item in found:
            text = literal(item.node) if item.kind == "string" else None
            if text and len(text) <= _LONGEST and item.node.id not in self.said and not set(text) & {" ", "\n"}:
                yield text

    def _method(self, call: Node) -> tuple[str, str | None]:
        function = call.child_by_field_name("function")
        if function is None or function.type != "attribute":
            return "", None
        method, target = function.child_by_field_name("attribute"), function.child_by_field_name("object")
        return (name(method) if method is not None else ""), dotted(target, {})

    def _keyword(self, said: Mapping[str, Node], key: str) -> str | None:
        return self._text(_value(said, key)) if key in said else ""

    def _text(self, node: Node | None) -> str | None:
        if node is None:
            return None
        self.said.add(node.id)
        return self.constants.get(name(node)) if node.type == "identifier" else literal(node)


def _is_call(node: Node | None) -> bool:
    return node is not None and node.type == "call"


def _value(said: Mapping[str, Node], key: str) -> Node | None:
    node = said.get(key)
    return node.child_by_field_name("value") if node is not None else None


def _constants(found: Iterable[Found]) -> Iterable[tuple[str, str | None]]:
    """`NAME = "literal"`; None for a name that is bound twice."""
    seen: set[str] = set()
    for item in found:
        left = item.node.child_by_field_name("left") if item.kind == "assignment" else None
        if left is not None and left.type == "identifier":
            bound = name(left)
            yield bound, (None if bound in seen else literal(item.node.child_by_field_name("right")))
            seen.add(bound)


def _plain(expression: str) -> str | None:
    """The path that a regular expression without any choice matches: `^health/?$`."""
    inner = expression.removeprefix("^").removesuffix("$").removesuffix("?")
    plain = all(character.isalnum() or character in "/-_" for character in inner)
    return inner if plain and expression.startswith("^") else None
