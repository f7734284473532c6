"""Which version of Python a service gets, and which ones its files ask for."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Document, Node
from deploylint.facts.files import PythonProject
from deploylint.facts.place import Source, Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.base_images import base_of
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.images import Image
from deploylint.model.paths import join
from deploylint.model.python_versions import Release, exact, of_image
from deploylint.model.workspace import Workspace

# Sources: render.com/docs/python-version, nixpacks.com/docs/providers/python, railpack.com/languages/python
_VARIABLES = ("PYTHON_VERSION", "NIXPACKS_PYTHON_VERSION", "RAILPACK_PYTHON_VERSION")
_DOCUMENTED = (
    ("pyproject.toml", ("project", "requires-python"), "requires-python"),
    ("pyproject.toml", ("tool", "poetry", "dependencies", "python"), "the python dependency of Poetry"),
    ("pyproject.toml", ("tool", "poetry", "dependencies", "python", "version"), "the python dependency of Poetry"),
    ("Pipfile", ("requires", "python_version"), "python_version"),
    ("Pipfile", ("requires", "python_full_version"), "python_full_version"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place that says a version. release: the one it names, None for a requirement. label: for people and keys.

    runs: it decides by itself what a platform runs: a base image, a variable of the platform.
    """

    span: Span
    label: str
    text: str
    release: Release | None
    runs: bool = False


def of_row(deployment: Deployment, service: Service, row: Effective) -> tuple[Wanted, ...]:
    """All that is said of the Python of a service where one platform runs it, what decides there first.

    Empty where it runs no Python, or where nothing says which.
    """
    workspace = deployment.workspace
    if row.image is not None:
        bases = tuple(_base(workspace, row.image))
        folders = (service.folder, row.image.context)
        return (*bases, *_first(workspace, folders)) if bases else ()
    launch = row.winner.launch if row.winner is not None else None
    target = launch.use.invocation.target if launch is not None else None
    if target is None or not target.kind.startswith("python"):
        return ()
    return (*_variables(deployment, row), *_first(workspace, (service.folder,)))


def _base(workspace: Workspace, image: Image) -> Iterator[Wanted]:
    """The version of the base image that the final stage is built on."""
    stage = image.chain[0]
    reference = base_of(workspace, image.path, stage.base.raw)
    release = of_image(reference) if reference is not None else None
    if reference is not None and release is not None:
        yield Wanted(Span(image.path, stage.base.range), reference, _dotted(release), release, runs=True)


def _variables(deployment: Deployment, row: Effective) -> Iterator[Wanted]:
    for site in deployment.variables:
        named = (site.platform, site.span.path, site.owner) == (row.platform, row.entry.path, row.name)
        release = exact(site.value or "") if site.name in _VARIABLES and named else None
        if release is not None:
            yield Wanted(site.span, site.name, site.value or "", release, runs=True)


def _first(workspace: Workspace, folders: tuple[str, ...]) -> tuple[Wanted, ...]:
    """What the files of the first folder say that says anything."""
    for folder in dict.fromkeys(folders):
        found = (*_texts(workspace, folder), *_documented(workspace, folder), *_setup(workspace, folder))
        if found:
            return found
    return ()


def _texts(workspace: Workspace, folder: str) -> Iterator[Wanted]:
    """`.python-version` and Heroku's `runtime.txt`: the first line that is no comment."""
    for name in (".python-version", "runtime.txt"):
        path = join(folder, name)
        source = workspace.source(path) if path is not None and workspace.exists(path) else None
        at = 0
        for line in source.text.split("\n") if source is not None else ():
            if line.strip() and not line.startswith("#"):
                release = exact(line)
                if path is not None and source is not None and release is not None:
                    yield Wanted(_span(path, source, at, line), name, line.strip(), release)
                break
            at += len(line) + 1


def _documented(workspace: Workspace, folder: str) -> Iterator[Wanted]:
    for name, keys, label in _DOCUMENTED:
        path = join(folder, name)
        root = _root(workspace, path) if path is not None and workspace.exists(path) else None
        node = root.get(*keys) if root is not None else None
        if path is not None and node is not None and isinstance(node.value, str):
            pinned = exact(node.value) if name == "Pipfile" else None
            yield Wanted(Span(path, node.range), label, node.value, pinned)


def _root(workspace: Workspace, path: str) -> Node | None:
    facts = workspace.facts(path, None if path.endswith("pyproject.toml") else "toml")
    return facts.root if isinstance(facts, (PythonProject, Document)) else None


def _setup(workspace: Workspace, folder: str) -> Iterator[Wanted]:
    """`python_requires` of setup.cfg."""
    path = join(folder, "setup.cfg")
    source = workspace.source(path) if path is not None and workspace.exists(path) else None
    at = 0
    for line in source.text.split("\n") if source is not None else ():
        key, equals, value = line.partition("=")
        if path is not None and source is not None and equals and key.strip() == "python_requires" and value.strip():
            yield Wanted(_span(path, source, at, line), "python_requires", value.strip(), None)
        at += len(line) + 1


def _span(path: str, source: Source, at: int, line: str) -> Span:
    return Span(path, Text.whole(source, at, at + len(line.rstrip())).range())


def _dotted(release: Release) -> str:
    return ".".join(str(part) for part in release)
