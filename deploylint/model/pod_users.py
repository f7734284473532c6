"""As whom Kubernetes runs a container: what its manifest says over the USER of the image."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Document, Node
from deploylint.facts.place import Span
from deploylint.model.workspace import Workspace

_DEPTH = 12  # List -> CronJob -> Job -> Pod, each some mappings deep


def runs_as_other(workspace: Workspace, entry: Span) -> bool:
    """True if a manifest surely runs the container whose name or image stands at a place as somebody else than root.

    A container's securityContext goes before the pod's; with `runAsNonRoot` the kubelet refuses to start root.
    Source: kubernetes.io/docs/tasks/configure-pod-container/security-context.
    """
    document = workspace.get(entry.path, Document, "yaml")
    for root in (document.root, *document.others) if document is not None else ():
        for pod, container in _containers(root, _DEPTH):
            if container.range.covers(entry.range):
                return _is_other(container, pod)
    return False


def _containers(node: Node, depth: int) -> Iterator[tuple[Node, Node]]:
    """The containers below a node, each with its pod."""
    inside = [entry.value for entry in node.entries] if node.kind == "mapping" else list(node.items)
    held = node.get("containers") if node.kind == "mapping" else None
    for container in held.items if held is not None else ():
        yield node, container
    for one in inside if depth > 0 and held is None else ():
        yield from _containers(one, depth - 1)


def _is_other(container: Node, pod: Node) -> bool:
    said = {key: _said(container, pod, key) for key in ("runAsUser", "runAsNonRoot")}
    user = said["runAsUser"]
    return (user is not None and user.isdigit() and user != "0") or (user is None and said["runAsNonRoot"] == "true")


def _said(container: Node, pod: Node, key: str) -> str | None:
    for node in (container, pod):
        found = node.get("securityContext", key)
        if found is not None and found.text is not None:
            return found.text.value.lower()
    return None
