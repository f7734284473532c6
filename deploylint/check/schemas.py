"""What kinds share that judge platform files by their schemas."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.facts.document import Document, Node
from deploylint.facts.files import Blueprint, ComposeFile
from deploylint.model.deployment import Deployment
from deploylint.model.evidence import is_aside


class SchemaParams(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """platform: the name of the schema. format: which files it describes."""

    platform: str
    format: str


def described(deployment: Deployment, params: SchemaParams) -> Iterator[tuple[str, Node]]:
    """The files of the format that hold a mapping, each with its root. Those of examples and tests are left alone."""
    for path in deployment.workspace.of_format(params.format):
        facts = deployment.workspace.facts(path) if not is_aside(path) else None
        if isinstance(facts, (Blueprint, ComposeFile, Document)):
            root = facts.root
            if root.kind == "mapping" and root.entries:
                yield path, root
