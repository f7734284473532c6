"""Images: a Dockerfile, a build context and a target stage, and what the chain of stages leaves in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deploylint.facts.dockerfile import Instruction, Stage
from deploylint.facts.place import Span


@dataclass(frozen=True, slots=True)
class Copied:
    """Files that a COPY or ADD brings: to an absolute image path, from repository paths or from another stage.

    sources: repository paths without leading `/`; stage: index of the stage they come from instead, -1 for an image
    or a stage that is not known. folder: the destination is a folder to copy into.
    """

    destination: str
    sources: tuple[str, ...]
    stage: int | None
    folder: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image that somebody builds. id: `path`, `path#target`, with `@context` where it is not the usual one.

    chain: the stages from the first FROM the target needs down to the target; base: the word after the outermost FROM.
    entrypoint, command: in force for the target stage, None if the base image decides. overridden: instructions of the
    chain that a later one of the same stage or a later ENTRYPOINT put out of force, with the reason.
    """

    id: str
    path: str
    context: str
    target: str | None
    stages: tuple[Stage, ...]
    chain: tuple[Stage, ...]
    base: str
    entrypoint: Instruction | None
    command: Instruction | None
    overridden: tuple[tuple[Instruction, str], ...] = ()
    folder: str = "/"  # WORKDIR at the end
    user: str | None = None
    environment: Mapping[str, tuple[str | None, Span]]
    copies: Mapping[int, tuple[Copied, ...]]  # by stage index
    certain: bool = True  # False: the base or an argument is dynamic
