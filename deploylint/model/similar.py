"""Whether a path leads to a file, and what one that leads to nothing may have meant."""

from __future__ import annotations

from deploylint.facts.glob import escape
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace


def similar(workspace: Workspace, said: str) -> str:
    """The one path of the repository that ends in the same name; "" if there are none or several."""
    name = base(said.rstrip("/"))
    if name in ("", ".", ".."):
        return ""
    found = [
        path
        for path in workspace.glob(f"**/{escape(name)}", folders=True)
        if not {name, "node_modules"}.intersection(parent(path).split("/"))
    ]
    return found[0] if len(found) == 1 else ""


def is_there(workspace: Workspace, path: str) -> bool:
    """True for a file, and for a Dockerfile whose name is written in small letters: BuildKit falls back to that."""
    small = join(parent(path), "dockerfile") if base(path) == "Dockerfile" else None
    return workspace.exists(path) or (small is not None and workspace.exists(small))
