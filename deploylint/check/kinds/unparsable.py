"""Files that their readers, or the platforms that read them by name and place, do not accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from deploylint.check.finding import Hit
from deploylint.check.nominate import normal
from deploylint.facts.base import Problem
from deploylint.facts.glob import matches
from deploylint.facts.place import Span
from deploylint.model.sources import part

if TYPE_CHECKING:
    from deploylint.model.deployment import Deployment

_ASIDE = ("vendored", "generated", "tests", "examples", "docs")

BY_CONTENT = True


class Reader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A platform and the files that it reads: their format, their paths as patterns, and the problems it refuses."""

    platform: str
    format: str
    paths: tuple[str, ...]
    refuses: tuple[str, ...]


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """formats: those that are strict, so that a problem in them is worth telling."""

    formats: tuple[str, ...]
    reader: tuple[Reader, ...]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each problem of a strict file: `refused` where a platform would stop at it, else `doubtful`."""
    workspace = deployment.workspace
    for path in workspace.holding((b"",), params.formats):
        facts = workspace.facts(path)
        problems = [problem for problem in facts.problems if problem.kind != "skip"] if facts is not None else []
        if problems:
            built = {image.path for image in deployment.images}
            reader = _reader(path, workspace.format(path), params, built)
            for problem in problems:
                yield _hit(path, problem, reader, workspace.line(path, problem.range.line))


def _reader(path: str, format_name: str | None, params: Params, built: set[str]) -> Reader | None:
    for reader in params.reader:
        if reader.format != format_name:
            continue
        if path in built or (part(path) not in _ASIDE and any(matches(pattern, path) for pattern in reader.paths)):
            return reader
    return None


def _hit(path: str, problem: Problem, reader: Reader | None, line: str) -> Hit:
    refused = reader is not None and problem.kind in reader.refuses
    return Hit(
        span=Span(path, problem.range),
        subject=tuple(name for name in (problem.kind, normal(line)) if name),
        message="refused" if refused else "doubtful",
        values=(("problem", problem.message.removesuffix(".")), ("platform", reader.platform if reader else "")),
    )
