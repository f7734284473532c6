"""The routes that JavaScript and TypeScript source registers: Express and Fastify."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploylint.facts.place import Source
from deploylint.facts.routes import Route, RouteModule, RouteMount, RouteOwner
from deploylint.read.ecmascript_names import arguments, literal_string, segments, text, unwrapped
from deploylint.read.sweep import Found, sweep
from deploylint.read.syntax import Syntax, overlong, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "all"})
_MOUNTING = frozenset({"use", "register"})
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function"})
_KINDS = frozenset(
    {
        *("call_expression", "new_expression", "variable_declarator", "assignment_expression"),
        *("string", "template_string", "import_statement", "export_statement"),
    }
)
_LONGEST = 100
# Middleware of packages that answers nothing by itself.
_PASSING = frozenset(
    (
        "cors helmet json urlencoded raw text morgan compression cookieParser session rateLimit bodyParser "
        "pino pinoHttp favicon hpp mongoSanitize xss logger csrf csurf initialize authenticate "
        "responseTime requestId fileUpload multer expressWinston timeout noCache slowDown"
    ).split()
)


def read(source: Source, language: str) -> RouteModule:
    """What a module registers, in functions too; names are those of the module as a whole."""
    if overlong(source) is not None:
        return RouteModule()
    syntax = parse(source, language)
    found = sweep(syntax.tree, language, _KINDS)
    paths: set[int] = set()
    calls = [item.node for item in found if item.kind == "call_expression"]
    return RouteModule(
        owners=tuple(owner for item in found if (owner := _owner(item)) is not None),
        routes=tuple(route for call in calls for route in _routes(syntax, call, paths)),
        mounts=tuple(mount for call in calls for mount in _mounts(syntax, call, paths)),
        names=tuple(sorted({*_names(found)})),
        literals=frozenset(_literals(found, paths)),
    )


def _owner(item: Found) -> RouteOwner | None:
    """What `const app = express()` and `this.router = express.Router()` bind."""
    bound, value = item.node.child_by_field_name("name"), item.node.child_by_field_name("value")
    if item.kind == "assignment_expression":
        bound, value = item.node.child_by_field_name("left"), item.node.child_by_field_name("right")
    if bound is None or value is None or bound.type not in {"identifier", "member_expression"}:
        return None
    value = unwrapped(value)
    last = segments(value)[-1:] if value.type in {"call_expression", "new_expression"} else ()
    if last in (("express",), ("fastify",), ("Fastify",)):
        return RouteOwner(text(bound), last[0].lower(), "application")
    if last == ("Router",):
        return RouteOwner(text(bound), "express", "router")
    return None


def _routes(syntax: Syntax, call: Node, paths: set[int]) -> Iterator[Route]:
    """`app.get("/x", handler)`, `router.route("/x").get(handler)`, `fastify.route({method: "GET", url: "/x"})`."""
    method, target = _method(call)
    given = arguments(call)
    if target is None or not given:
        return
    if method in _VERBS:
        inner, base = _method(target) if target.type == "call_expression" else ("", None)
        if inner == "route" and base is not None:
            for node in arguments(target)[:1]:
                paths.add(node.id)
                yield Route(_named(base), _literal(node), syntax.range(call), _verbs(method))
        elif len(given) > 1:
            for node in given[0].named_children if given[0].type == "array" else given[:1]:
                said = _literal(node)
                if not _refuses(said, call):
                    paths.add(node.id)
                    yield Route(_named(target), said, syntax.range(call), _verbs(method))
    elif method == "route" and given[0].type == "object":
        for pair in given[0].named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and text(key) in {"url", "path"} and value is not None:
                paths.add(value.id)
                yield Route(_named(target), _literal(value), syntax.range(call))


def _refuses(said: str | None, call: Node) -> bool:
    """True for the handler of all that no route has."""
    return said is not None and said.strip("/") in {"*", "(.*)", "{*any}", "{*splat}", "*splat"} and "404" in text(call)


def _mounts(syntax: Syntax, call: Node, paths: set[int]) -> Iterator[RouteMount]:
    """`app.use("/users", require("./users"))`, `fastify.register(users, {prefix: "/users"})`."""
    method, target = _method(call)
    given = arguments(call)
    if target is None or method not in _MOUNTING or not given:
        return
    prefix: str | None = ""
    first = given[0]
    if method == "use" and first.type in {"string", "template_string", "array", "regex"}:
        prefix, given = _literal(first), given[1:]
        paths.add(first.id)
    if method == "register":
        options = given[1] if len(given) > 1 else None
        prefix, given = _option(options, "prefix", paths), given[:1]
    for node in given:
        mount = _mount(syntax, _named(target), prefix, unwrapped(node))
        if mount is not None:
            yield mount


def _mount(syntax: Syntax, owner: str, prefix: str | None, node: Node) -> RouteMount | None:
    place = syntax.range(node)
    if node.type in _FUNCTIONS:
        return None if _passes(node) else RouteMount(owner, None, prefix, place, answers=True)
    if node.type in {"identifier", "member_expression"}:
        return RouteMount(owner, text(node), prefix, place)
    if node.type not in {"call_expression", "new_expression"}:
        return RouteMount(owner, None, prefix, place)
    names = segments(node)
    if names[-1:] in (("static",), ("serveStatic",)):
        return RouteMount(owner, None, prefix, place, files=True)
    if names[:1] == ("require",) or names[:1] == ("import",):
        module = literal_string(arguments(node)[0]) if arguments(node) else None
        return RouteMount(owner, f"module:{text(module)}" if module is not None else None, prefix, place)
    if set(names) & _PASSING or any(name.lower().endswith(("limiter", "logger")) for name in names):
        return None
    if names[-1:] == ("routes",) and len(names) > 1:  # router.routes()
        return RouteMount(owner, names[0], prefix, place)
    return RouteMount(owner, f"call:{names[0]}" if names else None, prefix, place)


def _passes(function: Node) -> bool:
    """True for middleware that hands on, and for the handlers of errors and of what no route has."""
    said = text(function)
    parameters = function.child_by_field_name("parameters")
    count = len([one for one in parameters.named_children if one.type != "comment"]) if parameters is not None else 1
    return count > 3 or "next(" in said or "404" in said or "NotFound" in said


def _names(found: Iterable[Found]) -> Iterator[tuple[str, str]]:
    """Local names with the module that they come from."""
    for item in found:
        if item.kind == "import_statement":
            module = literal_string(item.node.child_by_field_name("source"))
            clause = next((child for child in item.node.named_children if child.type == "import_clause"), None)
            for name in _identifiers(clause) if clause is not None and module is not None else ():
                yield name, text(module) if module is not None else ""
        elif item.kind == "variable_declarator":
            value, bound = item.node.child_by_field_name("value"), item.node.child_by_field_name("name")
            module = _required(unwrapped(value)) if value is not None else None
            for name in _identifiers(bound) if module is not None and bound is not None else ():
                yield name, text(module) if module is not None else ""


def _required(node: Node) -> Node | None:
    """The module in `require("x")`, `require("x").y` and `require("x")(y)`."""
    while node.type in {"member_expression", "call_expression"}:
        if node.type == "call_expression" and segments(node) == ("require",):
            given = arguments(node)
            return literal_string(given[0]) if given else None
        inner = node.child_by_field_name("object" if node.type == "member_expression" else "function")
        if inner is None:
            return None
        node = unwrapped(inner)
    return None


def _identifiers(node: Node) -> list[str]:
    found, stack = [], [node]
    while stack:
        one = stack.pop()
        if one.type in {"identifier", "shorthand_property_identifier_pattern"}:
            found.append(text(one))
        stack.extend(one.named_children)
    return found


def _method(call: Node) -> tuple[str, Node | None]:
    function = call.child_by_field_name("function")
    if function is None or function.type != "member_expression":
        return "", None
    member, target = function.child_by_field_name("property"), function.child_by_field_name("object")
    return (text(member) if member is not None else ""), unwrapped(target) if target is not None else None


def _named(node: Node) -> str:
    """The name that a route stands on; in a chain of calls that of its beginning."""
    while node.type == "call_expression":
        _, target = _method(node)
        if target is None:
            break
        node = target
    return text(node)


def _verbs(method: str) -> tuple[str, ...]:
    return () if method == "all" else (method,)


def _literal(node: Node) -> str | None:
    found = literal_string(node)
    if found is None:
        return "" if node.type == "string" and not node.named_child_count else None
    return text(found)


def _option(node: Node | None, key: str, paths: set[int]) -> str | None:
    """A key of an object of options; "" where it has none, None where that is not known."""
    if node is None:
        return ""
    if node.type != "object":
        return None
    for pair in node.named_children:
        name, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
        if name is not None and value is not None and text(name) == key:
            paths.add(value.id)
            return _literal(value)
        if pair.type != "pair":
            return None
    return ""


def _literals(found: Iterable[Found], paths: set[int]) -> Iterator[str]:
    for item in found:
        if item.kind in {"string", "template_string"} and item.node.id not in paths:
            inside = text(item.node)[1:-1]
            if inside and len(inside) <= _LONGEST and not set(inside) & {" ", "\n"}:
                yield inside
