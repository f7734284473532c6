"""Targets that the system executes or a shell reads: scripts and other files."""

from __future__ import annotations

from deploylint.model.deployment import Resolution, Use
from deploylint.model.place import on_path
from deploylint.model.targets.ground import ground
from deploylint.model.targets.paths import missing_file, unknown
from deploylint.model.targets.roots import working_place
from deploylint.model.workspace import Workspace


def resolve_file(workspace: Workspace, use: Use, path: str) -> Resolution:
    """The file of a path that a command runs or is given."""
    here = ground(workspace, working_place(workspace, use))
    held = here.at(path)
    if held.state == "there" and held.folder is not True:
        return Resolution("found", held.source) if held.source is not None else unknown("a build step makes it")
    if held.state == "maybe":
        return unknown(held.reason)
    named = on_path(workspace, use.place, path)
    if named and workspace.exists(named[0]):
        return Resolution("found", named[0])
    return missing_file(workspace, use, here, path)
