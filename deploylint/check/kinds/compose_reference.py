"""Names and files that a compose file speaks of and that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import msgspec

from deploylint.check.finding import Hit, Role
from deploylint.check.references import Reference, references
from deploylint.facts.document import Entry
from deploylint.facts.files import ComposeFile, ComposeService
from deploylint.facts.place import Range, Span
from deploylint.model.compose.load import Model, load
from deploylint.model.compose.variables import known
from deploylint.model.deployment import Deployment
from deploylint.model.gitignored import ignored
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

_SECTIONS = {what: f"{what}s" for what in ("service", "network", "volume", "config", "secret")}
_ROLES: tuple[Role, ...] = ("production", "unknown", "development", "test")
_ENV = re.compile(r"(?:\A|[._-])envs?(?:\Z|[._-])", re.IGNORECASE)
_TEMPLATE = re.compile(r"example|sample|template|dist|default|tmpl", re.IGNORECASE)


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each reference that neither the file nor one that is merged with it can follow."""
    workspace = deployment.workspace
    files = {
        path: compose
        for path in workspace.of_format("compose")
        if (compose := workspace.get(path, ComposeFile)) is not None and "{{" not in path
    }
    roles = {
        row.entry: row.role for service in deployment.services for row in service.effective if row.platform == "compose"
    }
    for path, compose in files.items():
        yield from _Judge(workspace, path, compose, files, roles).hits()


class _Judge:
    """One compose file, and the files it may be merged with: those beside it."""

    def __init__(
        self,
        workspace: Workspace,
        path: str,
        compose: ComposeFile,
        files: Mapping[str, ComposeFile],
        roles: Mapping[Span, Role],
    ) -> None:
        self.workspace, self.path, self.compose, self.files, self.roles = workspace, path, compose, files, roles
        group = [other for where, other in files.items() if parent(where) == parent(path)]
        if any(_overlays(service) for service in compose.services):
            group = list(files.values())  # it lies over a file that may be anywhere
        included = [
            _included(workspace, where, one) for where, one in files.items() if any(one is other for other in group)
        ]
        self.open = any(one is not None and one.open for one in included)
        self.names = {
            what: {entry.key.value for other in group for entry in _entries(other, section)}
            | {name for one in included if one is not None for name in _names(one, section)}
            for what, section in _SECTIONS.items()
        }

    def hits(self) -> Iterator[Hit]:
        """Each place once, for the loudest of the services that share it through an anchor."""
        seen: set[tuple[Range, str]] = set()
        for service in sorted(self.compose.services, key=self._rank):
            for reference in references(service):
                if not _literal(reference.text.value) or (reference.text.range(), reference.what) in seen:
                    continue
                seen.add((reference.text.range(), reference.what))
                yield from self._judge(service, reference)

    def _rank(self, service: ComposeService) -> int:
        return _ROLES.index(self._role(service))

    def _role(self, service: ComposeService) -> Role:
        return self.roles.get(Span(self.path, service.name.range()), "unknown")

    def _judge(self, service: ComposeService, reference: Reference) -> Iterator[Hit]:
        if reference.what == "env file":
            yield from self._env_file(service, reference)
        elif reference.what == "compose file" or reference.file is not None:
            yield from self._extended(service, reference)
        elif not self.open and reference.text.value not in self.names[reference.what]:
            yield self._hit("default", service, reference, self.names[reference.what])

    def _extended(self, service: ComposeService, reference: Reference) -> Iterator[Hit]:
        said = reference.file if reference.file is not None else reference.text
        path = join(parent(self.path), said.value)
        if path is None or not _literal(said.value):
            return
        other = self.workspace.get(path, ComposeFile, "compose")
        if reference.what == "compose file":
            if not self.workspace.exists(path):
                yield self._hit("file", service, reference, set())
        elif other is not None and other.services:
            names = {one.name.value for one in other.services}
            if reference.text.value not in names:
                yield self._hit("default", service, reference, names)

    def _env_file(self, service: ComposeService, reference: Reference) -> Iterator[Hit]:
        """Paths count from the folder of the first file, which may lie above this one."""
        folder = parent(self.path)
        starts = {folder, ""}
        while folder:
            folder = parent(folder)
            starts.add(folder)
        paths = [path for start in starts if (path := join(start, reference.text.value)) is not None]
        if not paths or any(self.workspace.exists(path) for path in paths):
            return
        named = any(_ENV.search(part) for part in reference.text.value.split("/"))
        if not named and not any(ignored(self.workspace, path) for path in paths):
            yield self._hit("file", service, reference, set())
        elif not any(self._template(path) for path in paths):
            yield self._hit("server", service, reference, set())

    def _template(self, path: str) -> bool:
        """True if a file beside the path, or at the root, shows what belongs into it."""
        names = (*self.workspace.children(parent(path)), *self.workspace.children(""))
        return any(_TEMPLATE.search(name) and ("env" in name.lower() or base(path) in name) for name in names)

    def _hit(self, message: str, service: ComposeService, reference: Reference, names: set[str]) -> Hit:
        value = reference.text.value
        near = next(iter(get_close_matches(value, sorted(names), 1, 0.75)), "")
        return Hit(
            span=Span(self.path, reference.text.range()),
            subject=(service.name.value, reference.key, value),
            message="near" if near else message,
            values=(
                ("name", value),
                ("what", reference.what),
                ("key", reference.key),
                ("service", service.name.value),
                ("near", near),
                ("section", _SECTIONS.get(reference.what, "")),
            ),
            role=self._role(service),
            service=service.name.value,
            platform="compose",
        )


def _included(workspace: Workspace, path: str, compose: ComposeFile) -> Model | None:
    """The model of a file that includes others; None for one that includes none."""
    if compose.root.get("include") is None:
        return None
    return load(workspace, (path,), parent(path), known(workspace, parent(path), None, {}))


def _names(model: Model, section: str) -> tuple[str, ...]:
    found = model.root.get(section)
    return tuple(found.entries) if found is not None else ()


def _entries(compose: ComposeFile, section: str) -> tuple[Entry, ...]:
    node = compose.root.get(section)
    return node.entries if node is not None else ()


def _overlays(service: ComposeService) -> bool:
    """A service without anything to run is one of another file."""
    return service.image is None and service.build is None and service.extends is None


def _literal(value: str) -> bool:
    return bool(value) and "$" not in value and "{{" not in value
