"""Kamal's configuration: `config/deploy.yml`, and `config/deploy.<destination>.yml` laid over it.

Source: kamal-deploy.org/docs/configuration/overview (destinations); basecamp/kamal lib/kamal/configuration.rb: the
files are merged deeply after ERB was evaluated, which is not done here: what holds a tag of ERB is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.paths import base, parent
from deploylint.model.workspace import Workspace

_BASE = "deploy.yml"
_TAG = "<%"  # of ERB
Variables = dict[str, tuple[str | None, Span]]


@dataclass(frozen=True, slots=True)
class Said:
    """A node of one of the files."""

    path: str
    node: Node

    @property
    def text(self) -> Text | None:
        """The characters of a scalar that says something."""
        return self.node.text if self.node.kind == "scalar" and self.node.value is not None else None

    @property
    def plain(self) -> str | None:
        """The characters of a scalar in which ERB puts nothing; None where it is none."""
        text = self.text
        return text.value if text is not None and text.value and _TAG not in text.value else None

    @property
    def span(self) -> Span:
        return Span(self.path, self.text.range() if self.text is not None else self.node.range)


@dataclass(frozen=True, slots=True)
class Config:
    """The files of one deployment, the one that is laid on top first."""

    layers: tuple[tuple[str, Node], ...]

    @property
    def path(self) -> str:
        """The file that is called for: the destination's, if there is one."""
        return self.layers[0][0]

    @property
    def destination(self) -> str:
        """`staging` of `deploy.staging.yml`, "" for the base file."""
        return base(self.path).removeprefix("deploy").removesuffix("yml").strip(".-")

    @property
    def folder(self) -> str:
        """Where kamal is called: the folder that holds `config/`."""
        return parent(parent(self.path))

    def get(self, *way: str) -> Said | None:
        """What the topmost file says at a way."""
        for path, root in self.layers:
            node: Node | None = root
            for key in way:
                node = node.get(key) if node is not None else None
                if node is not None and node.kind != "mapping":
                    break  # it hides what lies below
            if node is not None:
                found = root.get(*way)
                return Said(path, found) if found is not None else None
        return None

    def plain(self, *way: str) -> str | None:
        """The text at a way, None where there is none or ERB puts something in."""
        found = self.get(*way)
        return found.plain if found is not None else None

    def names(self, *way: str) -> Iterator[tuple[str, Span]]:
        """The keys of the mappings at a way, those of the lowest file first, each with the first place."""
        seen = set()
        for path, root in reversed(self.layers):
            node = root.get(*way)
            for entry in node.entries if node is not None else ():
                if entry.key.value not in seen and _TAG not in entry.key.value:
                    seen.add(entry.key.value)
                    yield entry.key.value, Span(path, entry.key.range())

    def variables(self, *way: str) -> Variables:
        """`env` at a way: `clear` and `secret`, or the variables themselves; those that depend on tags are not known.

        Source: kamal-deploy.org/docs/configuration/environment-variables. A secret may stand as `NAME:OTHER`.
        """
        sections = {name for name, _ in self.names(*way)} & {"clear", "secret", "tags"}
        clear = (*way, "clear") if sections else way
        found: Variables = {}
        for name, _ in self.names(*clear):
            value = self.get(*clear, name)
            if value is not None and value.node.kind == "scalar":
                found[name] = (value.plain, value.span)
        secret = self.get(*way, "secret") if sections else None
        for item in secret.node.items if secret is not None else ():
            if item.text is not None and secret is not None:
                found[item.text.value.partition(":")[0]] = (None, Span(secret.path, item.text.range()))
        for tag, _ in self.names(*way, "tags") if sections else ():
            for name, (_, span) in self.variables(*way, "tags", tag).items():
                found[name] = (None, span)
        return found


def configs(workspace: Workspace, paths: Iterable[str]) -> Iterator[Config]:
    """The deployments of the files: each destination over the base file, and the base file where it says servers.

    A file counts by what it says: `service`, `image` and `servers`. `deploy-worker.yml` is a configuration of its own,
    for `kamal -c`, and so is one that names another service than the base file.
    """
    roots: dict[str, dict[str, Node]] = {}
    for path in dict.fromkeys(paths):
        document = workspace.get(path, Document)
        if document is not None and document.root.kind == "mapping":
            roots.setdefault(parent(path), {})[path] = document.root
    for files in roots.values():
        main = next(((path, root) for path, root in files.items() if base(path) == _BASE), None)
        for path, root in files.items():
            alone = main is None or main[0] == path or not base(path).startswith("deploy.")
            alone = alone or (main is not None and root.said("service") not in (None, main[1].said("service")))
            config = Config(((path, root),) if alone or main is None else ((path, root), main))
            if _is_meant(config) and not (main is not None and main[0] == path and _demands_destination(root)):
                yield config


def _is_meant(config: Config) -> bool:
    needed = all(config.get(key) is not None for key in ("service", "image", "servers"))
    service, servers = config.get("service"), config.get("servers")
    return needed and service is not None and service.text is not None and servers is not None and _lists(servers.node)


def _lists(servers: Node) -> bool:
    return servers.kind == "sequence" or bool(servers.entries)


def _demands_destination(root: Node) -> bool:
    node = root.get("require_destination")
    return node is not None and node.value is True
