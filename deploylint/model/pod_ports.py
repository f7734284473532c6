"""Ports that Kubernetes manifests say of a container: its own, those of its probes, and of the Services before it.

Source: kubernetes.io/docs/concepts/services-networking/service (targetPort is a number or the name of a container's
port, and the port itself where none is said), kubernetes.io/docs/tasks/configure-pod-container (probes).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.facts.text import Text
from deploylint.model.deployment import Effective
from deploylint.model.paths import parent
from deploylint.model.workspace import Workspace

_TEMPLATES = (("spec", "template"), ("spec", "jobTemplate", "spec", "template"), ())
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_ASKS = ("httpGet", "tcpSocket", "grpc")


@dataclass(frozen=True, slots=True)
class PodPort:
    """A port that somebody says, as digits. kind: `sent` requests are sent to it, `probe` a check asks it, `declared`
    only containerPort says it.
    """

    kind: Literal["sent", "probe", "declared"]
    port: str
    span: Span


def pod_ports(workspace: Workspace, row: Effective) -> tuple[PodPort, ...]:
    """What manifests say of the port of a row's container.

    Nothing where another container of the pod may be meant, or the container has several ports.
    """
    document = workspace.get(row.entry.path, Document) if row.platform == "kubernetes" else None
    for root in (document.root, *document.others) if document is not None else ():
        for template in (found for way in _TEMPLATES if (found := root.get(*way) if way else root) is not None):
            container = _alone(template, row)
            if container is not None:
                return tuple(_said(workspace, row.entry.path, root, template, container))
    return ()


def _alone(template: Node, row: Effective) -> Node | None:
    """The container of a row, if it is the only one that runs in its pod."""
    containers, first = template.get("spec", "containers"), template.get("spec", "initContainers")
    beside = any(one.get("restartPolicy") is not None for one in (first.items if first is not None else ()))
    if containers is None or len(containers.items) != 1 or beside:
        return None
    container = containers.items[0]
    name = container.string("name") or container.string("image")
    return container if row.entry.range == (name.range() if name is not None else container.range) else None


def _said(workspace: Workspace, path: str, root: Node, template: Node, container: Node) -> Iterator[PodPort]:
    declared = container.get("ports")
    entries = declared.items if declared is not None else ()
    if len(entries) > 1:
        return
    own = entries[0].string("containerPort") if entries else None
    name = entries[0].string("name") if entries else None
    spoken = False
    found: list[tuple[Literal["sent", "probe"], str, Text]] = [
        *(("sent", file, port) for file, port in _services(workspace, path, root, template)),
        *(("probe", path, port) for port in _probes(container)),
    ]
    for kind, file, port in found:
        if name is not None and own is not None and port.value == name.value:
            spoken = True
            file, port = path, own
        if port.value.isdigit():
            yield PodPort(kind, port.value, Span(file, port.range()))
    if own is not None and own.value.isdigit() and not spoken:
        yield PodPort("declared", own.value, Span(path, own.range()))


def _probes(container: Node) -> Iterator[Text]:
    for probe in _PROBES:
        for way in _ASKS:
            port = container.string(probe, way, "port")
            if port is not None and container.get(probe, way, "host") is None:
                yield port


def _services(workspace: Workspace, path: str, root: Node, template: Node) -> Iterator[tuple[str, Text]]:
    """The target ports of the Services in the folder that choose the pod by its labels and have one port."""
    labels = _pairs(template.get("metadata", "labels"))
    for file in workspace.holding((b"apiVersion",), ("yaml",), everywhere=True):
        document = workspace.get(file, Document) if parent(file) == parent(path) else None
        for one in (document.root, *document.others) if document is not None else ():
            ports, chosen = one.get("spec", "ports"), _pairs(one.get("spec", "selector"))
            if one.said("kind") != "Service" or one.said("apiVersion") != "v1" or not chosen <= labels:
                continue
            if not chosen or ports is None or len(ports.items) != 1 or _space(one) != _space(root):
                continue
            target = ports.items[0].string("targetPort") or ports.items[0].string("port")
            if target is not None:
                yield file, target


def _pairs(node: Node | None) -> frozenset[tuple[str, str]]:
    entries = node.entries if node is not None else ()
    return frozenset((one.key.value, one.value.text.value) for one in entries if one.value.text is not None)


def _space(node: Node) -> str:
    found = node.string("metadata", "namespace")
    return found.value if found is not None else ""
