"""Scripts that no platform file reaches: package scripts and shell scripts, with the role that their names give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from deploylint.facts.commands import Command, Script
from deploylint.facts.files import PackageJson
from deploylint.facts.place import FIRST, Span
from deploylint.model.context import Context
from deploylint.model.declare.common import Said, declare
from deploylint.model.deployment import Use
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.intent import Intent
from deploylint.model.paths import base, parent
from deploylint.model.place import Place
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.walk import walk
from deploylint.model.workspace import Workspace

# Programs that only a person's own machine has a use for.
_DESKTOP = frozenset({"open", "xdg-open", "lsof", "brew", "osascript", "gnome-terminal", "code", "start"})
_ACTIVATE = ("/bin/activate", "Scripts/activate")
_RUNNERS = frozenset({"npm", "pnpm", "yarn", "bun"})
_ENVIRONMENT = re.compile(r"(?:[A-Z]+_)?ENV(?:IRONMENT)?=[\"']?(?:dev|development|local)[\"']?")
_START = re.compile(r"(?:docker-|render-|railway-|heroku-|fly-)?(?:start|entrypoint|boot|run-server)(?:[-_.]|$)")
_FOLDERS = frozenset({"deploy", "deployment", ".deploy", "docker", "ops", "infra"})


def package_uses(
    workspace: Workspace, reached: frozenset[Span], intent: Intent, aside: frozenset[str] = frozenset()
) -> Iterator[Use]:
    """The uses of the package scripts whose text nothing else reached, those whose names say a role first.

    aside: files that are left out.
    """
    for path in workspace.of_format("package_json"):
        package = workspace.get(path, PackageJson) if path not in aside else None
        if package is None:
            continue
        rows = []
        for script in package.scripts:
            evidence = named("the script", script.name.value, Span(path, script.name.range()))
            uncalled = Evidence("unknown", "nothing we see calls it")
            judgement = decide((intent.said(path), evidence, in_folders(path), (uncalled,)))
            rows.append((judgement.role == "unknown", script, judgement))
        seen = set(reached)
        for _, script, judgement in sorted(rows, key=lambda row: row[0]):
            if Span(path, script.text.range()) in seen:
                continue
            found = walk(script.script, _context(workspace, path, f"scripts.{script.name.value}", judgement, "npm"))
            for use in found:
                if use.span.path == path:
                    owner = package.script(use.owner.removeprefix("scripts."))
                    if owner is not None and owner is not script:
                        seen.add(Span(path, owner.text.range()))
            yield from found


def shell_uses(workspace: Workspace, reached: frozenset[str], intent: Intent) -> Iterator[Use]:
    """The uses of the shell scripts that nothing else reached."""
    for path in workspace.of_format("shell"):
        script = workspace.get(path, Script)
        if script is None or path in reached:
            continue
        judgement = _judgement(path, script, intent)
        yield from walk(script, _context(workspace, path, base(path), judgement, "shell"))


def start_entries(workspace: Workspace, reached: frozenset[str], intent: Intent) -> Iterator[Entry]:
    """Scripts that are named as what a server starts, that nothing reached, and that no person's machine needs."""
    for path in workspace.of_format("shell"):
        script = workspace.get(path, Script)
        if script is None or path in reached or not _START.match(base(path)):
            continue
        judgement = _judgement(path, script, intent)
        if judgement.role != "production" or script.incomplete is not None:
            continue
        said = Said(
            kind="script.start",
            platform="script",
            label=base(path),
            path=path,
            range=FIRST,
            text=base(path),
            phase="start",
            shell="yes",
            judgement=judgement,
            place=Place("repository", parent(path)),
        )
        declaration = declare(workspace, script, said)
        if declaration.launch is not None:
            use = declaration.launch.use
            declaration = replace(declaration, span=use.span)
            yield Entry(
                platform="script",
                name=base(path),
                span=Span(path, FIRST),
                process="",
                runtime="native",
                folder=parent(path),
                judgement=judgement,
                declarations=(declaration,),
            )


def _judgement(path: str, script: Script, intent: Intent) -> Judgement:
    own = (*named("the script", base(path)), *_content(path, script))
    return decide((intent.said(path), own, in_folders(path), _start_name(path, script), _folder(path)))


def _content(path: str, script: Script) -> Iterator[Evidence]:
    for command in script.commands:
        first = command.words[0].raw if command.words else ""
        if first in _DESKTOP:
            yield Evidence("development", f"it calls '{first}', which no server has", Span(path, command.range))
            return
        if first in ("source", ".") and len(command.words) > 1 and command.words[1].raw.endswith(_ACTIVATE):
            yield Evidence("development", "it enters a virtual environment of the checkout", Span(path, command.range))
            return
        if command.condition == "always" and _for_development(command):
            said = " ".join(word.raw for word in command.words) or "an environment for development"
            yield Evidence("development", f"it says '{said}', and nothing here calls it", Span(path, command.range))
            return


def _for_development(command: Command) -> bool:
    """True for `npm run dev`, and for a variable that tells the programs below to run for development."""
    words = [word.raw for word in command.words]
    if words[:1] and words[0] in _RUNNERS:
        return "dev" in words[1:3]
    said = words[1:] if words[:1] == ["export"] else []
    said += [f"{one.name}={one.value.raw if one.value is not None else ''}" for one in command.assignments]
    return any(_ENVIRONMENT.fullmatch(one) for one in said)


def _start_name(path: str, script: Script) -> Iterator[Evidence]:
    """A start script without anything of a person's machine is what a server runs; one that reloads may be either."""
    if not _START.match(base(path)):
        return
    yield Evidence("production", f"'{base(path)}' is named as what a server starts")
    for command in script.commands:
        if command.condition == "always" and any(word.raw == "--reload" for word in command.words):
            yield Evidence("development", "its server reloads, and nothing here calls it", Span(path, command.range))
            return


def _folder(path: str) -> tuple[Evidence, ...]:
    for folder in path.split("/")[:-1]:
        if folder in _FOLDERS:
            return (Evidence("production", f"it lies in '{folder}/'"),)
    return (Evidence("unknown", "nothing we see calls it"),)


def _context(workspace: Workspace, path: str, owner: str, judgement: Judgement, platform: str) -> Context:
    phase: Phase = "other"
    if judgement.role == "production" and not _START.match(base(path)):
        phase = "deploy"
    elif judgement.role == "production" and platform == "shell" and named("the script", base(path)):
        phase = "start"  # `start-production.sh`: it says when it is called
    return Context(
        workspace=workspace,
        path=path,
        owner=owner,
        platform=platform,
        judgement=judgement,
        phase=phase,
        place=Place("repository", parent(path)),
    )
