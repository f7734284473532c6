"""package.json: scripts, entries, dependencies, workspaces."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.facts.document import Node
from deploylint.facts.files import PackageJson, PackageScript
from deploylint.facts.place import Source
from deploylint.read import json, shell
from deploylint.read.nodes import base, mapping, string, texts


def read(source: Source) -> PackageJson:
    """The package file; values of another type than npm takes are left out."""
    document = json.read(source)
    root = document.root
    main, manager, bins = root.get("main"), string(root.get("packageManager")), root.get("bin")
    workspaces = root.get("workspaces")
    if workspaces is not None and workspaces.kind == "mapping":
        workspaces = workspaces.get("packages")
    targets: list[Node | None] = [entry.value for entry in mapping(bins)]
    if bins is not None and bins.kind == "scalar":
        targets.append(bins)
    dependencies = dict(_versions(root.get("dependencies")))
    return PackageJson(
        **base(document),
        name=string(root.get("name")),
        main=main.text if main is not None and string(main) is not None else None,
        scripts=tuple(_scripts(root)),
        bins=tuple(node.text for node in targets if node is not None and node.text and string(node) is not None),
        dependencies=tuple(dependencies.items()),
        development=tuple(item for item in _versions(root.get("devDependencies")) if item[0] not in dependencies),
        workspaces=tuple(text.value for text in texts(workspaces)),
        manager=manager.partition("@")[0].strip() or None if manager else None,
        module=string(root.get("type")) == "module",
    )


def _scripts(root: Node) -> Iterator[PackageScript]:
    scripts = root.get("scripts")
    if scripts is None or scripts.kind != "mapping":
        return
    for entry in scripts.entries:
        text = entry.value.text
        if text is not None and string(entry.value) is not None:
            yield PackageScript(entry.key, text, shell.script(text), entry.range)


def _versions(node: Node | None) -> Iterator[tuple[str, str]]:
    for entry in mapping(node):
        version = string(entry.value)
        if version is not None:
            yield entry.key.value, version
