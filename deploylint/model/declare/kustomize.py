"""What kustomize makes of manifests: images with other names, and the containers that patches speak of.

Source: kubectl.docs.kubernetes.io/references/kustomize/kustomization, "images", "patches", "resources".
"""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Document, Node
from deploylint.model.paths import join, parent
from deploylint.model.workspace import Workspace

_FILES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_DEEPEST = 6  # overlays of overlays


def renamed(workspace: Workspace, path: str, name: str) -> str:
    """The name that kustomize puts in the place of an image's name, if its file beside the manifest does."""
    root = _beside(workspace, parent(path))
    images = root.get("images") if root is not None else None
    for item in images.items if images is not None else ():
        if item.said("name") == name.partition(":")[0]:
            return item.said("newName") or name
    return name


def patched(workspace: Workspace, path: str, root: Node, container: str) -> tuple[str, Node] | None:
    """The container that a patch without an image changes, and the manifest it stands in.

    None unless the file of kustomize beside the patch names it, and exactly one of the resources that this file leads
    to is of the same kind and name and has such a container. root: the patch.
    """
    file = _beside(workspace, parent(path))
    if file is None or path not in set(_patches(parent(path), file)):
        return None
    wanted = root.said("kind"), root.said("metadata", "name")
    found = [
        (at, node)
        for at in dict.fromkeys(_resources(workspace, parent(path), file, 0))
        for document in _documents(workspace, at)
        if (document.said("kind"), document.said("metadata", "name")) == wanted
        for node in _containers(document)
        if node.said("name") == container and node.said("image") is not None
    ]
    return found[0] if len(found) == 1 else None


def _beside(workspace: Workspace, folder: str) -> Node | None:
    for name in _FILES:
        path = join(folder, name)
        document = workspace.get(path, Document, "yaml") if path is not None and workspace.exists(path) else None
        if document is not None:
            return document.root
    return None


def _patches(folder: str, file: Node) -> Iterator[str]:
    """The files of the patches that are manifests; those that stand in the file itself are not read."""
    for key in ("patches", "patchesStrategicMerge"):
        listed = file.get(key)
        for item in listed.items if listed is not None else ():
            text = item.string("path") if item.kind == "mapping" else item.text
            path = join(folder, text.value) if text is not None and "\n" not in text.value else None
            if path is not None:
                yield path


def _resources(workspace: Workspace, folder: str, file: Node, depth: int) -> Iterator[str]:
    """The manifests of the resources, those of folders with their files of kustomize too."""
    for key in ("resources", "bases"):
        listed = file.get(key)
        for item in listed.items if listed is not None and depth < _DEEPEST else ():
            said = item.text.value if item.text is not None else ""
            path = join(folder, said) if said and "://" not in said else None
            inner = _beside(workspace, path) if path is not None and workspace.is_folder(path) else None
            if path is not None and inner is not None:
                yield from _resources(workspace, path, inner, depth + 1)
            elif path is not None and workspace.exists(path):
                yield path


def _documents(workspace: Workspace, path: str) -> tuple[Node, ...]:
    document = workspace.get(path, Document)
    return (document.root, *document.others) if document is not None else ()


def _containers(root: Node) -> Iterator[Node]:
    for way, node in root.walk():
        if way[-1:] in (("containers",), ("initContainers",)):
            yield from node.items
