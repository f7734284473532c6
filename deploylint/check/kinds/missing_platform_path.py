"""Paths in the files of platforms that lead to nothing in the repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from deploylint.check.finding import Hit, Role
from deploylint.facts.document import Document, Node
from deploylint.facts.files import BuildSection, ComposeFile
from deploylint.facts.glob import escape
from deploylint.facts.place import Span
from deploylint.facts.text import Text
from deploylint.model.deployment import Deployment
from deploylint.model.evidence import is_aside
from deploylint.model.gitignored import ignored
from deploylint.model.paths import join, parent
from deploylint.model.similar import is_there, similar
from deploylint.model.submodules import submodule_of
from deploylint.model.workspace import Workspace
from deploylint.platforms.ways import nodes


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the files of a platform name paths.

    ways: of paths (platforms.ways), `way/` for folders. start: the folder they start at: of the file, the root, or
    anywhere (a dashboard says it). unless: a way; where it is said, the path may be of another repository.
    """

    platform: str
    files: list[str]
    ways: list[str]
    start: Literal["file", "root", "anywhere"] = "file"
    unless: str = ""


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """read: where paths are named. compose: whether the build sections of compose files are judged, too."""

    read: list[Row]
    compose: bool = False


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each path that is nowhere. Files of examples and tests are left alone."""
    workspace = deployment.workspace
    for row in params.read:
        for path in sorted({path for pattern in row.files for path in workspace.glob(pattern)}):
            facts = workspace.facts(path)
            if isinstance(facts, Document) and facts.root.kind == "mapping" and not _aside(path):
                yield from _named(workspace, row, path, facts.root)
    if params.compose:
        roles = {row.entry: row.role for one in deployment.services for row in one.effective}
        for path in workspace.of_format("compose"):
            compose = workspace.get(path, ComposeFile)
            for service in compose.services if compose is not None and not _aside(path) else ():
                role = roles.get(Span(path, service.name.range()), "unknown")
                if service.build is not None:
                    yield from _built(workspace, path, service.name.value, service.build, role)


def _aside(path: str) -> bool:
    return is_aside(path) or "{{" in path


def _named(workspace: Workspace, row: Row, path: str, root: Node) -> Iterator[Hit]:
    if row.unless and any(True for _ in nodes(root, row.unless)):
        return
    for way in row.ways:
        for said, chain in nodes(root, way.rstrip("/")):
            text = chain[-1].text
            if chain[-1].kind == "scalar" and text is not None and _plain(text.value):
                starts = ("",) if row.start == "root" else dict.fromkeys((parent(path), ""))
                found = any(_there(workspace, start, text.value, folder=way.endswith("/")) for start in starts)
                near = similar(workspace, text.value)
                if not found and not (row.start == "anywhere" and _anywhere(workspace, text.value)):
                    yield _hit(row.platform, path, text, said, near=near)


def _built(workspace: Workspace, path: str, name: str, build: BuildSection, role: Role) -> Iterator[Hit]:
    """The context, from the folder of the file, and the Dockerfile, from the context."""
    context = build.context
    if context is None or not _plain(context.value):
        return
    folder = join(parent(path), context.value)
    if folder is None:
        return
    bases = (parent(path), "", *_told_folders(workspace, path))
    starts = [one for one in dict.fromkeys(join(base, context.value) for base in bases) if one is not None]
    known = [start for start in starts if workspace.is_folder(start)]
    if not known:
        if not _left_out(workspace, folder):
            near = similar(workspace, context.value)
            yield _hit("Compose", path, context, "context", near=near, service=name, role=role)
        return
    said = build.dockerfile
    if build.inline is not None or (said is not None and not _plain(said.value)):
        return
    if any(_there(workspace, start, said.value if said is not None else "Dockerfile", folder=False) for start in known):
        return
    if said is not None:
        near = similar(workspace, said.value)
        yield _hit("Compose", path, said, "dockerfile", near=near, service=name, role=role)
    elif build.target is None and not _left_out(workspace, f"{folder}/Dockerfile".lstrip("/")):
        yield _hit("Compose", path, context, "build", service=name, role=role, implied="Dockerfile")


def _told_folders(workspace: Workspace, path: str) -> Iterator[str]:
    """The folders above a compose file, if a script or Makefile tells Compose from which one paths start."""
    callers = ("shell", "makefile", "package_json", "workflow")
    if workspace.holding((b"--project-directory",), callers, everywhere=True):
        while path := parent(path):
            yield path


def _plain(said: str) -> bool:
    """True for a path of this repository that is said in full."""
    if not said or set(said) & set("${}*\\~%") or "://" in said or said.startswith(("git@", "github.com/", "/")):
        return False
    return not said.endswith(".git") and ".git#" not in said


def _there(workspace: Workspace, start: str, said: str, *, folder: bool) -> bool:
    path = join(start, said)
    if path is None:
        return True
    if folder:
        return workspace.is_folder(path) or _left_out(workspace, path)
    return is_there(workspace, path) or _left_out(workspace, path)


def _left_out(workspace: Workspace, path: str) -> bool:
    """True for what git leaves out, and for what lies in a submodule."""
    return submodule_of(workspace, path) is not None or ignored(workspace, path)


def _anywhere(workspace: Workspace, said: str) -> bool:
    plain = join("", said)
    return plain is not None and any(path != plain for path in workspace.glob(f"**/{escape(plain)}"))


def _hit(
    platform: str, path: str, text: Text, way: str, *,
    near: str = "", service: str = "", role: Role = "production", implied: str = "",
) -> Hit:  # fmt: skip
    said = text.value if not implied else f"{text.value.rstrip('/')}/{implied}"
    return Hit(
        span=Span(path, text.range()),
        subject=(service, way) if service else (way,),
        message="near" if near else "implied" if implied else "default",
        values=(("platform", platform), ("key", way.rpartition(".")[2]), ("path", said), ("near", near)),
        role=role,
        service=service,
        platform=platform.lower().partition(".")[0],
    )
