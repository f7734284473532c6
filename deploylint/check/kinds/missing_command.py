"""Services for which nothing says what to start."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.document import Document
from deploylint.facts.files import Procfile
from deploylint.facts.place import FIRST, Span
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.images import Image
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

_NATIVE = ("node", "python", "elixir", "go", "ruby", "rust")  # render.com/docs/blueprint-spec: startCommand is required
_PYTHON = ("requirements.txt", "Pipfile", "pyproject.toml", "setup.py")
# With one of these a buildpack, a container stack or another language's default knows what to start.
_OTHERS = tuple(
    "package.json Gemfile go.mod composer.json pom.xml build.gradle mix.exs Cargo.toml project.clj heroku.yml "
    "Dockerfile index.php static.json index.html".split()
)

_NAMING = ("Gemfile", "go.mod", "project.toml")  # builds of these declare process types by themselves


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """bare_images: names of base images that bring no command of use: a shell, an interpreter, nothing."""

    bare_images: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each service of a platform that runs processes and is not told what to run."""
    for service in deployment.services:
        for row in service.effective:
            if row.winner is None and row.server and not row.unread:
                yield from _unsaid(service, row, params)
    for path in deployment.workspace.of_format("procfile"):
        yield from _procfile(deployment, path)


def _unsaid(service: Service, row: Effective, params: Params) -> Iterator[Hit]:
    values = (
        ("service", row.name or service.id),
        ("platform", row.title),
        ("base", row.image.base if row.image else ""),
    )
    if row.image is not None:
        if _is_bare(row.image, params) and (row.platform != "docker" or _serves(row.image)):
            span = Span(row.image.path, row.image.chain[-1].start.range)
            yield _hit(service, row, span, "image", values)
    elif row.platform == "render" and row.runtime in _NATIVE:
        yield _hit(service, row, row.entry, "blueprint", values)


def _is_bare(image: Image, params: Params) -> bool:
    """True if the image says nothing and its base is known to start nothing that stays running."""
    if image.entrypoint is not None and image.entrypoint.words:
        return False
    name = image.base.split("@")[0].split(":")[0]
    for registry in ("docker.io/library/", "docker.io/", "library/", "public.ecr.aws/docker/library/"):
        name = name.removeprefix(registry)
    inherits = bool(image.instructions("ONBUILD"))
    return not inherits and any(fnmatchcase(name, pattern) for pattern in params.bare_images)


def _serves(image: Image) -> bool:
    """True if an image of which nobody says what it is for is made to be reached: others are tools and bases."""
    return any(instruction.name in ("EXPOSE", "HEALTHCHECK") for instruction in image.chain[-1].instructions)


def _hit(service: Service, row: Effective, span: Span, message: str, values: tuple[tuple[str, str], ...]) -> Hit:
    return Hit(
        span=span,
        subject=(row.platform, row.name if message == "blueprint" else message),
        message=message,
        values=values,
        role=row.role,
        service=service.id,
        platform=row.platform,
    )


def _procfile(deployment: Deployment, path: str) -> Iterator[Hit]:
    """A Procfile without `web`, where only `web` could serve and no buildpack knows another start."""
    workspace = deployment.workspace
    procfile = workspace.get(path, Procfile)
    if procfile is None or base(path) != "Procfile":
        return
    names = {process.name.value for process in procfile.processes}
    read = any(
        row.platform == "heroku" and row.entry.path == path and not row.unread and row.role == "production"
        for service in deployment.services
        for row in service.effective
    )
    if read:
        yield from _scaled(deployment, path, names)
    if any(name.lower() == "web" for name in names) or not (read or names == {"release"}):
        return
    wanted = _wants_web(workspace, path)
    if wanted or (names == {"release"} and _is_python(workspace, path)):
        yield Hit(
            span=Span(path, procfile.processes[0].name.range() if procfile.processes else FIRST),
            subject=("web",),
            message="procfile",
            values=(("process", "web"), ("path", path)),
            platform="heroku",
        )


def _scaled(deployment: Deployment, path: str, names: set[str]) -> Iterator[Hit]:
    """Process types that `formation` of the app.json beside a Procfile starts, and that nothing declares.

    A buildpack of Ruby or Go declares some by itself; `web` is judged apart. Source: devcenter.heroku.com,
    app-json-schema; dokku.com/docs/appendices/file-formats/app-json.
    """
    workspace, at = deployment.workspace, join(parent(path), "app.json") or "app.json"
    manifest = workspace.get(at, Document)
    table = manifest.root.get("formation") if manifest is not None else None
    if table is None or any(workspace.exists(join(parent(path), name) or name) for name in _NAMING):
        return
    for entry in table.entries:
        quantity = entry.value.get("quantity")
        if entry.key.value not in {*names, "web"} and not (quantity is not None and quantity.value == 0):
            yield Hit(
                span=Span(at, entry.key.range()),
                subject=("formation", entry.key.value),
                message="formation",
                values=(("process", entry.key.value), ("path", path)),
                platform="heroku",
            )


def _wants_web(workspace: Workspace, path: str) -> bool:
    """True if the app.json beside a Procfile runs a web process."""
    manifest = workspace.get(join(parent(path), "app.json") or "app.json", Document)
    return manifest is not None and manifest.root.get("formation", "web") is not None


def _is_python(workspace: Workspace, path: str) -> bool:
    def there(name: str) -> bool:
        return workspace.exists(join(parent(path), name) or name)

    return any(there(name) for name in _PYTHON) and not any(there(name) for name in _OTHERS)
