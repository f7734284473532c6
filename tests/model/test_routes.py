"""Which paths the source of a service serves."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.facts.place import Source
from deploylint.model.routes.ecmascript import ScriptRoutes
from deploylint.model.routes.paths import ends, joined, serves, starts
from deploylint.model.routes.python import PythonRoutes
from deploylint.model.routes.service import served
from deploylint.read import javascript_routes, python_routes
from tests.model.joined import joined as joined_repository

PARTS = st.lists(st.sampled_from(["api", "v1", "health", "users"]), max_size=4)


def python(path: str, files: Mapping[str, str]) -> str:
    modules = {name: python_routes.read(Source(dedent(text))) for name, text in files.items()}
    return PythonRoutes(modules).answer(path).state


def script(path: str, files: Mapping[str, str]) -> str:
    modules = {name: javascript_routes.read(Source(dedent(text))) for name, text in files.items()}
    return ScriptRoutes(modules).answer(path).state


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/health", "/health/", True),
        ("/health", "/healthz", False),
        ("/users/{id}", "/users/1", True),
        ("/users/<int:id>", "/users/1/x", False),
        ("/users/:id", "/users", False),
        ("/files/{path:path}", "/files/a/b", True),
        ("*", "/anything", True),
        ("/", "/", True),
        ("/", "/health", False),
    ],
)
def test_a_pattern_serves_a_path(pattern: str, path: str, expected: bool) -> None:
    assert serves(pattern, path) is expected


@given(PARTS, PARTS)
def test_a_path_serves_itself_and_ends_and_starts_with_its_parts(before: list[str], after: list[str]) -> None:
    prefix, tail = "/" + "/".join(before), "/" + "/".join(after)
    whole = joined(prefix, tail)
    assert serves(whole, whole)
    assert ends(tail, whole)
    assert starts(prefix, whole)


@given(PARTS, PARTS, PARTS)
def test_a_route_below_a_known_prefix_is_served_there_alone(
    prefix: list[str], route: list[str], asked: list[str]
) -> None:
    files = {
        "main.py": f"""
            from fastapi import FastAPI
            from users import router
            app = FastAPI()
            app.include_router(router, prefix="/{"/".join(prefix)}")
            """,
        "users.py": f"""
            from fastapi import APIRouter
            router = APIRouter()
            @router.get("/{"/".join(route)}")
            def get(): ...
            """,
    }
    state = python("/" + "/".join(asked), files)
    assert state == ("served" if asked == [*prefix, *route] else "unserved")


FLASK = """
    from flask import Flask, Blueprint
    app = Flask(__name__)
    """


@pytest.mark.parametrize(
    ("more", "path", "expected"),
    [
        ('@app.route("/a")\n    def a(): ...', "/a", "served"),
        ('@app.post("/a")\n    def a(): ...', "/a", "unknown"),
        ('@app.post("/a")\n    def a(): ...', "/b", "unserved"),
        ('app.add_url_rule("/a", view_func=f)', "/a", "served"),
        ("@app.route(PATH)\n    def a(): ...", "/b", "unknown"),
        ('bp = Blueprint("x", __name__, url_prefix="/x")\n    @bp.route("/a")\n    def a(): ...', "/x/a", "unserved"),
        (
            'bp = Blueprint("x", __name__, url_prefix="/x")\n    @bp.route("/a")\n    def a(): ...\n'
            "    app.register_blueprint(bp)",
            "/x/a",
            "served",
        ),
        (
            'bp = Blueprint("x", __name__, url_prefix="/x")\n    @bp.route("/a")\n    def a(): ...\n'
            '    app.register_blueprint(bp, url_prefix="/y")',
            "/x/a",
            "unserved",
        ),
        ("for bp in found:\n        app.register_blueprint(bp)", "/a", "unknown"),
        ('SKIPPED = ("/health",)', "/health", "unknown"),
        ("", "/static/x.css", "unknown"),
        ("from flask_restful import Api", "/a", "unknown"),
    ],
)
def test_what_flask_serves(more: str, path: str, expected: str) -> None:
    assert python(path, {"app.py": FLASK + "    " + more + "\n"}) == expected


def test_a_function_that_is_handed_the_application_makes_the_prefix_unknown() -> None:
    files = {"main.py": FLASK, "views.py": "def add(target):\n    @target.route('/a')\n    def a(): ...\n"}
    assert python("/a", files) == "unknown"
    assert python("/b", files) == "unserved"


def test_fastapi_serves_its_documents() -> None:
    files = {"main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}
    assert python("/openapi.json", files) == "served"
    assert python("/health", files) == "unserved"


def test_source_without_an_application_is_unknown() -> None:
    assert python("/", {"main.py": "print(1)\n"}) == "unknown"
    assert script("/", {"main.js": "console.log(1)\n"}) == "unknown"


EXPRESS = "const express = require('express')\nconst app = express()\n"


@pytest.mark.parametrize(
    ("more", "path", "expected"),
    [
        ("app.get('/a', f)", "/a", "served"),
        ("app.get(['/a', '/b'], f)", "/b", "served"),
        ("app.get('title')", "/title", "unserved"),
        ("app.route('/a').get(f).post(g)", "/a", "served"),
        ("app.use((q, s) => s.status(404).end())", "/a", "unserved"),
        ("app.use((q, s, next) => { log(q); next() })", "/a", "unserved"),
        ("app.use((q, s) => s.send('x'))", "/a", "unknown"),
        ("app.get('*', (q, s) => s.sendFile('index.html'))", "/a", "served"),
        ("app.get('*', (q, s) => s.status(404).end())", "/a", "unserved"),
        ("app.use('/api', createProxyMiddleware({}))", "/api/a", "unknown"),
        ("app.use('/x', require(name))", "/x/a", "unknown"),
        ("app.use('/x', require(name))", "/y", "unserved"),
        ("app.use(express.static('public'))", "/a", "unserved"),
        ("const health = require('express-health')", "/a", "unknown"),
        ("require('./users')(app)", "/u", "unknown"),
        ("app.use('/users', require('./users'))", "/users/1", "served"),
        ("app.use('/users', require('./users'))", "/1/2", "unserved"),
    ],
)
def test_what_express_serves(more: str, path: str, expected: str) -> None:
    users = (
        "const router = require('express').Router()\nrouter.get('/:id', f)\n"
        "module.exports = router\nmodule.exports.add = other => other.get('/u', f)\n"
    )
    reached = {"users.js": users} if "./users" in more else {}
    assert script(path, {"server.js": EXPRESS + more + "\n", **reached}) == expected


def test_a_router_that_nothing_is_seen_to_mount_may_be_anywhere() -> None:
    files = {"server.js": EXPRESS, "users.js": "const router = express.Router()\nrouter.get('/a', f)\n"}
    assert script("/x/a", files) == "unknown"
    assert script("/x/b", files) == "unserved"


SETTINGS = {
    "Procfile": "web: gunicorn shop.wsgi:application\n",
    "shop/wsgi.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = None\n',
    "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
    "api/urls.py": 'from django.urls import path\nurlpatterns = [path("health/", view)]\n',
}


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        ('[path("a/", view)]', "/a", "served"),
        ('[path("a/", view)]', "/b", "unserved"),
        ('[path("api/", include("api.urls"))]', "/api/health", "served"),
        ('[path("api/", include("api.urls"))]', "/health", "unserved"),
        ('[path("api", include("api.urls"))]', "/apihealth", "served"),
        ('[path("x/", include("elsewhere.urls"))]', "/x/health", "unknown"),
        ('[path("x/", include("elsewhere.urls"))]', "/health", "unserved"),
        ('[re_path(r"^a/?$", view)]', "/a", "served"),
        ('[re_path(r"^(a|b)$", view)]', "/c", "unknown"),
        ('[path("x/", include([path("a/", view)]))]', "/x/a", "unknown"),
        ("router.urls", "/a", "unknown"),
        ('[path("a/", view)] + router.urls', "/b", "unknown"),
        ("i18n_patterns(path('a/', view))", "/en/a", "unknown"),
    ],
)
def test_what_django_serves(patterns: str, path: str, expected: str) -> None:
    urls = f"from django.urls import include, path, re_path\nurlpatterns = {patterns}\n"
    deployment = joined_repository({**SETTINGS, "shop/urls.py": urls})
    winner = deployment.services[0].effective[0].winner
    assert winner is not None
    assert served(deployment.workspace, winner, path).state == expected


def test_a_middleware_of_the_project_that_speaks_of_the_path_makes_it_unknown() -> None:
    urls = 'from django.urls import path\nurlpatterns = [path("a/", view)]\n'
    files = {**SETTINGS, "shop/urls.py": urls, "shop/middleware.py": "HEALTH = '/healthz'\n"}
    deployment = joined_repository(files)
    winner = deployment.services[0].effective[0].winner
    assert winner is not None
    assert served(deployment.workspace, winner, "/healthz").state == "unknown"
    assert served(deployment.workspace, winner, "/ready").state == "unserved"


@pytest.mark.parametrize(
    ("file", "path", "expected"),
    [
        ("app/api/health/route.ts", "/api/health", "served"),
        ("src/app/(shop)/page.tsx", "/", "served"),
        ("app/api/[...all]/route.ts", "/api/x/y", "served"),
        ("pages/api/health.ts", "/api/health", "served"),
        ("pages/health/index.tsx", "/health", "served"),
        ("app/page.tsx", "/health", "unserved"),
        ("app/health/helper.ts", "/health", "unserved"),
        ("server/x.ts", "/health", "unknown"),
    ],
)
def test_what_next_serves(file: str, path: str, expected: str) -> None:
    deployment = joined_repository({"Procfile": "web: next start\n", file: "export {}\n"})
    winner = deployment.services[0].effective[0].winner
    assert winner is not None
    assert served(deployment.workspace, winner, path).state == expected


@pytest.mark.parametrize("file", ["next.config.js", "middleware.ts"])
def test_what_moves_paths_of_next_makes_them_unknown(file: str) -> None:
    deployment = joined_repository({"Procfile": "web: next start\n", "app/page.tsx": "", file: "rewrites\n"})
    winner = deployment.services[0].effective[0].winner
    assert winner is not None
    assert served(deployment.workspace, winner, "/health").state == "unknown"
