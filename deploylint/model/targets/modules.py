"""Python's search for modules, in three answers.

Source: docs.python.org/3/reference/import.html and importlib's FileFinder: in each folder of the path a package with
`__init__.py` comes before a module, and folders without one make a namespace package only if no later entry has either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from deploylint.facts.record import dataclass
from deploylint.model.deployment import Certainty
from deploylint.model.targets.ground import Ground

_COMPILED = (".so", ".pyd", ".pyc", ".pyx")


@dataclass(frozen=True, slots=True)
class Module:
    """What a dotted name is. path: the repository file whose bytes it is, None for a namespace package or made files.

    folders: where its submodules are looked for; empty for what is no package. lacking: for a missing one, the first
    name on the way that is not there. regular: it has a file of its own. perhaps: the folders of an unknown one that at
    most is a namespace package, which has nothing of its own.
    """

    state: Literal["found", "missing", "unknown"]
    name: str
    path: str | None = None
    folders: tuple[Ground, ...] = ()
    certainty: Certainty = "certain"
    reason: str = ""
    lacking: str = ""
    regular: bool = False
    perhaps: tuple[Ground, ...] = ()

    @property
    def package(self) -> bool:
        return bool(self.folders)


class Finder:
    """Python's path, and what was found on it. roots: its folders that may hold modules of the repository."""

    def __init__(self, roots: Sequence[Ground]) -> None:
        self.roots = tuple(roots)
        self._known: dict[str, Module] = {}
        self._compiled: dict[str, tuple[str, ...]] = {}

    def find(self, name: str) -> Module:
        """What `import name` finds; nothing is said of installed packages: those come last."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def main(self, name: str) -> Module:
        """What `python -m name` runs: the module, or `__main__` of the package."""
        found = self.find(name)
        return self.find(f"{name}.__main__") if found.state == "found" and found.package else found

    def _find(self, name: str) -> Module:
        above, dot, last = name.rpartition(".")
        if not dot:
            return self._in(name, last, self.roots)
        parent = self.find(above)
        if parent.perhaps:
            return self._in_doubtful(parent, name, last)
        if parent.state != "found":
            return Module(parent.state, name, None, (), parent.certainty, parent.reason, parent.lacking)
        if not parent.package:
            if parent.path is None:
                return Module("unknown", name, reason=f"'{above}' is made by the build")
            reason = f"'{above}' is a module and no package"
            return Module("missing", name, None, (), parent.certainty, reason, name)
        found = self._in(name, last, parent.folders)
        return found if parent.certainty == "certain" else _doubted(found)

    def _in_doubtful(self, parent: Module, name: str, last: str) -> Module:
        """A name in folders that a build may have made: missing where it surely made no such module in them."""
        found = self._in(name, last, parent.perhaps)
        if found.state == "missing":
            return Module("missing", name, None, (), "likely", f"there is no '{parent.name}'", parent.name)
        return Module("unknown", name, certainty="unknown", reason=parent.reason, perhaps=found.perhaps)

    def _in(self, name: str, last: str, entries: Sequence[Ground]) -> Module:
        doubt = ""
        sure = all(entry.sure == "certain" for entry in entries)
        portions: list[Ground] = []
        perhaps: list[Ground] = []
        vague = ""
        for entry in entries:
            for path, package in ((f"{last}/__init__.py", True), (f"{last}.py", False)):
                held = entry.at(path)
                if held.state == "there" and held.folder is not True:
                    folders = (entry.below(last),) if package else ()
                    return Module("found", name, held.source, folders, "likely" if doubt else "certain", regular=True)
                doubt = doubt or (held.reason if held.state == "maybe" else "")
            held = entry.at(last)
            if held.state == "there" and held.folder is not False:
                portions.append(entry.below(last))
            elif held.state == "maybe":
                perhaps.append(entry.below(last))
                vague = vague or held.reason
            doubt = doubt or self._in_other_form(entry, last)
        if portions:
            return Module("found", name, None, tuple(portions), "likely" if doubt or vague else "certain")
        if doubt or perhaps:
            only = () if doubt else tuple(perhaps)
            return Module("unknown", name, certainty="unknown", reason=doubt or vague, perhaps=only)
        return Module("missing", name, None, (), "certain" if sure else "likely", f"there is no '{name}'", name)

    def _in_other_form(self, entry: Ground, last: str) -> str:
        """Why a name may be a module in another form than source; "" if it is not."""
        if entry.key not in self._compiled:
            self._compiled[entry.key] = tuple(name for name in entry.names() if name.endswith(_COMPILED))
        held = [name for name in self._compiled[entry.key] if name.startswith(f"{last}.")]
        return f"'{held[0]}' may be it" if held else ""


def _doubted(found: Module) -> Module:
    """What lies in a folder that itself only likely is the one."""
    if found.state != "missing":
        return Module(found.state, found.name, found.path, found.folders, "likely", found.reason, "", found.regular)
    return Module("missing", found.name, None, (), "likely", found.reason, found.lacking)
