"""The folders in which Python looks for modules when a command runs, as far as the repository decides."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.model.deployment import Use
from deploylint.model.paths import parent
from deploylint.model.place import Place
from deploylint.model.projects import package_folders
from deploylint.model.targets.configuration import gunicorn_value
from deploylint.model.targets.ground import Ground, ground
from deploylint.model.targets.modules import Finder
from deploylint.model.workspace import Workspace

_SELF = ("$PYTHONPATH", "${PYTHONPATH}", "${PYTHONPATH:-}")


def working_place(workspace: Workspace, use: Use) -> Place:
    """The working directory once the program has gone where its options say."""
    target, place = use.invocation.target, use.place
    if target is not None and target.directory is not None:
        return place.moved(target.directory)
    said = gunicorn_value(workspace, use, "chdir")
    return place.moved(said) if said else place


def module_roots(workspace: Workspace, use: Use) -> tuple[Place, ...]:
    """The folders of sys.path in their order, installed packages left out.

    A file that Python runs brings its own folder in place of the working directory; `uvicorn --app-dir` does too,
    unless Python was started with `-m` (docs.python.org/3/library/sys.html#sys.path, uvicorn/main.py).
    """
    target = use.invocation.target
    if target is not None and target.project is not None:
        return (*_variable(use), *_installed(workspace, target.project))
    place = working_place(workspace, use)
    search = list(target.search) if target is not None else []
    said = gunicorn_value(workspace, use, "pythonpath")
    search += said.split(",") if said and not search else []
    roots = [place.moved(folder) for folder in (reversed(search) if use.invocation.program == "gunicorn" else search)]
    if _runs_file(use) and target is not None and target.value is not None:
        roots.append(_script_folder(place, target.value))
    elif not search or use.invocation.program != "uvicorn" or _by_python(use):
        roots.append(place)
    roots += _variable(use)
    return tuple({(one.kind, one.folder): one for one in reversed(roots)}.values())[::-1]


def finder(workspace: Workspace, use: Use) -> Finder:
    """Python's path of a use, with what was found on it before."""
    return finder_of(workspace, module_roots(workspace, use))


def finder_of(workspace: Workspace, places: tuple[Place, ...]) -> Finder:
    """The same for folders in their order."""
    named = [f"{p.kind}:{p.folder}:{p.mount}:{p.image.id if p.image is not None else ''}" for p in places]
    grounds: tuple[Ground, ...] = tuple(ground(workspace, place) for place in places)
    return workspace.remember(f"modules of {named}", lambda: Finder(grounds))


def _runs_file(use: Use) -> bool:
    """True where Python runs a file as its program, without the working directory on its path."""
    target = use.invocation.target
    return target is not None and target.kind == "python-file" and "server" not in use.invocation.kinds


def _installed(workspace: Workspace, project: str) -> Iterator[Place]:
    """The folders of a project that its installation puts on the path, or copies to where the path leads."""
    for folder in dict.fromkeys(("src", *package_folders(workspace, project), ".")):
        yield Place("repository", project).moved(folder)


def _script_folder(place: Place, path: str) -> Place:
    return place.moved(path if not path.endswith(".py") else parent(path) or ("/" if path.startswith("/") else "."))


def _by_python(use: Use) -> bool:
    """True for `python -m uvicorn`: Python itself puts the working directory on its path."""
    words = [word.raw for word in use.invocation.command.words]
    return any(word.rsplit("/", 1)[-1].startswith(("python", "pypy")) for word in words[: words.index("-m")]) if (
        "-m" in words
    ) else False  # fmt: skip


def _variable(use: Use) -> Iterator[Place]:
    """The folders of PYTHONPATH, said in the folder in which Python starts; an empty one is that folder itself."""
    if "PYTHONPATH" not in use.environment:
        return
    value, _ = use.environment["PYTHONPATH"]
    if value is None:
        yield Place("unknown")
        return
    for entry in value.split(":") if value else ():
        if entry not in _SELF:
            yield use.place.moved(entry or ".")
