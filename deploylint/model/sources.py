"""What part of a repository a source file belongs to, by the names in its path."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

Part = Literal[
    "vendored", "generated", "tests", "examples", "docs", "migrations", "notebooks", "scripts", "config", "shipped"
]

# In this order: the first part that a folder or the file's name speaks of decides.
_FOLDERS: Mapping[Part, str] = MappingProxyType(
    {
        "vendored": "node_modules vendor vendored _vendor third_party third-party thirdparty bower_components"
        " site-packages staticfiles .yarn .venv venv",
        "generated": "dist out .next .nuxt .svelte-kit .output coverage generated __generated__ _generated"
        " storybook-static",
        "tests": "test tests __tests__ testing spec specs e2e cypress playwright fixtures __fixtures__ __mocks__ mocks"
        " integration-tests unittests test-utils testutils benchmarks",
        "examples": "example examples sample samples demo demos playground tutorials",
        "docs": "doc docs documentation docs_src",
        "migrations": "migrations migration alembic migrate",
        "notebooks": "notebook notebooks",
        "scripts": "script scripts tool tools tooling bin hack ci .github .ci .circleci seed seeds seeders devtools"
        " cli management maintenance .husky",
        "config": ".storybook .config .vscode .devcontainer",
    }
)
_FILES: Mapping[Part, str] = MappingProxyType(
    {
        "vendored": r".*[.-]min\.[cm]?js|jquery[.\d-].*\.js|jquery\.js|.*\.bundle\.js|.*\.vendor\.js",
        "generated": r".*_pb2(_grpc)?\.pyi?|.*\.generated\.\w+|.*\.gen\.\w+|.*\.d\.[cm]?ts|.*\.(wasm|asm)\.js",
        "tests": r"(test|tests|conftest)\.py|test_.*\.py|.*_tests?\.py"
        r"|.*[.-](test|tests|spec|e2e-spec|e2e|cy|stories)\.[cm]?[jt]sx?|test[-_].*\.[cm]?[jt]sx?|(vitest|jest|test)[.-]?(setup|config|globals?|setup[.-].*)\.[cm]?[jt]s|setup-?tests?\.[cm]?[jt]sx?",
        "notebooks": r".*\.ipynb",
        "scripts": r"(setup|noxfile|fabfile|tasks|manage|seed|seeds|seed_.*|.*_seed|seeder)\.py"
        r"|(seed|seeds|seeder|.*[.-]seed)\.[cm]?[jt]s|(gulpfile|gruntfile|jakefile)(\.babel)?\.[cm]?[jt]s",
        "config": r".*\.config\.[cm]?[jt]s|\..*rc\.[cm]?js|next-i18next\.config\.js",
    }
)


@cache
def part(path: str) -> Part:
    """The part of the repository that a `/`-separated path belongs to; shipped if no name in it says otherwise.

    A folder counts wherever it stands in the path; the file's own name counts as much as its folders.
    """
    *folders, name = path.lower().split("/")
    inside = frozenset(folders)
    for found in _ORDER:
        if not inside.isdisjoint(_folders(found)) or (found in _FILES and _files(found).fullmatch(name)):
            return found
    return "shipped"


_ORDER: tuple[Part, ...] = tuple(_FOLDERS)


@cache
def _folders(name: Part) -> frozenset[str]:
    return frozenset(_FOLDERS[name].split())


@cache
def _files(name: Part) -> re.Pattern[str]:
    return re.compile(_FILES[name])
