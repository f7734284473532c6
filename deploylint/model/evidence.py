"""Evidence for roles in names: of files, stages, services, scripts, jobs."""

from __future__ import annotations

import re
from functools import cache

from deploylint.facts.place import Span
from deploylint.model.paths import base
from deploylint.model.roles import Evidence, Role

_PRODUCTION = "prod production prd release live staging stage deploy"
_DEVELOPMENT = (
    "dev develop development devel devcontainer devenv devenvs local localhost override debug watch playground sandbox "
    "windows win storybook setup hot sample example gitpod codespace codespaces vagrant preview"
)
_TEST = (
    "test tests testing ci e2e spec lint check coverage playwright cypress vitest jest pytest benchmark bench "
    "typecheck mypy tsc integration"
)
_WORDS: dict[Role, frozenset[str]] = {
    "production": frozenset(_PRODUCTION.split()),
    "development": frozenset(_DEVELOPMENT.split()),
    "test": frozenset(_TEST.split()),
}
_FOLDERS: dict[Role, frozenset[str]] = {
    "production": frozenset(("production", "prod", "staging")),
    "development": frozenset(
        ".devcontainer development dev local preview examples example samples demo docs .gitpod "
        "third_party third-party vendored".split()  # what is kept there, others deploy
    ),
    "test": frozenset(("test", "tests", "testing", "e2e")),
}
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")


@cache
def role_of_name(name: str) -> tuple[Role, str] | None:
    """The role that a name speaks of, and the word that says so; None if it says nothing, or two things.

    Development and test words win over production ones: `start-dev-release.sh` is no production script.
    """
    words = [word.lower() for word in _SPLIT.split(name) if word]
    said: list[tuple[Role, str]] = []
    for word in words:
        for role, known in _WORDS.items():
            if word in known:
                said.append((role, word))
    roles = {role for role, _ in said}
    if roles >= {"production"} and len(roles) > 1:
        said = [pair for pair in said if pair[0] != "production"]
        roles.discard("production")
    return said[0] if len(roles) == 1 else None


def named(what: str, name: str, span: Span | None = None) -> tuple[Evidence, ...]:
    """The evidence of a name: what it is the name of (`the file`, `the stage`), and where it stands."""
    found = role_of_name(name)
    if found is None:
        return ()
    role, word = found
    return (Evidence(role, f"{what} '{name}' says '{word}'", span),)


def in_folders(path: str) -> tuple[Evidence, ...]:
    """The evidence of the folders a file lies in, for those that hold whole set-ups for one purpose."""
    for folder in reversed(path.split("/")[:-1]):
        for role, names in _FOLDERS.items():
            if folder.lower() in names:
                return (Evidence(role, f"it lies in '{folder}/'"),)
    return ()


def file_evidence(path: str, what: str = "the file") -> tuple[Evidence, ...]:
    """What the name of a file says of its role, and after that what its folders do. what: as in `named`."""
    return (*named(what, base(path)), *in_folders(path))


def is_aside(path: str) -> bool:
    """True for a file in a folder for development, tests or examples, which production has nothing to do with."""
    return any(evidence.role in ("development", "test") for evidence in in_folders(path))
