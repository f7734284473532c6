"""What may be installed where a command runs: packages of others, and the project itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from deploylint.facts.commands import Script
from deploylint.facts.dockerfile import Flag
from deploylint.facts.glob import escape
from deploylint.model.copies import Copied, stage_named
from deploylint.model.distributions import declared_distributions, normalised
from deploylint.model.filesystem.bases import is_plain
from deploylint.model.images import Image
from deploylint.model.paths import below, join, parent
from deploylint.model.place import Place
from deploylint.model.projects import package_folders
from deploylint.model.workspace import Workspace

_PROJECTS = ("pyproject.toml", "setup.py", "setup.cfg")
_INSTALLERS = frozenset("pip pip3 pipx uv poetry pdm hatch pipenv rye flit conda mamba make python python3".split())
_MANAGERS = ("poetry", "uv", "pdm", "pipenv", "rye", "hatch")
_SOURCES = ("", "src", "lib", "python", "source")
_OWN_WORDS = frozenset(
    "api app apps backend common config core db lib main models server service services src utils".split()
)
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")


def bare(image: Image | None) -> bool:
    """True if nothing can have been installed: no RUN of any stage that the image needs, and a plain base image."""
    if image is None:
        return False
    runs = any(instruction.name in ("RUN", "ONBUILD") for stage in image.needed for instruction in stage.instructions)
    return not runs and all(is_plain(stage.base.raw) for stage in image.chain[:1])


def brought(workspace: Workspace, place: Place, module: str) -> str:
    """Why something that is installed may bring a module; "" if nothing that we see does."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names:
        return f"'{top}' is a module of Python itself"
    image = place.image
    if bare(image):
        return ""
    if image is not None and not is_plain(image.base):
        return f"the base image '{image.base}' may bring it"
    wanted = normalised(top)
    names = declared_distributions(workspace) | (_told(image) if image is not None else frozenset())
    if any(_may_be(wanted, name) for name in names):
        return f"an installed package may bring '{top}'"
    return _own_project(workspace, image, module)


def project_file(workspace: Workspace, module: str) -> str | None:
    """The file of a module that a project of the repository has; None if none has it, or several do."""
    inner = module.replace(".", "/")
    ends = tuple(f"/{inner}{end}" for end in (".py", "/__init__.py"))
    found = {path for _, path in _with(workspace, module) if f"/{path}".endswith(ends)}
    return found.pop() if len(found) == 1 else None


def _may_be(module: str, distribution: str) -> bool:
    """True if a distribution's name makes it likely that it brings a top-level module: `jwt` of pyjwt.

    Words that repositories use for their own code stand in the names of many distributions that bring no such module.
    """
    return module == distribution or (module not in _OWN_WORDS and len(module) > 2 and module in distribution)


def _own_project(workspace: Workspace, image: Image | None, module: str) -> str:
    """Why the repository's own project may bring a module: it has it, and something may install it."""
    projects = [
        project for project, path in _with(workspace, module) if image is None or _taken(workspace, image, path)
    ]
    if not projects or (image is not None and not any(_installs(script) for script in _scripts(image))):
        return ""
    return f"the project of '{projects[0] or '.'}' has it, and may be installed"


def _taken(workspace: Workspace, image: Image, path: str) -> bool:
    """True if a stage that the image needs may get a file of the repository, or a package that was built from it."""
    for stage in image.needed:
        if not is_plain(stage.base.raw) and stage_named(image.stages, stage.base.raw, stage.index) is None:
            return True
        if any(_brings(workspace, row, path) for row in image.copies[stage.index] if row.stage is None):
            return True
        for instruction in stage.instructions:
            origin = instruction.flag("from")
            if origin is not None and stage_named(image.stages, origin.value, stage.index) is None:
                if not is_plain(origin.value):
                    return True
            elif instruction.name in ("COPY", "ADD") and any("$" in word.raw for word in instruction.words):
                return True
            if any(_mounts(image, flag, path) for flag in instruction.flags):
                return True
    return any("+" in word.raw and "://" in word.raw for script in _scripts(image) for c in script for word in c.words)


def _brings(workspace: Workspace, row: Copied, path: str) -> bool:
    """True too for sources that the repository lacks: something builds them from it."""
    there = [source for source in row.sources if workspace.exists(source) or workspace.is_folder(source)]
    return len(there) < max(len(row.sources), 1) or any(below(path, source) is not None for source in there)


def _mounts(image: Image, flag: Flag, path: str) -> bool:
    if flag.name != "mount" or flag.value is None:
        return False
    keys = dict(part.strip().partition("=")[::2] for part in flag.value.value.split(","))
    if keys.get("type", "bind") != "bind" or "from" in keys:
        return False
    source = join(image.context, (keys.get("source") or keys.get("src") or "").lstrip("/"))
    return source is None or "$" in source or below(path, source) is not None


def _with(workspace: Workspace, module: str) -> Iterator[tuple[str, str]]:
    """The folders of projects that have a module where a build of the project looks for it, with a file of it."""
    top = escape(module.partition(".")[0])
    inner = escape(module.replace(".", "/"))
    paths = {path for name in (f"{inner}.py", f"{inner}/*.py", f"{inner}/**/*.py") for path in _glob(workspace, name)}
    for path in sorted(paths):
        parts = path.split("/")
        start = next((i for i, part in enumerate(parts) if part.removesuffix(".py") == top), None)
        if start is None:
            continue
        root = "/".join(parts[:start])
        for project in {root, parent(root)}:
            if any(workspace.exists(f"{project}/{name}".lstrip("/")) for name in _PROJECTS):
                said = below(root, project)
                if said in _SOURCES or said in package_folders(workspace, project):
                    yield project, path


def _glob(workspace: Workspace, name: str) -> tuple[str, ...]:
    return workspace.glob(f"**/{name}")


def _scripts(image: Image) -> Iterator[Script]:
    for stage in image.needed:
        for instruction in stage.instructions:
            if instruction.name == "RUN" and instruction.script is not None:
                yield instruction.script


def _installs(script: Script) -> bool:
    """True if a command may install a project of the build context."""
    for command in script:
        words = [word.raw.rsplit("/", 1)[-1] for word in command.words]
        if command.name is None or words[:1] == ["sh"] or words[0].endswith(".sh"):
            return True
        if _INSTALLERS & set(words[:3]) and not _only_names(words):
            return True
    return False


def _only_names(words: list[str]) -> bool:
    """True for `pip install a b` and `pip install -r x`, which bring packages of others alone."""
    if "install" not in words or (words[0] in _MANAGERS and "pip" not in words):
        return False
    given = words[words.index("install") + 1 :]
    if any(word in ("-e", "--editable") for word in given):
        return False
    files = {given[i + 1] for i, word in enumerate(given[:-1]) if word in ("-r", "--requirement", "-c", "--constraint")}
    return all(_NAME.match(word) or word.startswith("-") for word in given if word not in files)


def _told(image: Image) -> frozenset[str]:
    """The names that RUN instructions hand to pip."""
    found = set()
    for script in _scripts(image):
        for command in script:
            words = [word.raw for word in command.words]
            for word in words[words.index("install") + 1 :] if "install" in words else ():
                match = _NAME.match(word)
                if match is not None:
                    found.add(normalised(match[0]))
    return frozenset(found)
