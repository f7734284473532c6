"""Commands that the repository's own projects bring: console scripts of Python, `bin` of a package.json."""

from __future__ import annotations

import re
from collections.abc import Mapping

from deploylint.facts.files import PackageJson
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.paths import below, parent
from deploylint.model.place import Place, locate
from deploylint.model.projects import scripted
from deploylint.model.workspace import Workspace
from deploylint.programs.invocation import Invocation, Target

# packaging.python.org/en/latest/specifications/entry-points/: `module:object`, then extras.
_OBJECT = re.compile(
    r"\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?:\[[^]]*]\s*)?\Z"
)
# docs.npmjs.com/cli/commands/npm-exec: they install the local package where its `bin` has the name.
_NPM = ("npx", "npm")


@dataclass(frozen=True, slots=True)
class OwnScript:
    """A console script. path: the file that declares it; text: what it says there, `module:function`."""

    name: str
    path: str
    text: Text
    target: Target


def own_script(workspace: Workspace, place: Place, called: str) -> OwnScript | None:
    """The console script that a command is, by its name or its path in a virtual environment; None if it is none.

    Of several projects that have one of the name, the one around the folder in which the command runs.
    """
    name, folder = called.rsplit("/", 1)[-1], parent(called)
    if "/" in called and not folder.endswith("bin"):
        return None
    found = workspace.remember("console scripts", lambda: _scripts(workspace)).get(name, ())
    if len(found) > 1:
        here = place.folder if place.kind == "repository" else place.image.context if place.image is not None else None
        around = [one for one in found if here is not None and below(here, parent(one.path)) is not None]
        nearest = max((len(parent(one.path)) for one in around), default=0)
        found = tuple(one for one in around if len(parent(one.path)) == nearest)
    said = {(one.target.value, one.target.attribute) for one in found}
    return found[0] if len(said) == 1 else None


def _scripts(workspace: Workspace) -> Mapping[str, tuple[OwnScript, ...]]:
    found: dict[str, tuple[OwnScript, ...]] = {}
    for path, project in scripted(workspace):
        for name, text in dict(project.scripts).items():
            match = _OBJECT.match(text.value)
            if match is not None:
                target = Target("python-attribute", match[1], text.range(), match[2], project=parent(path))
                found[name] = (*found.get(name, ()), OwnScript(name, path, text, target))
    return found


def own_binary(workspace: Workspace, place: Place, invocation: Invocation) -> tuple[str, Text] | None:
    """The package.json where `npx name` runs, and the file in it that this name is; None if it is none of its own."""
    wrapper = invocation.wrappers[-1].name if invocation.wrappers else ""
    name = invocation.words[0].value if invocation.words else None
    if invocation.known or wrapper not in _NPM or name is None:
        return None
    for path in locate(workspace, place, "package.json"):
        package = workspace.get(path, PackageJson)
        binaries = package.root.get("bin") if package is not None else None
        if package is None or binaries is None:
            continue
        if binaries.kind == "mapping":
            text = binaries.string(name)
        else:
            named = (package.name or "").rsplit("/", 1)[-1] == name
            text = package.root.string("bin") if named else None
        if text is not None:
            return path, text
    return None
