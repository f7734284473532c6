"""Helpers: the file systems of images whose Dockerfile is given as instructions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deploylint.model.files import Files
from deploylint.model.filesystem import image_files
from deploylint.model.filesystem.replay import Replay, replayed
from deploylint.model.images import Image, build
from deploylint.model.workspace import Workspace
from tests.model.joined import opened


def imaged(
    instructions: str, files: Iterable[str] | Mapping[str, str] = (), *, path: str = "Dockerfile", context: str = ""
) -> tuple[Workspace, Image]:
    """The image of instructions (` ; ` between them, a FROM before them if they bring none) over a context of files."""
    lines = instructions if "FROM " in instructions else f"FROM python:3.12 ; {instructions}"
    held = dict(files) if isinstance(files, Mapping) else dict.fromkeys(files, "x\n")
    workspace = opened({path: lines.replace(" ; ", "\n") + "\n", **held})
    image = build(workspace, path, context, None)
    assert image is not None
    return workspace, image


def filed(instructions: str, files: Iterable[str] | Mapping[str, str] = (), **more: str) -> Files:
    """The files at the end of the image."""
    workspace, image = imaged(instructions, files, **more)
    return image_files(workspace, image)


def replay(instructions: str, files: Iterable[str] | Mapping[str, str] = (), **more: str) -> Replay:
    workspace, image = imaged(instructions, files, **more)
    return replayed(workspace, image)


def said(files: Files, path: str) -> str:
    """What lies at a path, as a word: its source, `made`, `folder`, `absent`, `maybe`."""
    held = files.at(path)
    if held.state != "there":
        return held.state
    if held.folder is True:
        return "folder"
    return held.source or "made"
