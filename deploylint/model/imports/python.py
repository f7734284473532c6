"""The imports of a Python program, followed in the order in which Python makes them.

Source: docs.python.org/3/reference/import.html: packages before what lies in them, a module once, a name of a
module that is still being imported only if it is bound already, submodules where a package lacks the name.
"""

from __future__ import annotations

from collections import deque
from dataclasses import field

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.source import Import
from deploylint.model import of_file
from deploylint.model.deployment import Certainty, Step, Use
from deploylint.model.imports.broken import Broken, Fault
from deploylint.model.imports.own import generated, is_own
from deploylint.model.targets.installed import bare, brought
from deploylint.model.targets.modules import Module
from deploylint.model.targets.roots import finder
from deploylint.model.workspace import Workspace

_DEEPEST = 60  # imports within imports: deeper ones are not followed
_STEPS = 8


@dataclass(slots=True)
class _Loaded:
    """A module in sys.modules. read: its source is known; line: how far it has been run; children: its submodules that
    were imported."""

    found: Module
    read: bool
    line: int = 0
    done: bool = False
    children: set[str] = field(default_factory=set)


class Program:
    """One program that is started, and the modules that it has imported so far."""

    def __init__(self, workspace: Workspace, use: Use, first: Step) -> None:
        self._workspace, self._use = workspace, use
        self._finder = finder(workspace, use)
        self._bare = bare(use.place.image)
        self._loaded: dict[str, _Loaded] = {}
        self._later: deque[tuple[str, str, Import, tuple[Step, ...]]] = deque()
        self._edited = False
        self._local = False
        self.broken: list[Broken] = []
        self.ways: dict[str, tuple[Step, ...]] = {}
        self._first = first

    def run(self, path: str) -> None:
        """Follow what the start target imports; path is its file."""
        target = self._use.invocation.target
        if target is None or target.value is None:
            return
        way = (self._first,)
        if target.kind == "python-module":
            name = target.value
            package = name if self._finder.find(name).package else name.rpartition(".")[0]
            if not package or self._import(package, None, way):
                self._run("__main__", package, self._finder.main(name), way)
        elif target.kind == "python-attribute" and "/" not in target.value and not target.value.endswith(".py"):
            self._import(target.value, None, way)
        elif "server" not in self._use.invocation.kinds:
            self._run("__main__", "", Module("found", "__main__", path, regular=True), way)
        self._local = True
        while self._later:
            name, package, one, steps = self._later.popleft()
            self._follow(name, package, one, steps)

    def require(self, module: str, attribute: str, step: Step) -> None:
        """Follow what the contract lists: a module, and a name that it must have."""
        if not all(part.isidentifier() for part in module.split(".")):
            return
        found = self._finder.find(module)
        if found.state == "missing":
            if not brought(self._workspace, self._use.place, module):
                self._fail("critical", module, step, (step,), self._certainty(found))
        elif self._import(module, None, (step,)) and attribute:
            self._take(module, attribute, step, (step,))

    def settings(self, module: str, span: Span) -> None:
        """Look for the settings module of Django, which a variable may still replace."""
        step = Step(span, module)
        found = self._finder.find(module) if all(part.isidentifier() for part in module.split(".")) else None
        if found is not None and found.state == "missing" and not self._edited and self._is_broken(found, step):
            self._fail("settings", module, step, (self._first, step), "likely")

    def _run(self, name: str, package: str, found: Module, way: tuple[Step, ...]) -> None:
        path = found.path or ""
        read = path != "" and self._workspace.of(path, of_file.is_python)
        loaded = self._loaded[name] = _Loaded(found, read)
        if found.path is not None:
            self.ways.setdefault(found.path, way)
        if read and len(way) < _DEEPEST:
            edits = self._workspace.of(path, of_file.path_edits)
            for one in self._workspace.of(path, of_file.imports):
                self._edited = self._edited or any(line <= one.range.line for line in edits)
                if one.optional:
                    continue
                if one.local:
                    self._later.append((name, package, one, way))
                    continue
                loaded.line = one.range.line
                self._follow(name, package, one, way)
            self._edited = self._edited or bool(edits)
        loaded.done = True

    def _follow(self, importer: str, package: str, one: Import, way: tuple[Step, ...]) -> None:
        path = self._loaded[importer].found.path
        assert path is not None
        step = Step(Span(path, one.range), one.module or ".")
        module = one.module
        if one.level:
            parts = package.split(".") if package else []
            if one.level > len(parts):
                self._fail("beyond" if parts else "relative", one.module or one.name or "", step, way)
                return
            module = ".".join([*parts[: len(parts) - one.level + 1], *([one.module] if one.module else [])])
        if self._import(module, step, way) and one.name is not None and one.name != "*":
            self._take(module, one.name, step, way)

    def _import(self, module: str, step: Step | None, way: tuple[Step, ...]) -> bool:
        """True if all of a dotted name is imported, or is on its way to be."""
        parts = module.split(".")
        for length in range(1, len(parts) + 1):
            name = ".".join(parts[:length])
            if name in self._loaded:
                continue
            found = self._finder.find(name)
            if found.state == "missing" and step is not None and self._is_broken(found, step):
                self._fail("module", module, step, way, self._certainty(found))
            if found.state != "found":
                return False
            steps = way if step is None else (*way, step)
            package = name if found.package else name.rpartition(".")[0]
            self._run(name, package, found, steps)
            if length > 1:
                self._loaded[".".join(parts[: length - 1])].children.add(parts[length - 1])
        return True

    def _is_broken(self, found: Module, step: Step) -> bool:
        top = found.name.partition(".")[0]
        if generated(found.name) or self._is_hidden(top):
            return False
        if found.lacking != top:
            return self._finder.find(top).regular or is_own(
                self._workspace, self._use.place, found.name, step.span.path
            )
        return is_own(self._workspace, self._use.place, found.name, step.span.path)

    def _certainty(self, found: Module) -> Certainty:
        top = found.name.partition(".")[0]
        sure = self._bare or (found.lacking != top and self._finder.find(top).regular)
        return found.certainty if sure and not self._edited else "likely"

    def _take(self, module: str, name: str, step: Step, way: tuple[Step, ...]) -> None:
        """`from module import name`."""
        loaded = self._loaded[module]
        if name in loaded.children or self._is_opaque(loaded) or (name.startswith("__") and name.endswith("__")):
            return
        path = loaded.found.path or ""
        bound = loaded.read and self._workspace.of(path, of_file.binds, name)
        if bound and (loaded.done or self._workspace.of(path, of_file.binding, name) < loaded.line):
            return
        inner = f"{module}.{name}"
        if loaded.found.package:
            if inner in self._loaded:
                return
            found = self._finder.find(inner)
            if found.state == "found":
                self._import(inner, step, way)
            if found.state != "missing" or generated(inner):
                return
        fault: Fault = "circular" if bound else "name"
        if self._is_hidden(module.partition(".")[0]):
            return
        if not loaded.found.regular and not is_own(self._workspace, self._use.place, inner, step.span.path):
            return
        sure = loaded.found.certainty == "certain" and (self._bare or loaded.found.regular) and not self._edited
        self._fail(fault, name, step, way, "certain" if sure else "likely", module)

    def _is_hidden(self, top: str) -> bool:
        """True if a folder that the program adds to its path may hold what Python takes for a top-level name.

        A package there comes before a plain folder, and what is put in front before all that has the name.
        """
        if not self._edited:
            return False
        found = self._finder.find(top)
        same = (f"/{top}.py", f"/{top}/__init__.py")
        others = (path for path in self._workspace.ending((f"{top}.py", "__init__.py")) if path != found.path)
        return not found.regular or any(f"/{path}".endswith(same) for path in others)

    def _is_opaque(self, loaded: _Loaded) -> bool:
        """True if a module may have names that a reader does not see."""
        path = loaded.found.path or ""
        return self._workspace.of(path, of_file.opaque) if loaded.read else loaded.found.regular

    def _fail(
        self,
        fault: Fault,
        name: str,
        step: Step,
        way: tuple[Step, ...],
        certainty: Certainty = "certain",
        module: str = "",
    ) -> None:
        self.broken.append(
            Broken(
                fault=fault,
                name=name,
                span=step.span,
                certainty="likely" if self._local else certainty,
                way=(way[0], *way[1:][-_STEPS:]),
                module=module,
                local=self._local,
            )
        )
