"""Containers of Kubernetes workloads and Cloud Run services, from plain manifests; Helm's templates are no manifests.

Sources: kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container, cloud.google.com/run/docs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from deploylint.facts.commands import Command, Expansion, Script, Word
from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.declare.common import Said, declare, site
from deploylint.model.declare.dockerfile import declare_in_place_of_cmd, image_place, start_declaration
from deploylint.model.declare.kustomize import patched, renamed
from deploylint.model.declare.server import process_of
from deploylint.model.declare.stated import stated
from deploylint.model.deployment import Declaration
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.image_names import image_named
from deploylint.model.intent import Intent
from deploylint.model.paths import base, join, parent
from deploylint.model.place import UNKNOWN
from deploylint.model.roles import Evidence, Judgement, Phase, decide
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import profiles

_TEMPLATE = ("spec", "template", "spec")
_PODS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"), _TEMPLATE),
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", *_TEMPLATE),
}
_EXPANSION = re.compile(r"\$\$|\$\((?P<name>[A-Za-z_.][\w.-]*)\)")

Environment = dict[str, tuple[str | None, Span]]


@dataclass(frozen=True, slots=True)
class _Workload:
    """One object that runs containers. platform: of its profile; kind: as it is written."""

    path: str
    platform: str
    kind: str
    name: str
    node: Node
    pod: Node


def entries(workspace: Workspace, intent: Intent) -> Iterator[Entry]:
    """One entry for each container of each workload; what init containers and Jobs do is of phase release."""
    for path in workspace.holding((b"apiVersion",), ("yaml",), everywhere=True):
        if _is_template(workspace, path):
            continue
        document = workspace.get(path, Document)
        for root in (document.root, *document.others) if document is not None else ():
            for workload in _workloads(path, root):
                yield from _entries(workspace, workload, _judgement(workload, intent))


def _is_template(workspace: Workspace, path: str) -> bool:
    """True in the folder `templates` of a Helm chart."""
    folder = parent(path)
    while folder:
        if base(folder) == "templates" and workspace.exists(join(parent(folder), "Chart.yaml") or ""):
            return True
        folder = parent(folder)
    return False


def _workloads(path: str, root: Node) -> Iterator[_Workload]:
    kind, version = root.said("kind") or "", root.said("apiVersion") or ""
    items = root.get("items") if kind.endswith("List") else None
    for item in items.items if items is not None else ():
        yield from _workloads(path, item)
    way = _PODS.get(kind)
    platform = "kubernetes"
    if version.startswith("serving.knative.dev/") and kind == "Service":
        way, platform = _TEMPLATE, "cloud-run"
    elif version.startswith("run.googleapis.com/") and kind == "Job":
        way, platform = (*_TEMPLATE[:2], *_TEMPLATE), "cloud-run"
    pod = root.get(*way) if way is not None else None
    if pod is not None and pod.kind == "mapping":
        yield _Workload(path, platform, kind, root.said("metadata", "name") or kind.lower(), root, pod)


def _judgement(workload: _Workload, intent: Intent) -> Judgement:
    profile = profiles()[workload.platform]
    space = workload.node.string("metadata", "namespace")
    names = (
        *named("the file", base(workload.path)),
        *in_folders(workload.path),
        *(named("the namespace", space.value, Span(workload.path, space.range())) if space is not None else ()),
    )
    return decide((intent.said(workload.path), names, (Evidence(profile.role, profile.role_reason),)))


def _entries(workspace: Workspace, workload: _Workload, judgement: Judgement) -> Iterator[Entry]:
    once, profile = workload.kind == "Job", profiles()[workload.platform]
    before = [
        declaration
        for container in _containers(workload, "initContainers")
        if (declaration := _Container(workspace, workload, judgement, container).declaration("release")) is not None
    ]
    for container in _containers(workload, "containers"):
        made = _Container(workspace, workload, judgement, container)
        name = container.string("name") or container.string("image")
        own = made.declaration("release" if once else "start")
        if own is None and made.name is None:
            continue  # a patch of something else
        yield Entry(
            platform=workload.platform,
            name=workload.name if len(_containers(workload, "containers")) == 1 or name is None else name.value,
            span=Span(workload.path, name.range() if name is not None else container.range),
            process="release" if once else "cron" if workload.kind == "CronJob" else process_of(workload.name),
            runtime="docker" if made.image is not None and not once else "image",
            folder=made.image.context if made.image is not None else None,
            judgement=judgement,
            image=made.image if not once else None,
            declarations=(*before, *((own,) if own is not None else ())),
            variables=tuple(
                site(
                    key, value, span, kind="env", owner=workload.name, platform=workload.platform,
                    judgement=judgement, phase="start",
                )
                for key, (value, span) in made.own.items()
            ),
            environment=made.environment,
            assumptions=tuple(made.assumptions()),
            ports=stated(workload.path, container, profile.port.keys if profile.port is not None else ()),
            health=stated(workload.path, container, profile.health),
            starts=not once,
            doubted=not made.joined.certain,
            project=workload.platform, pulled=(made.name or "") if made.image is None else "",
        )  # fmt: skip
        before = []


def _containers(workload: _Workload, key: str) -> tuple[Node, ...]:
    node = workload.pod.get(key)
    return tuple(item for item in node.items if item.kind == "mapping") if node is not None else ()


class _Container:
    """One container with the image it runs, as far as something of the repository builds it."""

    def __init__(self, workspace: Workspace, workload: _Workload, judgement: Judgement, node: Node) -> None:
        self._workspace, self._workload, self._judgement, self._node = workspace, workload, judgement, node
        base = self._base()
        self.name = node.said("image") or (base[1].said("image") if base is not None else None)
        name = renamed(workspace, base[0], self.name) if base is not None and self.name is not None else self.name
        name = renamed(workspace, workload.path, name) if name is not None else ""
        self.joined = image_named(workspace, name)
        self.image = self.joined.image
        self.own = {**(_environment(*base) if base is not None else {}), **_environment(workload.path, node)}
        self.environment = {**(self.image.environment if self.image is not None else {}), **self.own}

    def _base(self) -> tuple[str, Node] | None:
        """The container whose start this one patches, None where it says its image itself."""
        name = self._node.said("name")
        starts = self._node.get("command") or self._node.get("args")
        if name is None or starts is None or self._node.said("image") is not None:
            return None
        return patched(self._workspace, self._workload.path, self._workload.node, name)

    def assumptions(self) -> Iterator[str]:
        if self.joined.reason:
            yield self.joined.reason
        elif self.name is not None:
            yield f"nothing of the repository builds the image '{self.name}'"

    def declaration(self, phase: Phase) -> Declaration | None:
        """What the container starts by its own words; None where the image decides, or an image that is not known."""
        command, arguments = self._node.get("command"), self._node.get("args")
        said = command if command is not None and command.items else arguments
        if said is None or not said.items:
            if phase == "start" or self.image is None:
                return None
            made = start_declaration(self._workspace, self.image, self._judgement, self.environment)
            return replace(made, phase=phase, platform=self._workload.platform) if made is not None else None
        if said is arguments and self.image is None:
            return None
        words = [*_words(said), *(_words(arguments) if said is command and arguments is not None else ())]
        if not words:
            return None
        script = Script(commands=(Command(said.range, "exec", tuple(words)),))
        label = "command" if said is command else "args"
        made = (declare if said is command else declare_in_place_of_cmd)(
            self._workspace, script, self._said(said, label, words, phase)
        )
        return replace(made, phase=phase)

    def _said(self, node: Node, label: str, words: list[Word], phase: Phase) -> Said:
        container = self._node.said("name")
        return Said(
            kind=f"{self._workload.platform}.{label}",
            platform=self._workload.platform,
            label=label if phase == "start" or container is None else f"{label} of {container}",
            path=self._workload.path,
            range=node.range,
            text=" ".join(word.raw for word in words),
            phase=phase,
            shell="no",
            judgement=self._judgement,
            place=image_place(self.image) if self.image is not None else UNKNOWN,
            image=self.image,
            environment=self.environment,
        )


def _words(node: Node) -> list[Word]:
    return [_word(item) for item in node.items if item.kind == "scalar" and item.text is not None]


def _word(node: Node) -> Word:
    """`$(X)` is expanded where X is known, `$$(X)` is not; a shell that reads the word sees what is left."""
    assert node.text is not None
    found = [match for match in _EXPANSION.finditer(node.text.value) if match["name"]]
    expansions = tuple(Expansion(m["name"], None, None, node.text.range(*m.span())) for m in found)
    return Word(node.text, expansions if not any(c.isspace() for c in node.text.value) else (), quoted=True)


def _environment(path: str, node: Node) -> Environment:
    found: Environment = {}
    listed = node.get("env")
    for item in listed.items if listed is not None else ():
        name, value = item.string("name"), item.string("value")
        if name is not None:
            known = value is not None and "$(" not in value.value
            found[name.value] = (value.value if known and value is not None else None, Span(path, item.range))
    return found
