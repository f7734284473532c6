"""Base images by name and tag, as lists of rules name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType

from deploylint.facts.dockerfile import Dockerfile
from deploylint.model.images import Image
from deploylint.model.workspace import Workspace

NONE: Mapping[str, str | None] = MappingProxyType({})
_REFERENCE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?-([^{}]*))?\})")
_REGISTRIES = ("docker.io/", "index.docker.io/", "registry-1.docker.io/", "public.ecr.aws/docker/", "library/")


def reference(workspace: Workspace, image: Image) -> str | None:
    """The base of an image as `name:tag`, ARG defaults put in; None where the name is known to the build alone."""
    return base_of(workspace, image.path, image.base, image.given.arguments)


def base_of(workspace: Workspace, path: str, said: str, given: Mapping[str, str | None] = NONE) -> str | None:
    """What follows a FROM of a Dockerfile as `name:tag`, ARG put in by what is given or its default; None as above."""
    facts = workspace.get(path, Dockerfile, "dockerfile")
    values = {
        pair.key.value: pair.value.raw
        for pair in (facts.arguments if facts is not None else ())
        if pair.value is not None
    }
    values.update({name: "$" if value is None else value for name, value in given.items()})

    def put(match: re.Match[str]) -> str:
        return values.get(match[1] or match[2], match[3] or "$")

    return plain(_REFERENCE.sub(put, _REFERENCE.sub(put, said)))


def plain(said: str) -> str | None:
    """An image as `name:tag` without digest, Docker Hub's registry and `library/`; None if a variable names it.

    The tag keeps a `$` of its own: part of it may be known to the build alone.
    """
    said = said.partition("@")[0]
    name, _, tag = said.partition(":") if said.rfind("/") < said.find(":") else (said, "", "")
    for prefix in _REGISTRIES:
        name = name.removeprefix(prefix)
    return None if "$" in name or not name else f"{name.lower()}:{tag or 'latest'}"


def listed(named: str, patterns: Sequence[str]) -> bool:
    """True if a `name:tag` is among patterns for names, or for names with tags."""
    name = named.partition(":")[0]
    return any(fnmatchcase(named, pattern) or fnmatchcase(name, pattern) for pattern in patterns)
