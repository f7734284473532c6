"""What says which host takes the pushes of a repository: app.json, and workflows or scripts that deploy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from deploylint.facts.commands import Script
from deploylint.facts.document import Document, Node
from deploylint.facts.files import Workflow
from deploylint.facts.record import dataclass
from deploylint.model.paths import join, parent
from deploylint.model.workspace import Workspace

# Keys of Heroku's schema of app.json that no other app.json has; an Expo one has `expo`, a React Native one a name.
_KEYS = (
    "scripts env formation addons buildpacks stack environments success_url image repository website keywords "
    "healthchecks cron"
).split()
_DOKKU_FILES = ("CHECKS", "DOKKU_SCALE", "nginx.conf.sigil", ".dokku-monorepo")
_BEANSTALK_FOLDERS = (".ebextensions", ".elasticbeanstalk", ".platform/hooks", ".platform/confighooks")
_BEANSTALK_DOCKER = ("Dockerfile", "Dockerrun.aws.json", "docker-compose.yml")
_DEPLOYERS = ("git", "dokku", "heroku", "ssh", "docker")


@dataclass(frozen=True, slots=True)
class AppJson:
    """An app.json that Heroku or Dokku reads. stack: as it says, "" if it does not; dokku: it speaks to Dokku.

    sure: it has more than a name.
    """

    path: str
    root: Node
    stack: str
    dokku: bool
    sure: bool


def app_json(workspace: Workspace, folder: str) -> AppJson | None:
    """The app.json of a source root, None if there is none or it belongs to something else."""
    path = join(folder, "app.json")
    document = workspace.facts(path) if path is not None and workspace.exists(path) else None
    if path is None or not isinstance(document, Document) or document.root.get("expo") is not None:
        return None
    root = document.root
    if not root.entries or root.get("displayName") is not None:
        return None
    stack = root.string("stack")
    dokku = root.get("scripts", "dokku") is not None or root.get("healthchecks") is not None
    return AppJson(
        path=path,
        root=root,
        stack=stack.value if stack is not None else "",
        dokku=dokku or root.get("cron") is not None,
        sure=any(root.get(key) is not None for key in _KEYS),
    )


def on_dokku(workspace: Workspace, folder: str) -> bool:
    """True if something in the repository says that Dokku runs what lies in a folder."""
    if any(workspace.exists(join(folder, name) or "") for name in _DOKKU_FILES):
        return True
    found = app_json(workspace, folder)
    return (found is not None and found.dokku) or deployed_with(workspace, "dokku")


def on_beanstalk(workspace: Workspace, folder: str) -> bool:
    """True if something in a folder is for Elastic Beanstalk alone, and nothing there for its Docker platform.

    docs.aws.amazon.com/elasticbeanstalk: ebextensions, platforms-linux-extend, eb-cli3-configuration
    """
    if any(workspace.exists(join(folder, name) or "") for name in _BEANSTALK_DOCKER):
        return False
    folders = any(workspace.is_folder(join(folder, name) or "") for name in _BEANSTALK_FOLDERS)
    return folders or workspace.exists(join(folder, ".ebignore") or "")


def on_heroku(workspace: Workspace, path: str) -> bool:
    """True if something says that the buildpacks of Heroku run what a Procfile declares."""
    found = app_json(workspace, parent(path)) or app_json(workspace, "")
    return (found is not None and found.stack != "container") or deployed_with(workspace, "heroku")


def deployed_with(workspace: Workspace, tool: str) -> bool:
    """True if a workflow or a shell script of the repository calls a tool, or pushes to a remote, of this name."""
    return workspace.remember(f"deployed with {tool}", partial(_deployed_with, workspace, tool))


def _deployed_with(workspace: Workspace, tool: str) -> bool:
    return any(tool in word.lower() for word in _words(workspace))


def _words(workspace: Workspace) -> Iterator[str]:
    """The actions that workflows use, and the words of commands that can deploy."""
    for path in workspace.of_format("workflow"):
        workflow = workspace.get(path, Workflow)
        for job in workflow.jobs if workflow is not None else ():
            for step in job.steps:
                if step.uses is not None:
                    yield step.uses.value
                if step.script is not None:
                    yield from _deploying(step.script)
    for path in workspace.of_format("shell"):
        script = workspace.get(path, Script)
        if script is not None:
            yield from _deploying(script)


def _deploying(script: Script) -> Iterator[str]:
    for command in script.commands:
        if command.name in _DEPLOYERS:
            yield from (word.raw for word in command.words)
