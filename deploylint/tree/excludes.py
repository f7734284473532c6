"""What is not linted by default: dependencies, build output, caches and templates that lie in repositories."""

from __future__ import annotations

import re
from functools import cache

from deploylint.tree.classify import classify

_LOCAL = r"""
    \.git | [^/]*\.git[^/]*backup[^/]* | \.hg | \.svn
  | node_modules | bower_components | jspm_packages | \.npm | \.npm-cache | \.pnpm-store
  | \.venv | venv | __pycache__ | __pypackages__ | \.tox | \.nox | \.eggs | \.direnv
  | \.mypy_cache | \.pytest_cache | \.ruff_cache | \.hypothesis | \.ipynb_checkpoints
  | \.vite | \.cache | \.parcel-cache | \.turbo | \.next | \.nuxt | \.svelte-kit | \.output | \.angular
  | \.terraform | \.serverless | \.aws-sam
"""
_COMMITTED = r"\.yarn | site-packages | dist | staticfiles | htmlcov | \.[\w-]+/skills"  # skills: notes for agents
_VENDORED = r"vendor | vendored | third_party | third-party"
_TEMPLATE_NAME = r"\{[{%]"
_MINIFIED = r"\.min \. (?:[cm]?js | css | html?) (?:\.map)? \Z"
_SOURCE = frozenset(("python", "javascript", "typescript", "tsx"))

_EXCLUDED = re.compile(rf"(?:\A|/) (?:{_LOCAL}|{_COMMITTED}) / | {_TEMPLATE_NAME} | {_MINIFIED}", re.VERBOSE)
_IN_VENDORED = re.compile(rf"(?:\A|/) (?:{_VENDORED}) /", re.VERBOSE)
_PACKAGE = re.compile(rf"(?:\A|/) (?:{_VENDORED}) / [^/]+ / [^/]+ /", re.VERBOSE)  # vendor/<owner>/<name>/


def is_local_folder(name: str) -> bool:
    """True for a folder that is made on each machine and that no repository should hold: node_modules, caches."""
    return _local_folder().match(name) is not None


@cache
def _local_folder() -> re.Pattern[str]:
    return re.compile(rf"(?:{_LOCAL})\Z", re.VERBOSE)


def excluded(path: str) -> bool:
    """True for a file that is not read by default: local and generated folders, minified files, name templates.

    In vendored folders source is left out, and what lies deep enough to belong to a package: a Dockerfile in
    `apps/vendor` is a deployment of that name. A tree still knows excluded files, because images copy them and
    commands start them.
    """
    if _EXCLUDED.search(path) or _PACKAGE.search(path):
        return True
    return _IN_VENDORED.search(path) is not None and classify(path) in _SOURCE
