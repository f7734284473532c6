"""The first-party source files that production starts: the start targets and all that they import."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from deploylint.facts.place import Range, Span
from deploylint.facts.source import Import
from deploylint.model.deployment import Declaration, Step, Use
from deploylint.model.of_file import followed
from deploylint.model.paths import join, parent
from deploylint.model.place import Place
from deploylint.model.resolve import find_module, module_roots
from deploylint.model.workspace import Workspace

_SCRIPT_ENDINGS = (
    "",
    ".ts",
    ".tsx",
    ".js",
    ".jsx",
    ".mjs",
    ".cjs",
    ".mts",
    ".cts",
    "/index.ts",
    "/index.tsx",
    "/index.js",
)


class Ways(Mapping[str, tuple[Step, ...]]):
    """The ways by file, found when they are first asked for: most changes touch nothing that depends on them."""

    def __init__(self, find: Callable[[], dict[str, tuple[Step, ...]]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> dict[str, tuple[Step, ...]]:
        return self._find()

    def __getitem__(self, path: str) -> tuple[Step, ...]:
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def started(workspace: Workspace, declarations: Iterable[Declaration]) -> Ways:
    """The files that production start declarations reach, with the way there; optional imports are not followed."""
    kept = tuple(declarations)
    return Ways(lambda: _ways(workspace, kept))


def _ways(workspace: Workspace, declarations: Iterable[Declaration]) -> dict[str, tuple[Step, ...]]:
    ways: dict[str, tuple[Step, ...]] = {}
    queue: deque[tuple[str, tuple[Place, ...]]] = deque()
    for declaration in declarations:
        start = declaration.launch
        if declaration.role != "production" or start is None or start.resolution.path is None or declaration.unread:
            continue
        path = start.resolution.path
        if start.resolution.state != "missing" and path not in ways:
            ways[path] = (Step(declaration.span, start.text),)
            roots = module_roots(workspace, start.use)
            queue.append((path, roots))
            for package in _packages(workspace, roots, start.use):
                if package not in ways:
                    ways[package] = ways[path]
                    queue.append((package, roots))
    while queue:
        path, roots = queue.popleft()
        there = tuple(_imported(workspace, path, roots))
        workspace.ahead(imported for imported, _ in there if imported not in ways)
        for imported, place in there:
            if imported not in ways:
                ways[imported] = (*ways[path], Step(Span(path, place), imported)) if len(ways[path]) < 8 else ways[path]
                queue.append((imported, roots))
    return ways


def _packages(workspace: Workspace, roots: tuple[Place, ...], use: Use) -> Iterator[str]:
    """The `__init__.py` of the packages that hold the target: they are run before it."""
    target = use.invocation.target
    if target is None or target.value is None or target.kind not in ("python-module", "python-attribute"):
        return
    parts = target.value.split(".")
    for length in range(1, len(parts) + 1):
        found = find_module(workspace, roots, ".".join(parts[:length]))
        if found is not None:
            yield found


def _imported(workspace: Workspace, path: str, roots: tuple[Place, ...]) -> Iterator[tuple[str, Range]]:
    if workspace.format(path) == "python":
        for one in workspace.of(path, followed):
            if not one.optional:
                for found in _python_files(workspace, path, roots, one):
                    yield found, one.range
    else:
        for one in workspace.of(path, followed):
            found_script = _script_file(workspace, path, one.module)
            if found_script is not None:
                yield found_script, one.range


def _python_files(workspace: Workspace, path: str, roots: tuple[Place, ...], one: Import) -> Iterator[str]:
    if one.level:
        folder: str | None = parent(path)
        for _ in range(one.level - 1):
            folder = parent(folder) if folder else None
        if folder is None:
            return
        roots = (Place("repository", folder),)
    names = [one.module] if one.module else []
    if one.name is not None and one.name != "*":
        names.append(f"{one.module}.{one.name}" if one.module else one.name)
    for name in names:
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            found = find_module(workspace, roots, ".".join(parts[:length]))
            if found is not None:
                yield found


def _script_file(workspace: Workspace, path: str, module: str) -> str | None:
    if not module.startswith("."):
        return None
    for ending in _SCRIPT_ENDINGS:
        for name in (module + ending, _typed(module, ending)):
            found = join(parent(path), name)
            if found is not None and workspace.exists(found):
                return found
    return None


def _typed(module: str, ending: str) -> str:
    """TypeScript writes `./x.js` for the file `x.ts`, `./x.mjs` for `x.mts`."""
    written = next((suffix for suffix in (".js", ".mjs", ".cjs") if module.endswith(suffix)), "")
    return module.removesuffix(written) + ending if written and ending else module
