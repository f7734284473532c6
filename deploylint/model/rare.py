"""What few repositories have: the modules that read it are loaded where a file of theirs is there, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deploylint.model.workspace import Workspace

if TYPE_CHECKING:
    from deploylint.model.cloud_build import BuildStep
    from deploylint.model.deployment import Use
    from deploylint.model.entries import Entry
    from deploylint.model.intent import Intent

_AZURE = (b"startup-command", b"--startup-file")
KAMAL = ("**/config/deploy.yml", "**/config/deploy.*.yml", "**/config/deploy-*.yml")
CLOUD_BUILD = ("**/*cloudbuild*.yaml", "**/*cloudbuild*.yml")


def cloud_build_steps(workspace: Workspace) -> tuple[BuildStep, ...]:
    """The steps of Cloud Build whose commands are known."""
    paths = [path for pattern in CLOUD_BUILD for path in workspace.glob(pattern)]
    if not paths:
        return ()
    from deploylint.model.cloud_build import steps

    return workspace.remember("cloud build steps", lambda: tuple(steps(workspace, paths)))


def cloud_build_uses(workspace: Workspace, intent: Intent, aside: frozenset[str] = frozenset()) -> Iterator[Use]:
    """What those steps do. aside: files that are left out."""
    found = cloud_build_steps(workspace)
    if found:
        from deploylint.model.cloud_build import uses

        yield from uses(workspace, intent, found, aside)


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """The lines of crontabs, the containers of quadlets and Kamal, and what is told to Azure App Service."""
    tables = workspace.of_format("crontab")
    if tables:
        from deploylint.model.declare import cron

        yield from cron.entries(workspace, intent, tables)
    containers = workspace.of_format("quadlet")
    if containers:
        from deploylint.model.declare import podman

        yield from podman.entries(workspace, intent, containers)
    deployed = [path for pattern in KAMAL for path in workspace.glob(pattern)]
    if deployed:
        from deploylint.model.declare import kamal

        yield from kamal.entries(workspace, intent, deployed)
    told = workspace.holding(_AZURE, ("shell", "workflow"), everywhere=True)
    templates = tuple(path for path in workspace.ending((".bicep",)) if workspace.holds(path, (b"appCommandLine",)))
    if told or templates:
        from deploylint.model.declare import azure

        yield from azure.entries(workspace, intent, (*told, *templates))
