"""What an image is for: by the names of its Dockerfile, by the comment at its top, by the tags it is built with."""

from __future__ import annotations

import re

from deploylint.facts.dockerfile import Dockerfile
from deploylint.facts.place import Span
from deploylint.model.entries import Entry
from deploylint.model.evidence import in_folders, named
from deploylint.model.image_names import tag_evidence
from deploylint.model.images import Image
from deploylint.model.intent import Intent
from deploylint.model.paths import base
from deploylint.model.roles import Evidence, decide
from deploylint.model.workspace import Workspace

_HEADER = 6  # lines: what stands below speaks of single instructions
_THING = r"(?:docker ?file|docker file|image|container)"
_DEVELOPMENT = re.compile(
    rf"\b(?:dev|development)\b(?:[ -](?:only|environment|purposes?))?[ -]{_THING}\b|"
    rf"\b{_THING} for (?:the |local )*(?:dev|development)\b|"
    r"\b(?:for|in) (?:local )?(?:dev|development) (?:purposes?|only)\b|^build for (?:local )?(?:dev|development)\b"
)
_NO_PRODUCTION = re.compile(r"\b(?:not|never|no)\b[\w' ]{0,30}\bprod(?:uction)?\b")
_PRODUCTION = re.compile(r"\bprod(?:uction)?\b")


def image_evidence(workspace: Workspace, image: Image) -> tuple[Evidence, ...]:
    """What the names of the Dockerfile, its folder and its target stage say of its role, or the comment at its top."""
    found = list(named("the file", base(image.path)) or in_folders(image.path))
    if image.target is not None:
        found += named("the stage", image.target)
    elif image.chain[-1].name is not None and not found:
        found += named("the stage", image.chain[-1].name.value)
    return tuple(found) or _header(workspace, image)


def _header(workspace: Workspace, image: Image) -> tuple[Evidence, ...]:
    """A comment above the first instruction that says the image is one for development, and speaks of no production."""
    facts = workspace.get(image.path, Dockerfile)
    first = image.stages[0].start.range.line
    comments = [
        one for one in (facts.comments if facts is not None else ()) if one.range.line < min(first, _HEADER + 1)
    ]
    said = [one.text.value.strip(" #~*=-!").lower() for one in comments]
    if any(_PRODUCTION.search(_NO_PRODUCTION.sub("", text)) for text in said):
        return ()
    at = next((one for one, text in zip(comments, said, strict=True) if _DEVELOPMENT.search(text)), None)
    place = Span(image.path, at.range) if at is not None else None
    return (Evidence("development", "the comment at the top of the Dockerfile says so", place),) if place else ()


def standalone_entry(workspace: Workspace, image: Image, intent: Intent) -> Entry:
    """A Dockerfile that no platform file names: somebody builds it by hand or by its name."""
    judgement = decide(
        (
            intent.said(image.path),
            image_evidence(workspace, image),
            tag_evidence(workspace, image.path),
            (Evidence("production", "an image without other evidence is built for production"),),
        )
    )
    instruction = image.chain[-1].start
    return Entry(
        platform="docker",
        name=image.id,
        span=Span(image.path, instruction.range),
        process="",
        runtime="docker",
        folder=image.context,
        judgement=judgement,
        image=image,
    )
