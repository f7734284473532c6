"""The uses among which calls of Compose are looked for: all scripts, package scripts and workflows that name it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.model.declare import scripts, workflow
from deploylint.model.deployment import Use
from deploylint.model.intent import Intent
from deploylint.model.workspace import Workspace


def called(workspace: Workspace, intent: Intent) -> Iterator[Use]:
    """All uses of scripts and workflows, if any of them names Compose."""
    paths = workspace.of_format("shell", "workflow", "package_json")
    if not any("compose" in source.text for path in paths if (source := workspace.source(path)) is not None):
        return
    yield from workflow.uses(workspace, intent)
    yield from scripts.shell_uses(workspace, frozenset(), intent)
    yield from scripts.package_uses(workspace, frozenset(), intent)
