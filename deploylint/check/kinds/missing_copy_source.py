"""COPY and ADD instructions whose source the build does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

import msgspec

from deploylint.check.finding import Certainty, Hit, Related
from deploylint.facts.dockerfile import Dockerfile, Instruction, Stage
from deploylint.facts.files import ComposeFile
from deploylint.facts.glob import escape
from deploylint.facts.place import FIRST, Range, Span
from deploylint.model.deployment import Deployment
from deploylint.model.filesystem import CopySource, build_context, copy_sources
from deploylint.model.gitignored import ignored
from deploylint.model.ignore import deciding
from deploylint.model.images import Image
from deploylint.model.paths import base, join
from deploylint.model.workspace import Workspace

_OPERATOR = re.compile(r"\|\||&&|\||;|\d?>>?(?:&\d|\S*)")
_ENV_FILE = re.compile(r"\.env(?:\.(?!example|sample|template|dist)[\w.-]+)?")
_OPTIONAL = re.compile(r"[^*?\[]+\.\w+\*")  # `yarn.lock*`: the star says that the file may be missing
_NEAR = 0.8


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """stages: names that people give to stages and that no registry has an image of."""

    stages: list[str]


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each source that cannot be there when the image is built, where a Dockerfile names it first."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for image in deployment.images:
        for hit in _together(deployment, image, list(_of_image(deployment, image, params))):
            key = (image.path, hit.subject)
            if key not in seen:
                seen.add(key)
                yield hit


def _of_image(deployment: Deployment, image: Image, params: Params) -> Iterator[Hit]:
    facts = deployment.workspace.get(image.path, Dockerfile)
    unread = [problem.range for problem in facts.problems] if facts is not None else []
    refused: list[Instruction] = []
    sources = list(copy_sources(deployment.workspace, image))
    for source in sources:
        if source.instruction in refused or any(source.instruction.range.covers(place) for place in unread):
            continue  # what the builder cannot read names no file
        operator = next((w for w in source.instruction.words if not w.quoted and _OPERATOR.fullmatch(w.raw)), None)
        if operator is not None:
            refused.append(source.instruction)
            yield _hit(deployment, image, source, "operator", at=operator.range, found=operator.raw)
        elif source.origin == "elsewhere":
            refused.append(source.instruction)
            yield from _no_stage(deployment, image, source, params)
        elif source.glob and _OPTIONAL.fullmatch(source.word.raw):
            continue
        elif source.held.state == "absent" and (not source.glob or _all_empty(sources, source)):
            yield from _absent(deployment, image, source, sources)
        elif source.origin == "context" and _is_private(deployment.workspace, image, source):
            yield _hit(deployment, image, source, "private", likely=True)


def _together(deployment: Deployment, image: Image, hits: list[Hit]) -> list[Hit]:
    """One hit for all sources, where none of them lies in the context and all of them lie below the root."""
    workspace = deployment.workspace
    outside = [hit for hit in hits if hit.message in ("outside", "glob", "default")]
    named = [s for s in copy_sources(workspace, image) if s.origin == "context" and s.path]
    if len(outside) < 2 or not image.context or any(s.held.state != "absent" for s in named):
        return hits
    if not all(workspace.exists(s.path or "") or workspace.glob(s.path or "", folders=True) for s in named):
        return hits
    related = [Related(row.entry, "the context is said here") for row in deployment.running(image)]
    subject = ("context", image.context)
    whole = replace(outside[0], message="context", subject=subject, certainty="likely", related=tuple(related[:3]))
    return [whole, *(hit for hit in hits if hit not in outside)]


def _is_private(workspace: Workspace, image: Image, source: CopySource) -> bool:
    """True for an env file that git ignores and that no workflow speaks of: no checkout has it."""
    path = join(image.context, source.path or "") or ""
    name = base(path)
    if source.held.state != "maybe" or not _ENV_FILE.fullmatch(name) or not ignored(workspace, path):
        return False
    return not workspace.holding((name.encode(),), ("workflow",), everywhere=True)


def _all_empty(sources: list[CopySource], one: CopySource) -> bool:
    """True if no source of the instruction is there: BuildKit passes over an empty pattern beside others."""
    return all(s.held.state == "absent" for s in sources if s.instruction is one.instruction)


def _no_stage(deployment: Deployment, image: Image, source: CopySource, params: Params) -> Iterator[Hit]:
    """`--from` with a name of no stage above: it may be an image, unless it surely is meant as a stage."""
    flag = source.instruction.flag("from")
    if not source.name or flag is None or image.given.contexts or _has_named_contexts(deployment.workspace):
        return
    name = source.name.lower()
    later = next((s for s in image.stages[source.stage.index :] if s.name is not None and _named(s) == name), None)
    if later is not None and later.name is not None:
        related = (Related(Span(image.path, later.start.range), "the stage of that name"),)
        yield _hit(deployment, image, source, "later", at=flag.range(), found=source.name, related=related)
        return
    above = [_named(s) for s in image.stages[: source.stage.index] if s.name is not None]
    near = max(above, key=lambda other: SequenceMatcher(None, name, other).ratio(), default="")
    if name.isdigit():
        yield _hit(deployment, image, source, "stage", at=flag.range(), found=source.name)
    elif re.fullmatch(r"[a-z0-9_-]+", name) and near and SequenceMatcher(None, name, near).ratio() >= _NEAR:
        yield _hit(deployment, image, source, "near", at=flag.range(), found=source.name, near=near, likely=True)
    elif name in params.stages:
        yield _hit(deployment, image, source, "stage", at=flag.range(), found=source.name, likely=True)


def _named(stage: Stage) -> str:
    return stage.name.value.lower() if stage.name is not None else ""


def _has_named_contexts(workspace: Workspace) -> bool:
    """True if a compose file gives builds further contexts, which `--from` may name."""
    for path in workspace.of_format("compose"):
        facts = workspace.get(path, ComposeFile)
        for service in facts.services if facts is not None else ():
            if service.node.get("build", "additional_contexts") is not None:
                return True
    return False


def _absent(deployment: Deployment, image: Image, source: CopySource, sources: Sequence[CopySource]) -> Iterator[Hit]:
    workspace = deployment.workspace
    assert source.path is not None
    if source.origin == "stage":
        yield _hit(deployment, image, source, "not-made", found=source.path, near=source.name)
        return
    context = build_context(workspace, image)
    pattern = deciding(context.patterns, source.path) if source.path else None
    inner = join(image.context, source.path) or ""
    if pattern is not None and not pattern.negated and not source.glob:
        if image.certain or _only_there(workspace, image, source.path):
            place = Span(context.ignores, pattern.range)
            line = Related(place, f"'{workspace.line(*_line(place)).strip()}' leaves it out")
            yield _hit(deployment, image, source, "ignored", found=context.ignores, related=(line,))
    elif image.certain or not _has_other_context(workspace, source, sources):
        outside = workspace.exists(source.path) or workspace.is_folder(source.path)
        related = (Related(Span(source.path, FIRST), "it lies here"),) if workspace.exists(source.path) else ()
        if source.glob:
            yield _hit(deployment, image, source, "glob", likely=True)
        elif source.word.raw.startswith("../") or (outside and inner != source.path):
            yield _hit(deployment, image, source, "outside", related=related)
        else:
            yield _hit(deployment, image, source, "default")


def _has_other_context(workspace: Workspace, one: CopySource, sources: Sequence[CopySource]) -> bool:
    """True if another folder of the repository, as the build context, has this source and the others that are there."""
    path = one.path or ""
    others = [s.path for s in sources if s.origin == "context" and s.path and not s.glob and s.held.state == "there"]
    for found in workspace.glob(f"**/{path if one.glob else escape(path)}", folders=True):
        folder = found[: -len(path)] if not one.glob else None
        if folder is None or all(workspace.exists(folder + s) or workspace.is_folder(folder + s) for s in others):
            return True
    return False


def _line(place: Span) -> tuple[str, int]:
    return place.path, place.range.line


def _only_there(workspace: Workspace, image: Image, path: str) -> bool:
    """True if no other folder of the repository, as a context, would bring a file of that path."""
    found = workspace.glob(f"**/{escape(path)}", folders=True)
    return all(one == join(image.context, path) for one in found)


def _hit(
    deployment: Deployment,
    image: Image,
    source: CopySource,
    message: str,
    *,
    at: Range | None = None,
    found: str = "",
    near: str = "",
    related: tuple[Related, ...] = (),
    likely: bool = False,
) -> Hit:
    certainty: Certainty = "likely" if likely or not image.certain else "certain"
    return Hit(
        span=Span(image.path, at or source.word.range),
        subject=(source.instruction.name, source.word.raw, found, message),
        message=message,
        values=(
            ("source", source.word.raw),
            ("copy", f"{source.instruction.name} {source.word.raw}"),
            ("context", image.context or "."),
            ("found", found),
            ("near", near),
        ),
        role=deployment.image_roles.get(image.id, "production"),
        certainty=certainty,
        platform="docker",
        related=related,
    )
