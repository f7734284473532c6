"""The commands and servers that source files start: of files that commands run, and of all others that hold one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deploylint.facts.source import PythonModule, ScriptModule, ServerCall, SourceCommand
from deploylint.model.context import Context, in_file
from deploylint.model.declare.configured import called
from deploylint.model.deployment import Use
from deploylint.model.evidence import in_folders, named
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.place import UNKNOWN
from deploylint.model.resolve import resolve
from deploylint.model.roles import Evidence, Judgement, decide
from deploylint.model.sources import part
from deploylint.model.walk import DEPTH, walk
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Setting

PYTHON = ("python",)
ECMASCRIPT = ("javascript", "typescript", "tsx")
_NEEDLES = (
    (PYTHON, (b"subprocess", b"os.system", b"os.popen", b"os.exec", b"create_subprocess", b"call_command")),
    (ECMASCRIPT, (b"child_process", b"execSync", b"spawnSync", b"execa", b"shelljs", b"'zx", b'"zx', b"Bun.spawn")),
)
# Programs of these kinds run a file as the main program; a server imports it.
_RUNNERS = frozenset({"interpreter", "watcher", "wrapper"})


def uses(workspace: Workspace, known: Iterable[Use], intent: Intent) -> list[Use]:
    """The uses in source files that the known uses run, and what those run in turn; then those of all other files."""
    found: list[Use] = []
    queue = deque(known)
    seen: set[tuple[object, ...]] = set()
    reached: set[str] = set()
    while queue:
        use = queue.popleft()
        path = _file(workspace, use)
        image = use.place.image.path if use.place.image is not None else ""
        way = (path, use.role, use.phase, use.service, use.platform, use.place.folder, image)
        if path is None or way in seen or len(use.via) >= DEPTH:
            continue
        seen.add(way)
        reached.add(path)
        inner = list(_of_file(workspace, path, use))
        found += inner
        queue.extend(inner)
    found += _others(workspace, frozenset(reached), intent)
    return found


def _file(workspace: Workspace, use: Use) -> str | None:
    """The source file that a use runs as a program."""
    target, invocation = use.invocation.target, use.invocation
    if target is None or target.value is None or invocation.remote:
        return None
    if target.kind not in ("python-file", "python-module", "node-file", "file"):
        return None
    if target.kind != "file" and not _RUNNERS & set(invocation.kinds):
        return None
    resolution = resolve(workspace, use)
    if resolution.state != "found" or resolution.path is None:
        return None
    return resolution.path if workspace.format(resolution.path) in (*PYTHON, *ECMASCRIPT) else None


def _of_file(workspace: Workspace, path: str, use: Use) -> Iterator[Use]:
    facts = workspace.facts(path)
    if not isinstance(facts, PythonModule | ScriptModule) or not (facts.commands or facts.servers):
        return
    assert use.invocation.target is not None
    context = in_file(workspace, use, path, f"{use.invocation.program} {use.invocation.target.value}")
    for command in facts.commands:
        yield from _commands(command, context)
    for server in facts.servers if use.phase == "start" else ():
        if server.runs != "unknown":
            yield _served(server, context)


def _commands(command: SourceCommand, context: Context) -> list[Use]:
    """The uses of one command: of a function that nobody is seen to call, it is not known when they run."""
    place = UNKNOWN if command.directory is None else context.place
    if command.directory:
        place = place.moved(command.directory)
    context = replace(context, place=place, shell="yes" if command.shell else "no")
    if command.runs == "unknown" and context.judgement.role == "production":
        context = replace(context, phase="other", judgement=replace(context.judgement, role="unknown"))
    return walk(command.script, context)


def _served(server: ServerCall, context: Context) -> Use:
    """A server that a file starts, as the use of a program that was told the same by flags."""
    settings = [Setting(one.name, one.value, one.range, "call", one.found) for one in server.settings]
    if server.development and not any((one.name, one.value) == ("debug", "true") for one in settings):
        settings.append(Setting("development-server", "true", server.range, "call", server.found))
    judgement = context.judgement
    if server.runs == "branch" and judgement.role == "production":
        judgement = replace(judgement, role="unknown")
    return called(replace(context, judgement=judgement), server.program, server.range, tuple(settings))


def _others(workspace: Workspace, reached: frozenset[str], intent: Intent) -> Iterator[Use]:
    """The commands of files that nothing runs, with the role that their names and folders give."""
    for formats, needles in _NEEDLES:
        for path in workspace.holding(needles, formats):
            belongs = part(path)
            if path in reached or belongs in ("vendored", "generated"):
                continue
            facts = workspace.facts(path)
            commands = facts.commands if isinstance(facts, PythonModule | ScriptModule) else ()
            context = Context(
                workspace=workspace,
                path=path,
                owner=base(path),
                platform="source",
                judgement=_judgement(path, belongs, intent),
                phase="other",
                place=UNKNOWN,
            )
            for command in commands:  # what they call in other files is a use there, with the role it has there
                yield from (use for use in _commands(command, context) if use.span.path == path)


def _judgement(path: str, belongs: str, intent: Intent) -> Judgement:
    said: tuple[Evidence, ...] = ()
    if belongs == "tests":
        said = (Evidence("test", "it is one of the tests"),)
    elif belongs in ("examples", "docs", "notebooks"):
        said = (Evidence("development", f"it belongs to the {belongs}"),)
    default = Evidence("unknown", "nothing runs it")
    return decide((intent.said(path), said, named("the file", base(path)), in_folders(path), (default,)))
