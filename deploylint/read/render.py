"""Render's render.yaml ("Blueprint"): the services wherever they stand.

Source for the keys: Render's Blueprint reference and the schema it serves; `env` is the old name of `runtime`.
"""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Node
from deploylint.facts.files import Blueprint, BlueprintService, Variable
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import yaml
from deploylint.read.launches import shell_launch
from deploylint.read.nodes import base, scalar

_Way = tuple[str | int, ...]


def read(source: Source) -> Blueprint:
    """The blueprint. Whether a shell reads a dockerCommand is not documented; it is taken apart as if one did."""
    document = yaml.read(source)
    services = (_service(node, way) for node, way in _service_nodes(document.root))
    return Blueprint(**base(document), services=tuple(services))


def _service_nodes(root: Node) -> Iterator[tuple[Node, _Way]]:
    """The services of the root, of `ungrouped` and of every environment of a project, each with its way."""
    places: list[_Way] = [(), ("ungrouped",)]
    for index, project in enumerate(_items(root.get("projects"))):
        count = len(_items(project.get("environments")))
        places += [("projects", index, "environments", number) for number in range(count)]
    for place in places:
        for index, node in enumerate(_items(root.get(*place, "services"))):
            if node.kind == "mapping":
                yield node, (*place, "services", index)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if node is not None else ()


def _service(node: Node, location: _Way) -> BlueprintService:
    def text(key: str) -> Text | None:
        return scalar(node.get(key))

    return BlueprintService(
        range=node.range,
        node=node,
        location=location,
        name=text("name"),
        type=text("type"),
        runtime=text("runtime") or text("env"),
        root_dir=text("rootDir"),
        dockerfile_path=text("dockerfilePath"),
        docker_context=text("dockerContext"),
        start=shell_launch(node, "startCommand"),
        build=shell_launch(node, "buildCommand"),
        docker_command=shell_launch(node, "dockerCommand"),
        pre_deploy=shell_launch(node, "preDeployCommand"),
        environment=tuple(_environment(node.get("envVars"))),
    )


def _environment(node: Node | None) -> Iterator[Variable]:
    """The variables whose values stand in the file."""
    for item in _items(node):
        key, value = scalar(item.get("key")), scalar(item.get("value"))
        if key is not None and value is not None:
            yield Variable(key, value, item.range)
