"""Targets of Node: the rules of CommonJS for the file that it is started with.

Source: nodejs.org/api/modules.html (LOAD_AS_FILE, LOAD_AS_DIRECTORY), which hold for the entry of ES modules too.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from deploylint.facts.files import PackageJson
from deploylint.facts.glob import escape
from deploylint.model.deployment import Resolution, Use
from deploylint.model.files import Held
from deploylint.model.paths import base
from deploylint.model.targets.ground import Ground, ground
from deploylint.model.targets.paths import missing_file, unknown
from deploylint.model.targets.roots import working_place
from deploylint.model.workspace import Workspace

COMMONJS = (".js", ".json", ".node")
COMPILED = (*COMMONJS, ".cjs", ".mjs", ".ts", ".mts", ".cts", ".tsx", ".jsx")
_SOURCE_SUFFIX = re.compile(r"\.(?:[cm]?[jt]sx?|json)$")
_BUILD_SCRIPT = re.compile(
    r"build|compile|bundle|transpile|pack|prepare|install|prestart|generate|dist|gulp|grunt|make|\btsc\b|babel|swc|rollup|vite|--out"
)
_OUTSIDE = re.compile(r"(?:^|/)(?:dist|build|out|output|\.output|\.next|lib|bin|public|release)(?:/|$)")


def resolve_node_file(workspace: Workspace, use: Use, path: str) -> Resolution:
    """The file that Node, or a program that compiles for it, is started with."""
    here = ground(workspace, working_place(workspace, use))
    plain = use.invocation.program == "node"
    found = load(workspace, here, path, COMMONJS if plain else COMPILED)
    if found.state == "there":
        return Resolution("found", found.source) if found.source is not None else unknown("a build step makes it")
    if found.state == "maybe":
        return unknown(found.reason)
    if plain:
        other = load(workspace, here, path, COMPILED)
        if other.state == "there" and other.source is not None:
            reason = "newer versions of Node and loaders run TypeScript"
            return Resolution("found", other.source, reason=reason, certainty="likely")
    made = _compiled(workspace, here, path)
    return unknown(made) if made else missing_file(workspace, use, here, path)


def load(workspace: Workspace, here: Ground, path: str, suffixes: Sequence[str]) -> Held:
    """What `require(path)` loads: the file, the file with a suffix, or what the folder's package.json or index is."""
    doubt: Held | None = None
    for held in _candidates(workspace, here, path, suffixes):
        if held.state == "there":
            return held if doubt is None else Held("maybe", held.source, doubt.reason)
        if held.state == "maybe":
            doubt = doubt or held
    return doubt or Held("absent")


def _candidates(workspace: Workspace, here: Ground, path: str, suffixes: Sequence[str]) -> Iterator[Held]:
    if not path.endswith("/") and base(path) not in (".", "..", ""):
        yield from _file(here, path, suffixes)
    held = here.at(path)
    if held.state == "there" and held.folder is not False:
        main = _main(workspace, here, path)
        if main is not None:
            inner = posixpath.join(path, main)
            yield from _file(here, inner, suffixes)
            yield from _file(here, posixpath.join(inner, "index"), suffixes, exact=False)
        yield from _file(here, posixpath.join(path, "index"), suffixes, exact=False)


def _file(here: Ground, path: str, suffixes: Sequence[str], *, exact: bool = True) -> Iterator[Held]:
    for suffix in ("", *suffixes) if exact else suffixes:
        held = here.at(path + suffix)
        unlikely = suffix and held.state == "maybe" and _SOURCE_SUFFIX.search(path)  # no build makes `main.ts.js`
        if held.folder is not True and not unlikely:
            yield held


def _main(workspace: Workspace, here: Ground, folder: str) -> str | None:
    """`main` of the folder's package.json."""
    held = here.at(posixpath.join(folder, "package.json"))
    package = workspace.get(held.source, PackageJson) if held.source is not None else None
    return package.main.value if package is not None and package.main is not None and package.main.value else None


def _compiled(workspace: Workspace, here: Ground, path: str) -> str:
    """What may become a JavaScript file by a build, as a reason; "" if nothing does."""
    stem = _SOURCE_SUFFIX.sub("", base(path))
    if not stem or stem in (".", ".."):
        return ""
    suffixes: tuple[str, ...] = (".ts", ".mts", ".cts", ".tsx", ".coffee")
    if not here.image and (_OUTSIDE.search(path) or _builds(workspace)):
        suffixes += (".js", ".mjs", ".cjs", "")
    if any(workspace.glob(f"**/{escape(stem)}{suffix}") for suffix in suffixes) and not here.image:
        return f"a file named '{stem}' elsewhere in the repository may become it"
    if _OUTSIDE.search(path) and not here.image:
        return "a build step makes it"
    return "the build of Next.js makes it" if base(path) == "server.js" and _is_standalone(workspace) else ""


def _builds(workspace: Workspace) -> bool:
    """True if scripts that a build may run do more than install packages: they may write a file of any name."""
    return workspace.remember("package scripts of builds", lambda: any(_build_scripts(workspace)))


def _build_scripts(workspace: Workspace) -> Iterator[bool]:
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson)
        for one in package.scripts if package is not None else ():
            yield bool(_BUILD_SCRIPT.search(f"{one.name.value} {one.text.value}"))
    yield any(workspace.glob("**/tsconfig*.json"))


def _is_standalone(workspace: Workspace) -> bool:
    """True if a configuration of Next.js asks for a server of its own (nextjs.org/docs: output)."""
    return any(workspace.holds(path, (b"standalone",)) for path in workspace.glob("**/next.config.*"))
