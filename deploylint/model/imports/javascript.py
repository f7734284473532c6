"""The relative imports of a Node program, followed file by file."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.facts.source import Import
from deploylint.model.deployment import Certainty, Step, Use
from deploylint.model.files import Held
from deploylint.model.imports.broken import Broken
from deploylint.model.of_file import imports, sound
from deploylint.model.paths import base, parent
from deploylint.model.targets.ground import Ground, ground
from deploylint.model.targets.node import COMMONJS, COMPILED, load
from deploylint.model.targets.roots import working_place
from deploylint.model.workspace import Workspace

_STEPS = 8
_TYPED = {".js": (".ts", ".tsx", ".jsx"), ".mjs": (".mts",), ".cjs": (".cts",), ".jsx": (".tsx",)}


def relative(module: str) -> bool:
    """True for a module that is named by its path."""
    return module.startswith(("./", "../")) or module in (".", "..")


def loaded(workspace: Workspace, here: Ground, module: str) -> Held:
    """What a relative import of a file in a folder loads, with the suffixes that compilers know too.

    TypeScript writes `./x.js` for the file `x.ts`, `./x.mjs` for `x.mts`.
    """
    found = load(workspace, here, module, COMPILED)
    stem, dot, suffix = module.rpartition(".")
    if found.state == "absent" and dot:
        for other in _TYPED.get(dot + suffix, ()):
            held = here.at(stem + other)
            if held.state != "absent":
                return held
    return found


def broken(workspace: Workspace, use: Use, path: str, first: Step) -> Iterator[Broken]:
    """The relative imports that lead to nothing, from the file that Node is started with."""
    target = use.invocation.target
    if target is None or target.value is None:
        return
    here = ground(workspace, working_place(workspace, use))
    start = _folder(workspace, here, target.value, path)
    if start is None:
        return
    plain = use.invocation.program == "node"
    queue: deque[tuple[str, Ground, tuple[Step, ...]]] = deque([(path, start, (first,))])
    seen = {(path, start.key)}  # a file that was copied to two folders loads other ones from each
    while queue:
        path, folder, way = queue.popleft()
        for one in workspace.of(path, imports) if workspace.of(path, sound) else ():
            module = one.module
            if not relative(module) or any(mark in module for mark in "?#!$*{"):
                continue
            held = loaded(workspace, folder, module)
            step = Step(Span(path, one.range), module)
            if held.state == "there" and held.source is not None:
                beside = _beside(folder, module, held.source)
                if not one.optional and (held.source, beside.key) not in seen:
                    seen.add((held.source, beside.key))
                    queue.append((held.source, beside, (*way, step)[: _STEPS + 1]))
            elif held.state == "absent" and not one.optional:
                yield Broken(
                    fault="script",
                    name=module,
                    span=step.span,
                    certainty=_certainty(here, one, path, plain),
                    way=way,
                    local=one.local,
                )


def _certainty(here: Ground, one: Import, path: str, plain: bool) -> Certainty:
    sure = plain and not one.local and path.endswith((".js", ".cjs", ".mjs"))
    return here.sure if sure else "likely"


def _folder(workspace: Workspace, here: Ground, said: str, path: str) -> Ground | None:
    """The folder, among the files that the program finds, of the file it is started with."""
    for name in (said, *(f"{said}{suffix}" for suffix in COMPILED)):
        held = here.at(name)
        if held.state == "there" and held.source == path:
            return here.below(parent(name) or ".")
    held = here.at(said)
    if held.state == "there" and held.folder and load(workspace, here, said, COMMONJS).source == path:
        return _beside(here.below(said), "./" + base(path), path)
    return None


def _beside(folder: Ground, module: str, source: str) -> Ground:
    """The folder of the file that a module of another folder turned out to be."""
    inner = folder.below(module)
    held = inner.at(base(source))
    if held.state == "there" and held.source == source:
        return inner
    return folder.below(parent(module) or ".")
