"""The file system of an image, and of a native build: what lies where, in three answers.

`there` and `absent` are sure; `maybe` says what could have made the path. COPY, ADD and WORKDIR are replayed as
BuildKit does them, file tools literally, all other commands by their effects; nothing is ever run.
"""

from __future__ import annotations

from deploylint.facts.dockerfile import Instruction
from deploylint.model.files import Files
from deploylint.model.filesystem.commands import Ran, steps
from deploylint.model.filesystem.context import RepositoryFolder
from deploylint.model.filesystem.native import NativeFiles
from deploylint.model.filesystem.replay import replayed
from deploylint.model.filesystem.sources import CopySource, brought_later, copy_sources
from deploylint.model.images import Image
from deploylint.model.workspace import Workspace

__all__ = [
    "CopySource",
    "Ran",
    "brought_later",
    "build_context",
    "copy_sources",
    "image_commands",
    "image_files",
    "repository_files",
    "steps",
]


def image_files(
    workspace: Workspace, image: Image, stage: int | None = None, before: Instruction | None = None
) -> Files:
    """The files of an image at the end of a stage, by default the target; paths begin with `/`.

    before: an instruction of the stage: the files as it finds them, those that it mounts included.
    """
    found = replayed(workspace, image).stage(image.chain[-1].index if stage is None else stage)
    return found.files if before is None else found.moment(before).files


def image_commands(workspace: Workspace, image: Image, stage: int | None = None) -> tuple[Ran, ...]:
    """The commands of the RUN instructions of one stage, each with the files that it finds."""
    found = replayed(workspace, image).stage(image.chain[-1].index if stage is None else stage)
    return tuple(found.runs)


def build_context(workspace: Workspace, image: Image) -> RepositoryFolder:
    """The files that COPY can bring into an image; paths are relative to the context."""
    return replayed(workspace, image).context


def repository_files(workspace: Workspace, root: str = "") -> Files:
    """The files of the repository where a platform runs it natively; paths are relative to the repository's root.

    root: the folder that the platform keeps (`rootDir`); what lies outside it is absent.
    """
    return workspace.remember(f"native files of {root}", lambda: NativeFiles(workspace, root))
