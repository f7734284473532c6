"""Uses of top-level packages that a contract forbids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import holding
from deploylint.check.way import blamed
from deploylint.facts.document import Node
from deploylint.facts.files import PythonProject
from deploylint.facts.place import FIRST, Span
from deploylint.facts.source import PythonModule
from deploylint.model.deployment import Declaration, Deployment, Use, VariableSite
from deploylint.model.images import Image
from deploylint.model.paths import absolute, below
from deploylint.model.place import Place
from deploylint.model.sources import part

_CHECKOUTS = ("/opt/render/project/src",)  # render.com/docs/native-runtimes: where a native service is checked out
_MODULES = ("python-attribute", "python-module")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """packages: the names of the top-level packages. aside: parts of a repository whose imports are a note."""

    packages: list[str] = []
    aside: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each place that names one of the packages, and for each folder of that name that holds Python."""
    if not params.packages:
        return
    names = frozenset(params.packages)
    yield from _imports(deployment, params, names)
    for declaration in deployment.declarations:
        if declaration.phase in ("start", "release"):
            for use in declaration.uses:
                yield from _started(declaration, use, names)
    for image in deployment.images:
        yield from _copied(deployment, image, names)
    for site in deployment.variables:
        yield from _path_variable(deployment, site, names)
    yield from _projects(deployment, names)
    yield from _folders(deployment, names)


def _imports(deployment: Deployment, params: Params, names: frozenset[str]) -> Iterator[Hit]:
    workspace = deployment.workspace
    for path in holding(workspace, tuple(sorted(names)), ("python",)):
        facts = workspace.get(path, PythonModule)
        where = part(path)
        if facts is None or where in params.silent:
            continue
        started = path in deployment.started
        for one in facts.imports:
            top = one.module.partition(".")[0]
            if one.level == 0 and top in names:
                message = "aside" if where in params.aside and not started else "import"
                yield _hit(Span(path, one.range), message, top, one.module, started=started)


def _started(declaration: Declaration, use: Use, names: frozenset[str]) -> Iterator[Hit]:
    target = use.invocation.target
    if target is None or target.value is None or use.followed or use.remote:
        return
    found = ""
    if target.kind in _MODULES:
        found = _first(target.value.split(".")[:1], names)
    elif target.kind == "python-file":
        found = _first(_segments(use.place, target.value)[:-1], names)
    for folder in (*target.search, *([target.directory] if target.directory else [])):
        found = found or _first(_segments(use.place, folder), names)
    if found:
        span, related = blamed(use, target.range)
        yield Hit(
            span=span,
            subject=("start", declaration.label, found),
            message="start",
            values=(("package", found), ("found", target.value)),
            role=use.role,
            service=use.service,
            platform=declaration.platform,
            related=related,
        )


def _copied(deployment: Deployment, image: Image, names: frozenset[str]) -> Iterator[Hit]:
    for stage in image.needed:
        for instruction in stage.instructions:
            if instruction.name != "COPY" or instruction.flag("from") is not None:
                continue
            place = Place("image", image.folders.get(stage.index) or "/", image)
            *sources, last = (word.raw for word in instruction.words) if instruction.words else ("",)
            lists = [[s for s in source.split("/") if s not in ("", ".")][:1] for source in sources]
            found = next((_first(one, names) for one in (*lists, _segments(place, last)) if _first(one, names)), "")
            if found:
                role = deployment.image_roles.get(image.id, "unknown")
                text = " ".join((*sources, last))
                yield _hit(Span(image.path, instruction.range), "copy", found, text, role=role)


def _path_variable(deployment: Deployment, site: VariableSite, names: frozenset[str]) -> Iterator[Hit]:
    if site.name != "PYTHONPATH" or site.value is None:
        return
    images = {image.path: image for image in deployment.images}
    image = images.get(site.span.path)
    place = Place("image", image.folder or "/", image) if image is not None else Place("repository")
    for entry in site.value.split(":"):
        found = _first(_segments(place, entry), names)
        if found:
            yield Hit(
                span=site.span,
                subject=(site.owner, site.name, found),
                message="path",
                values=(("package", found), ("found", entry)),
                role=site.role,
                service=site.service,
                platform=site.platform,
            )


def _projects(deployment: Deployment, names: frozenset[str]) -> Iterator[Hit]:
    workspace = deployment.workspace
    for path in workspace.of_format("pyproject"):
        project = workspace.get(path, PythonProject)
        for node in _package_nodes(project.root) if project is not None else ():
            said = node.text.value if node.text is not None else ""
            found = _first([s for s in said.split("/") if s not in ("", ".")], names)
            if found and node.text is not None:
                yield _hit(Span(path, node.text.range()), "project", found, said)


def _package_nodes(root: Node) -> Iterator[Node]:
    tools = root.get("tool", "setuptools")
    folders = tools.get("package-dir") if tools is not None else None
    for entry in folders.entries if folders is not None else ():
        yield entry.value
    where = tools.get("packages", "find", "where") if tools is not None else None
    yield from where.items if where is not None else ()


def _folders(deployment: Deployment, names: frozenset[str]) -> Iterator[Hit]:
    """The folders of these names at the top of the contract's services, or of all where it names none."""
    workspace = deployment.workspace
    services = deployment.intent.services
    roots = dict.fromkeys(services.values()) if services else dict.fromkeys(s.folder for s in deployment.services)
    for root in roots:
        for name in sorted(names):
            folder = f"{root}/{name}".lstrip("/")
            inside = workspace.glob(f"{folder}/**/*.py") if workspace.is_folder(folder) else ()
            kept = [path for path in inside if part(path) == "shipped"]
            if kept:
                yield _hit(Span(kept[0], FIRST), "folder", name, f"{folder}/")


def _segments(place: Place, said: str) -> list[str]:
    """The segments of a path below the folder that a command runs in, or that the platform checks out."""
    for checkout in _CHECKOUTS:
        if said == checkout or said.startswith(f"{checkout}/"):
            said = said[len(checkout) :].lstrip("/")
    if said.startswith("/"):
        if place.kind != "image":
            return []
        inner = below(absolute("/", said), place.folder)
        said = inner if inner is not None else said.rstrip("/").rsplit("/", 1)[-1]
    return [segment for segment in said.split("/") if segment not in ("", ".", "..")]


def _first(segments: Sequence[str], names: frozenset[str]) -> str:
    return next((segment for segment in segments if segment in names), "")


def _hit(span: Span, message: str, package: str, found: str, *, started: bool = False, role: str = "production") -> Hit:
    return Hit(
        span=span,
        subject=(message, found),
        message=message,
        values=(("package", package), ("found", found)),
        role="unknown" if role == "unknown" else "production" if role == "production" else "development",
        started=started,
    )
