"""The routes of a Next.js application: files below `app` and `pages`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deploylint.facts.glob import escape
from deploylint.model.paths import join
from deploylint.model.routes.paths import Answer, serves
from deploylint.model.workspace import Workspace

_CONFIGURATION = ("next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs")
# Words of a configuration, and names of files, that serve or move paths in ways that are not read here.
_MOVING = ("rewrites", "basePath", "redirects", "pageExtensions", "i18n", "withPayload", "distDir")
_ANSWERING = ("middleware.ts", "middleware.js", "proxy.ts", "proxy.js", "server.js", "server.ts")


@cache
def _source() -> re.Pattern[str]:
    return re.compile(r"(?P<name>[^/]+)\.(?:[cm]?[jt]sx?|mdx?)")


def answer(workspace: Workspace, folder: str, path: str) -> Answer:
    """Whether the application of a folder serves a path; https://nextjs.org/docs/app/getting-started/project-structure."""
    roots = [root for name in ("app", "src/app", "pages", "src/pages") if (root := _folder(workspace, folder, name))]
    if not roots:
        return Answer("unknown", "it has no folder of routes")
    for name in _CONFIGURATION:
        source = workspace.source(found) if (found := join(folder, name)) is not None else None
        if source is not None and any(word in source.text for word in _MOVING):
            return Answer("unknown", f"'{name}' moves paths")
    for name in _ANSWERING:
        for start in (name, f"src/{name}"):
            other = join(folder, start)
            if other is not None and workspace.exists(other):
                return Answer("unknown", f"'{start}' may answer")
    routes = {route for root in roots for route in _routes(workspace, root)}
    if any(serves(route, path) for route in routes):
        return Answer("served")
    public = join(folder, f"public{path}")
    if public is not None and workspace.exists(public):
        return Answer("served")
    near = sorted((one for one in routes if "health" in one), key=lambda one: (len(one), one))
    return Answer("unserved", near=near[0] if near else "")


def _folder(workspace: Workspace, folder: str, name: str) -> str | None:
    found = join(folder, name)
    return found if found is not None and workspace.is_folder(found) else None


def _routes(workspace: Workspace, root: str) -> Iterator[str]:
    """The paths that the files below a folder serve."""
    pages = root.endswith("pages")
    for file in workspace.glob(f"{escape(root)}/**"):
        if not file.startswith(f"{root}/"):
            continue
        *folders, name = file[len(root) + 1 :].split("/")
        found = _source().fullmatch(name)
        if found is None:
            continue
        if pages:
            last = [] if found["name"] == "index" else [found["name"]]
            yield "/" + "/".join(_part(part) for part in (*folders, *last))
        elif found["name"] in ("page", "route"):
            yield "/" + "/".join(_part(part) for part in folders if not part.startswith(("(", "@")))


def _part(part: str) -> str:
    """`[x]` as any segment, `[...x]` as all that follows."""
    if part.startswith(("[...", "[[...")):
        return "*"
    return "{x}" if part.startswith("[") else part
