"""What an instruction finds: the files before it, and what it mounts; and the commands of a stage in their order."""

from __future__ import annotations

import pytest

from deploylint.facts.dockerfile import Instruction
from deploylint.model.filesystem import image_commands, image_files
from deploylint.model.images import Image
from tests.model.filesystem.replayed import imaged, said

FILES = ("requirements.txt", "main.py", "lib/a.py")


def runs(image: Image) -> list[Instruction]:
    return [one for one in image.chain[-1].instructions if one.name == "RUN"]


def test_an_instruction_finds_what_stands_above_it() -> None:
    workspace, image = imaged("WORKDIR /w ; RUN one ; COPY . . ; RUN touch two ; RUN echo", FILES)
    found = [image_files(workspace, image, before=run) for run in runs(image)]
    assert [said(files, "/w/main.py") for files in found] == ["absent", "main.py", "main.py"]
    assert said(found[1], "/w/two") == "maybe"  # `one` may have made it
    assert said(found[2], "/w/two") == "made"


@pytest.mark.parametrize(
    ("mount", "path", "during", "after"),
    [
        ("type=bind,source=requirements.txt,target=/tmp/r.txt", "/tmp/r.txt", "requirements.txt", "maybe"),
        ("type=bind,src=lib,dst=lib", "/w/lib/a.py", "lib/a.py", "absent"),
        ("target=/src", "/src/main.py", "main.py", "absent"),
        ("type=bind,from=deps,source=/d,target=/e", "/e/main.py", "main.py", "absent"),
        ("type=bind,from=company/x,target=/e", "/e/main.py", "maybe", "absent"),
        ("type=cache,target=/w/.cache", "/w/.cache/x", "maybe", "absent"),
        ("type=tmpfs,target=/w/t", "/w/t", "folder", "folder"),
        ("type=secret,id=key", "/run/secrets/key", "made", "maybe"),
        ("type=secret,id=key,target=/w/key", "/w/key", "made", "folder"),
    ],
)
def test_a_mount_is_there_while_its_command_runs(mount: str, path: str, during: str, after: str) -> None:
    instructions = f"FROM node:22 AS deps ; COPY main.py /d/ ; FROM python:3.12 ; WORKDIR /w ; RUN --mount={mount} echo"
    workspace, image = imaged(instructions, FILES)
    (run,) = runs(image)
    assert said(image_files(workspace, image, before=run), path) == during
    assert said(image_files(workspace, image), path) == after


def test_what_is_written_into_a_mount_is_gone_after_it() -> None:
    workspace, image = imaged("WORKDIR /w ; RUN --mount=target=/src,rw cp /src/main.py /w/ && touch /src/x", FILES)
    files = image_files(workspace, image)
    assert (said(files, "/w/main.py"), said(files, "/src/x")) == ("main.py", "absent")


def test_the_commands_of_a_stage_come_with_the_files_that_each_finds() -> None:
    workspace, image = imaged("WORKDIR /w ; COPY main.py . ; RUN touch a && cd /srv && touch b ; RUN c || d", FILES)
    rows = [(ran.invocation.program, ran.folder, ran.surely) for ran in image_commands(workspace, image)]
    assert rows == [("touch", "/w", True), ("touch", "/srv", True), ("c", "/w", True), ("d", "/w", False)]
    first, second, *_ = image_commands(workspace, image)
    assert (said(first.files, "/w/a"), said(second.files, "/w/a")) == ("absent", "made")


def test_an_earlier_stage_has_files_of_its_own() -> None:
    workspace, image = imaged("FROM node:22 AS a ; COPY main.py /w/ ; FROM python:3.12 ; WORKDIR /w", FILES)
    assert said(image_files(workspace, image, 0), "/w/main.py") == "main.py"
    assert said(image_files(workspace, image), "/w/main.py") == "absent"
