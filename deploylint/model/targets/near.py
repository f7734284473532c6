"""What a missing target may have meant, and where the repository has it."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.glob import escape
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Use
from deploylint.model.targets.ground import ground
from deploylint.model.targets.modules import Finder, Module
from deploylint.model.targets.roots import finder, working_place
from deploylint.model.workspace import Workspace

_MODULES = ("python-attribute", "python-module")
_FILES = ("python-file", "node-file", "file")


@dataclass(frozen=True, slots=True)
class Near:
    """path: the repository file; suggestion: how the command would name it, "" where it cannot from where it runs."""

    path: str
    suggestion: str = ""


def near(workspace: Workspace, use: Use) -> Near | None:
    """The one target that the command finds instead; else the one file of the repository that it names, elsewhere."""
    target = use.invocation.target
    if target is None or target.value is None:
        return None
    if target.kind in _MODULES:
        found = dict.fromkeys(_modules(finder(workspace, use), target.value, target.kind == "python-module"))
        tail = target.value.replace(".", "/")
        names = (
            [f"{tail}/__main__.py", f"{tail}.py"]
            if target.kind == "python-module"
            else [f"{tail}.py", f"{tail}/__init__.py"]
        )
    elif target.kind in _FILES:
        found = dict.fromkeys(_files(workspace, use, target.value))
        names = ["/".join(part for part in target.value.split("/") if part not in ("", ".", ".."))]
    else:
        return None
    if found:
        return next(iter(found)) if len(found) == 1 else None
    elsewhere = [path for name in names for path in workspace.glob(f"**/{escape(name)}")]
    return Near(elsewhere[0]) if len(elsewhere) == 1 else None


def _modules(python_path: Finder, name: str, runs: bool) -> Iterator[Near]:
    """The same name less its first segments, else below one more folder; only what is certainly found."""
    parts = name.split(".")
    tails = [".".join(parts[cut:]) for cut in range(1, len(parts))]
    for tail in tails:
        found = _surely(python_path, tail, runs)
        if found is not None:
            yield found
            return
    for child in sorted({child for root in python_path.roots for child in root.names() if child.isidentifier()}):
        for tail in (name, *tails):
            found = _surely(python_path, f"{child}.{tail}", runs)
            if found is not None:
                yield found
                break


def _surely(python_path: Finder, name: str, runs: bool) -> Near | None:
    found: Module = python_path.main(name) if runs else python_path.find(name)
    if found.state != "found" or found.certainty != "certain" or found.path is None:
        return None
    return Near(found.path, name)


def _files(workspace: Workspace, use: Use, path: str) -> Iterator[Near]:
    here = ground(workspace, working_place(workspace, use))
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    inside = ["/".join(parts[cut:]) for cut in range(1, len(parts))] if not path.startswith("/") else []
    for name in inside or (f"{child}/{'/'.join(parts)}" for child in here.names() if not path.startswith("/")):
        held = here.at(name)
        if held.state == "there" and held.source is not None and held.folder is not True:
            yield Near(held.source, f"./{name}" if path.startswith("./") else name)
