"""Secrets that an image holds: in ENV and ARG, and in files that COPY takes."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.facts.dockerfile import Pair
from deploylint.facts.files import EnvFile
from deploylint.facts.place import FIRST, Span
from deploylint.facts.real_secrets import holds_real, real, to_fill
from deploylint.model.build_context import taken
from deploylint.model.copies import Copied
from deploylint.model.deployment import Deployment
from deploylint.model.filesystem.produced import produced
from deploylint.model.images import Image
from deploylint.model.paths import base
from deploylint.model.sources import part
from deploylint.model.submodules import submodule_of
from deploylint.model.workspace import Workspace


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of files as patterns. env: of env files, examples: of those that hold no secrets. keys: of private keys.

    credentials: of files in which programs keep what they log in with.
    """

    env: list[str]
    examples: list[str]
    keys: list[str]
    credentials: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each ENV and ARG with a secret, and for each COPY that takes files with some into the final stage."""
    seen: set[Span] = set()
    for image in deployment.images:
        for hit in (*_variables(deployment, image), *_files(deployment, image, params)):
            if hit.span not in seen:
                seen.add(hit.span)
                yield hit


def _variables(deployment: Deployment, image: Image) -> Iterator[Hit]:
    for stage in image.needed:
        for instruction in stage.instructions:
            for pair in instruction.pairs if instruction.name in ("ENV", "ARG") else ():
                if pair.value is not None and real(pair.key.value, pair.value.raw):
                    yield _variable(deployment, image, instruction.name, pair)


def _variable(deployment: Deployment, image: Image, kind: str, pair: Pair) -> Hit:
    return Hit(
        span=Span(image.path, pair.key.range()),
        subject=(kind, pair.key.value),
        values=(("kind", kind), ("name", pair.key.value)),
        role=deployment.image_roles.get(image.id, "production"),
        platform="docker",
    )


def _files(deployment: Deployment, image: Image, params: Params) -> Iterator[Hit]:
    for stage in image.chain:
        for copied in image.copies[stage.index]:
            if copied.stage is None:
                yield from _copied(deployment, image, copied, params)


def _copied(deployment: Deployment, image: Image, copied: Copied, params: Params) -> Iterator[Hit]:
    workspace = deployment.workspace
    among = _nominated(workspace, params)
    held = [path for path in taken(workspace, image, copied, among) if _secret(workspace, path, params)]
    named = [path for path in copied.sources if _named(base(path), params.env, params.examples)]
    unseen = [path for path in named if base(path).startswith(".env") and not _known(workspace, path)]
    if held or unseen:
        yield Hit(
            span=copied.span,
            subject=("COPY", ", ".join(base(path) for path in (held or unseen)[:1])),
            message="file" if held else "unseen",
            values=(("file", (held or unseen)[0]),),
            role=deployment.image_roles.get(image.id, "production"),
            certainty="certain" if held and image.certain else "likely",
            platform="docker",
            related=tuple(Related(Span(path, FIRST), "a file with a secret") for path in held[:5]),
        )


def _nominated(workspace: Workspace, params: Params) -> list[str]:
    """The files that by their names may hold secrets, sorted."""
    patterns = (*params.env, *params.keys, *params.credentials)
    return sorted({path for pattern in patterns for path in workspace.glob(f"**/{pattern}")})


def _known(workspace: Workspace, path: str) -> bool:
    """True for a file of the repository or of a submodule, and for one that something makes before the build."""
    return workspace.exists(path) or bool(produced(workspace, path)) or submodule_of(workspace, path) is not None


def _secret(workspace: Workspace, path: str, params: Params) -> bool:
    """True if a file of the repository holds a secret that looks real; files of tests hold none."""
    name = base(path)
    if part(path) in ("tests", "examples", "docs"):
        return False
    if _named(name, params.env, params.examples):
        facts = workspace.get(path, EnvFile, "env")
        return facts is not None and _is_filled(facts) and not _for_tests(facts)
    if any(fnmatchcase(name, pattern) for pattern in params.keys):
        source = workspace.source(path)
        return source is not None and "PRIVATE KEY-----" in source.text
    if any(fnmatchcase(name, pattern) for pattern in params.credentials):
        source = workspace.source(path)
        return source is not None and holds_real(source.text)
    return False


def _is_filled(facts: EnvFile) -> bool:
    """True if secrets look real, and not fewer than those that whoever copies the file has still to write."""
    pairs = [(one.name.value, one.value.value) for one in facts.variables]
    return sum(real(*pair) for pair in pairs) > 0 and sum(real(*p) for p in pairs) >= sum(to_fill(*p) for p in pairs)


def _for_tests(facts: EnvFile) -> bool:
    """True if the file tells what reads it that it runs tests: what it holds opens nothing else."""
    named = (one for one in facts.variables if one.name.value.upper().endswith(("ENV", "ENVIRONMENT")))
    return any((one.value.value or "").lower() in ("test", "testing", "ci") for one in named)


def _named(name: str, patterns: list[str], others: list[str]) -> bool:
    return any(fnmatchcase(name, one) for one in patterns) and not any(fnmatchcase(name, one) for one in others)
