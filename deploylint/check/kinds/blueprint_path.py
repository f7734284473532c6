"""Paths of a blueprint that lead to nothing in the repository."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit
from deploylint.facts.files import Blueprint, BlueprintService
from deploylint.facts.place import Range, Span
from deploylint.facts.text import Text
from deploylint.model.blueprints import read_instead
from deploylint.model.deployment import Deployment
from deploylint.model.evidence import is_aside
from deploylint.model.paths import join, parent
from deploylint.model.similar import is_there, similar
from deploylint.model.workspace import Workspace

_NO_WORK = ("", "true", ":", "echo", "exit 0")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """built: names of folders that builds make."""

    built: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each path of a service that is built from this repository. Blueprints of examples are left alone."""
    workspace = deployment.workspace
    for path in workspace.of_format("render"):
        blueprint = workspace.get(path, Blueprint)
        for service in blueprint.services if blueprint is not None and not is_aside(path) else ():
            if service.node.get("repo") is None and service.node.get("image") is None:
                yield from _Judge(workspace, path, service, params).hits()


class _Judge:
    """One service, and the folders from which its paths can be meant."""

    def __init__(self, workspace: Workspace, path: str, service: BlueprintService, params: Params) -> None:
        self.workspace, self.path, self.service, self.params = workspace, path, service, params
        self.runtime = service.runtime.value if service.runtime is not None else ""
        self.root = join("", service.root_dir.value) if _plain(service.root_dir) and service.root_dir else ""

    def hits(self) -> Iterator[Hit]:
        root = self.service.root_dir
        if root is not None and _plain(root) and (self.root is None or not self.workspace.is_folder(self.root)):
            yield self._missing("rootDir", root, folder=True)
            return
        if self.runtime == "docker":
            yield from self._docker()
        if self.runtime == "static":
            yield from self._published()
        yield from self._filter()

    def _docker(self) -> Iterator[Hit]:
        dockerfile, context = self.service.dockerfile_path, self.service.docker_context
        if dockerfile is not None and _plain(dockerfile):
            yield from self._relative("dockerfilePath", dockerfile, folder=False)
        elif dockerfile is None:
            yield from self._implied(context)
        if context is not None and _plain(context):
            yield from self._relative("dockerContext", context, folder=True)

    def _relative(self, key: str, text: Text, *, folder: bool) -> Iterator[Hit]:
        """A path from the repository's root, which some read as one from rootDir."""
        if self._there("", text.value, folder=folder):
            return
        if self.root and self._there(self.root, text.value, folder=folder):
            yield self._hit("ambiguous", key, text.value, text.range(), near=join(self.root, text.value) or "")
        else:
            yield self._missing(key, text, folder=folder)

    def _implied(self, context: Text | None) -> Iterator[Hit]:
        """Without dockerfilePath the Dockerfile of the root is built."""
        assert self.service.runtime is not None
        said = join("", context.value) if context is not None and _plain(context) else ""
        if any(self._there(start, "Dockerfile", folder=False) for start in {"", self.root or "", said or ""}):
            return
        beside = join(parent(self.path), "Dockerfile") or ""
        own = self.workspace.exists(beside)
        near = beside if own else similar(self.workspace, "Dockerfile")
        message = "implied-beside" if own else "implied"
        yield self._hit(message, "runtime", "Dockerfile", self.service.runtime.range(), near=near)

    def _published(self) -> Iterator[Hit]:
        text = self.service.node.string("staticPublishPath")
        if text is None or not _plain(text):
            return
        starts = {"", self.root or ""}
        if any(self._there(start, text.value, folder=True) for start in starts):
            return
        build = self.service.build.text.value.strip() if self.service.build and self.service.build.text else ""
        if build in _NO_WORK or build.startswith("echo "):
            yield self._hit("unbuilt", "staticPublishPath", text.value, text.range())
            return
        first, *rest = [part for part in text.value.split("/") if part not in ("", ".")]
        made = first in self.params.built or first in build or not rest or first == ".."
        if not made and not any(self._there(start, first, folder=True) for start in starts):
            yield self._missing("staticPublishPath", text, folder=True)

    def _filter(self) -> Iterator[Hit]:
        """The paths of a build filter, always from the repository's root; one that names nothing starts no build."""
        node = self.service.node.get("buildFilter", "paths")
        texts = [item.text for item in node.items if item.text is not None] if node is not None else []
        dead = [text for text in texts if not self._named(text.value)]
        for text in dead:
            message = "filter" if len(dead) < len(texts) else "filters"
            yield self._hit(message, "buildFilter", text.value, text.range())

    def _named(self, pattern: str) -> bool:
        plain = pattern.removeprefix("./").lstrip("/").rstrip("/")
        if any(character in plain for character in "{}!\\$") or not plain:
            return True
        if any(character in plain for character in "*?["):
            return bool(self.workspace.glob(plain, folders=True))
        return self.workspace.exists(plain) or self.workspace.is_folder(plain)

    def _there(self, start: str, said: str, *, folder: bool) -> bool:
        path = join(start, said)
        if path is None:
            return False
        return self.workspace.is_folder(path) if folder else is_there(self.workspace, path)

    def _missing(self, key: str, text: Text, *, folder: bool) -> Hit:
        own = parent(self.path)
        if own and self._there(own, text.value, folder=folder):
            return self._hit("beside", key, text.value, text.range(), near=join(own, text.value) or ".")
        near = similar(self.workspace, text.value)
        return self._hit("near" if near else "default", key, text.value, text.range(), near=near)

    def _hit(self, message: str, key: str, said: str, place: Range, near: str = "") -> Hit:
        name = self.service.name.value if self.service.name is not None else ""
        return Hit(
            span=Span(self.path, place),
            subject=(name, key, said) if key == "buildFilter" else (name, key),
            message=message,
            values=(("key", key), ("path", said), ("near", near), ("folder", self.root or "")),
            certainty="unknown" if read_instead(self.workspace, self.path, name) else "certain",
            service=name,
            platform="render",
        )


def _plain(text: Text | None) -> bool:
    return text is not None and not any(character in text.value for character in "${}")
