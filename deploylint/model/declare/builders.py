"""Which builder of a platform makes what it runs, by its file and by what lies in the source root."""

from __future__ import annotations

from deploylint.facts.dockerfile import Dockerfile
from deploylint.facts.document import EMPTY, Node
from deploylint.facts.record import dataclass
from deploylint.model.contexts import lies_above
from deploylint.model.declare.told_variables import told_variable
from deploylint.model.images import Image, build
from deploylint.model.paths import join
from deploylint.model.workspace import Workspace
from deploylint.platforms.load import Builder, Profile
from deploylint.platforms.ways import nodes


@dataclass(frozen=True, slots=True)
class Built:
    """The runtime of a service, its image if the repository builds one, and what is taken for granted.

    doubted: that this builder is taken is not documented. chosen: what the platform's file says to choose it.
    """

    runtime: str = "native"
    image: Image | None = None
    assumptions: tuple[str, ...] = ()
    doubted: bool = False
    chosen: Node | None = None


def built(workspace: Workspace, profile: Profile, folder: str, root: Node = EMPTY) -> Built:
    """What the first builder makes whose conditions hold; native if none does. folder: the source root."""
    target = said(root, profile.document.target) if profile.document is not None else None
    for builder in profile.builders:
        files = [path for name in builder.files if (path := join(folder, name)) and workspace.exists(path)]
        if (builder.files and not files) or not _told(builder, root):
            continue
        image = None
        if builder.variable:
            image, assuming = _by_variable(workspace, profile, builder, folder)
            if image is None:
                continue
            return Built("docker", image, (assuming,), doubted=True)
        if builder.dockerfile:
            image = _named(workspace, said(root, builder.dockerfile) or "", folder, target)
        elif builder.runtime == "docker" and files:
            image = _image(workspace, files[0], folder, target)
        chosen = [chain[-1] for _, chain in nodes(root, builder.key)] if builder.key else []
        return Built(
            runtime=builder.runtime,
            image=image,
            assumptions=(builder.assuming,) if builder.assuming else (),
            doubted=builder.confidence not in ("", "documented"),
            chosen=chosen[0] if chosen else None,
        )
    return Built()


def _by_variable(workspace: Workspace, profile: Profile, builder: Builder, folder: str) -> tuple[Image | None, str]:
    """The image that a variable of the platform names, and what that rests on."""
    told = told_variable(workspace, profile.name, builder.variable)
    if told is None:
        return None, ""
    return _named(workspace, told[0], folder, None), f"{builder.variable} is what '{told[1]}' says"


def said(root: Node, way: str) -> str | None:
    """The text at a way of the file, None if it says nothing there."""
    for _, chain in nodes(root, way) if way else ():
        node = chain[-1]
        if node.kind == "scalar" and node.text is not None and node.text.value:
            return node.text.value
    return None


def _told(builder: Builder, root: Node) -> bool:
    if builder.dockerfile:
        return said(root, builder.dockerfile) is not None
    if not builder.key:
        return True
    if builder.values:
        return (said(root, builder.key) or "").upper() in builder.values
    return any(chain[-1].items or chain[-1].value for _, chain in nodes(root, builder.key))


def _named(workspace: Workspace, name: str, folder: str, target: str | None) -> Image | None:
    """The image of a Dockerfile that is said relative to the file, or to the root of the repository."""
    for start in dict.fromkeys((folder, "")):
        found = join(start, name)
        if found is not None and workspace.exists(found):
            return _image(workspace, found, start, target)
    return None


def _image(workspace: Workspace, path: str, folder: str, target: str | None) -> Image | None:
    """The image of a Dockerfile, from the folder of the platform's file unless its COPY sources lie in one above.

    The root directory of Railway and the working directory of `fly deploy` are said outside of the file.
    """
    facts = workspace.get(path, Dockerfile)
    elsewhere = facts is not None and lies_above(workspace, facts, folder)
    return build(workspace, path, None if elsewhere else folder, target)
