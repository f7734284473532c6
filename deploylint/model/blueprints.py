"""Which of several blueprints Render reads."""

from __future__ import annotations

from deploylint.facts.files import Blueprint
from deploylint.model.paths import parent
from deploylint.model.workspace import Workspace


def names(workspace: Workspace, path: str) -> frozenset[str]:
    """The names of the services of a blueprint."""
    blueprint = workspace.get(path, Blueprint)
    services = blueprint.services if blueprint is not None else ()
    return frozenset(service.name.value for service in services if service.name is not None)


def read_instead(workspace: Workspace, path: str, name: str) -> str:
    """The blueprint of the root that a service of another one is read from, "" if none declares it.

    Source: render.com/docs/blueprint-spec. Render reads the file of the root unless its dashboard names another one
    for a second Blueprint; but names of services are unique in a workspace, so one that both declare comes from one.
    """
    if not name or not parent(path):
        return ""
    roots = (one for one in workspace.of_format("render") if not parent(one))
    return next((one for one in roots if name in names(workspace, one)), "")
