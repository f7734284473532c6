"""Targets that are paths: what is said where nothing lies there."""

from __future__ import annotations

import re

from deploylint.model.deployment import Resolution, Use
from deploylint.model.targets.ground import Ground
from deploylint.model.workspace import Workspace

_BUILD_FOLDERS = frozenset("dist build out output .output .next target bin lib release public publish .build".split())
_PACKAGE_FOLDERS = frozenset({"node_modules", ".venv", "venv", "site-packages", ".bin"})
_BUILT = frozenset({".jar", ".war", ".dll", ".exe", ".wasm", ".class", ".pyc", ".phar", ".so"})
_PATTERN = re.compile(r"[*?\[{~]")


def unknown(reason: str) -> Resolution:
    """What cannot be known, and why."""
    return Resolution("unknown", reason=reason, certainty="unknown")


def missing_file(workspace: Workspace, use: Use, here: Ground, path: str) -> Resolution:
    """A path at which nothing lies: missing, unless builds or packages bring such files."""
    reason = _made(use, here, path)
    if reason:
        return unknown(reason)
    return Resolution("missing", reason=f"there is no '{path}'", certainty=here.sure, lacking=path)


def _made(use: Use, here: Ground, path: str) -> str:
    segments = [s for s in path.split("/") if s not in ("", ".", "..")]
    if not segments or _PATTERN.search(path):
        return "the path is a pattern"
    name = segments[-1]
    if _PACKAGE_FOLDERS & set(segments):
        return "a package brings it"
    suffix = "." + name.rsplit(".", 1)[-1] if "." in name else ""
    if suffix in _BUILT or (not here.image and (_BUILD_FOLDERS & set(segments[:-1]) or segments[0] in _BUILD_FOLDERS)):
        return "a build step makes it"
    target = use.invocation.target
    bare = not path.startswith(("./", "/", "../")) and "/" not in path
    words = use.invocation.words
    executed = target is not None and bool(words) and words[0].raw == target.value
    if target is not None and target.kind == "file" and ("." not in name or (bare and executed)):
        return "it may be a program that is built or installed"
    return ""
