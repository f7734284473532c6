"""pyproject.toml: console scripts, declared dependencies, and where the packages lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deploylint.facts.document import Node
from deploylint.facts.files import PythonProject
from deploylint.facts.place import Source
from deploylint.facts.text import Text
from deploylint.read import toml
from deploylint.read.nodes import base, mapping, scalar, string, texts

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")


def read(source: Source) -> PythonProject:
    """The project. package_folders are the folders that imports start from, "." for the file's own."""
    document = toml.read(source)
    root = document.root
    return PythonProject(
        **base(document),
        name=string(root.get("project", "name")) or string(root.get("tool", "poetry", "name")),
        scripts=tuple(_scripts(root)),
        dependencies=tuple(dict.fromkeys(_dependencies(root))),
        package_folders=tuple(dict.fromkeys(_package_folders(root))),
    )


def requirement_name(requirement: str) -> str | None:
    """The name in a requirement (PEP 508), lower-cased with `-` for `_` and `.` (PEP 503)."""
    found = _REQUIREMENT.match(requirement)
    return re.sub(r"[-_.]+", "-", found.group(1)).lower() if found else None


def _scripts(root: Node) -> Iterator[tuple[str, Text]]:
    for way in (("project", "scripts"), ("tool", "poetry", "scripts")):
        for entry in mapping(root.get(*way)):
            target = entry.value
            if target.kind == "mapping":  # poetry's long form
                target = target.get("reference") or target.get("callable") or target
            text = scalar(target)
            if text is not None:
                yield entry.key.value, text


def _dependencies(root: Node) -> Iterator[str]:
    """All declared names: of the project, its extras and dependency groups, and those of Poetry."""
    listed = [root.get("project", "dependencies")]
    for way in (("project", "optional-dependencies"), ("dependency-groups",)):
        listed += [entry.value for entry in mapping(root.get(*way))]
    for node in listed:
        for text in texts(node):
            name = requirement_name(text.value)
            if name:
                yield name
    poetry = root.get("tool", "poetry")
    if poetry is None:
        return
    keyed = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    keyed += [entry.value.get("dependencies") for entry in mapping(poetry.get("group"))]
    for node in keyed:
        for entry in mapping(node):
            name = requirement_name(entry.key.value)
            if name and name != "python":
                yield name


def _package_folders(root: Node) -> Iterator[str]:
    setuptools = root.get("tool", "setuptools")
    if setuptools is not None:
        yield from (folder(text.value) for text in texts(setuptools.get("packages", "find", "where")))
        top = scalar(setuptools.get("package-dir", ""))
        if top is not None:
            yield folder(top.value)
    hatch = root.get("tool", "hatch", "build")
    if hatch is not None:
        for packages in (hatch.get("targets", "wheel", "packages"), hatch.get("packages")):
            yield from (folder(text.value.rpartition("/")[0]) for text in texts(packages))
    packages = root.get("tool", "poetry", "packages")
    for item in packages.items if packages is not None else ():
        origin = scalar(item.get("from"))
        if item.get("include") is not None:
            yield folder(origin.value if origin is not None else ".")
    module_root = scalar(root.get("tool", "uv", "build-backend", "module-root"))
    if module_root is not None:
        yield folder(module_root.value)


def folder(path: str) -> str:
    """A folder as it is compared: without `./`, "." for the one of the file."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(parts) or "."
