"""The uses among which calls of Compose are looked for: scripts, package scripts, workflows, units and Makefiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.model.compose.recipes import recipes
from deploylint.model.declare import scripts, systemd, workflow
from deploylint.model.deployment import Use
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.workspace import Workspace

_MANAGERS = ("npm", "yarn", "pnpm", "bun")


def called(workspace: Workspace, intent: Intent) -> tuple[Use, ...]:
    """All uses of the files that name Compose, and of those that call such a file."""
    return workspace.remember("callers of compose", lambda: tuple(_called(workspace, intent)))


def _called(workspace: Workspace, intent: Intent) -> Iterator[Use]:
    paths = workspace.of_format("shell", "workflow", "package_json", "makefile", "systemd")
    texts = {path: source.text for path in paths if (source := workspace.source(path)) is not None}
    wanted = _reaching(texts)
    if not wanted:
        return
    aside = frozenset(texts.keys() - wanted)
    yield from workflow.uses(workspace, intent, aside)
    yield from workflow.remote_uses(workspace, intent, aside)
    yield from scripts.shell_uses(workspace, aside, intent)
    yield from scripts.package_uses(workspace, frozenset(), intent, aside)
    for path in workspace.of_format("makefile"):
        if path in wanted:
            yield from recipes(workspace, path, intent)
    if any(path in wanted for path in workspace.of_format("systemd")):
        yield from systemd.uses(workspace, intent)


def _reaching(texts: dict[str, str]) -> frozenset[str]:
    """The files that name Compose, those that name one of them, and so on."""
    wanted = {path for path, text in texts.items() if "compose" in text or "stack deploy" in text}
    new: Iterable[str] = wanted
    while new:
        names = {name for path in new for name in _names(path)}
        new = {path for path, text in texts.items() if path not in wanted and any(name in text for name in names)}
        wanted |= new
    return frozenset(wanted)


def _names(path: str) -> tuple[str, ...]:
    """What a file that calls this one has to name."""
    name = base(path)
    if name == "package.json":
        return _MANAGERS
    return ("make",) if "akefile" in name else (name,)
