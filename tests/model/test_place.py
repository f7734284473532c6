"""Places: which repository files a path means in a folder of the repository or of an image."""

from __future__ import annotations

import pytest

from deploylint.model.images import build
from deploylint.model.place import UNKNOWN, Place, locate
from tests.model.joined import opened

FILES = (
    "main.py",
    "app/main.py",
    "app/sub/deep.py",
    "conf/nginx.conf",
    "scripts/start.sh",
    "scripts/wait.sh",
    "package.json",
    "package-lock.json",
)


def located(
    instructions: str,
    path: str,
    *,
    folder: str | None = None,
    target: str | None = None,
    files: tuple[str, ...] = FILES,
) -> tuple[str, ...]:
    """The repository files at a path of the image; relative to its working directory, or to a folder."""
    text = "FROM python:3.12 AS base\n" + instructions.replace(" ; ", "\n") + "\n"
    workspace = opened({"Dockerfile": text, **dict.fromkeys(files, "x\n")})
    image = build(workspace, "Dockerfile", "", target)
    assert image is not None
    return locate(workspace, Place("image", folder or image.folder or "/", image), path)


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("WORKDIR /app ; COPY . .", "main.py", ["main.py"]),
        ("WORKDIR /app ; COPY . .", "./app/main.py", ["app/main.py"]),
        ("WORKDIR /app ; COPY . .", "/app/app/main.py", ["app/main.py"]),
        ("WORKDIR /app ; COPY . .", "app", ["app"]),
        ("WORKDIR /app ; COPY . .", "../main.py", []),
        ("WORKDIR /app ; COPY . .", "gone.py", []),
        ("WORKDIR /app ; COPY . /app", "main.py", ["main.py"]),
        ("WORKDIR /app ; COPY . ./", "main.py", ["main.py"]),
        ("WORKDIR /app ; ADD . .", "main.py", ["main.py"]),
        ("COPY . /srv", "/srv/main.py", ["main.py"]),
        ("COPY . .", "/main.py", ["main.py"]),
        ("COPY . .", "main.py", ["main.py"]),
        ("WORKDIR /app ; COPY / .", "main.py", ["main.py"]),
    ],
)
def test_the_whole_context_lies_where_it_is_copied(instructions: str, path: str, found: list[str]) -> None:
    assert list(located(instructions, path)) == found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("WORKDIR /srv ; COPY app .", "main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app/ ./", "sub/deep.py", ["app/sub/deep.py"]),
        ("WORKDIR /srv ; COPY app .", "app/main.py", []),
        ("WORKDIR /srv ; COPY ./app ./backend", "backend/main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app app", "app/main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app app/", "app/main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app scripts ./", "start.sh", ["scripts/start.sh"]),
        ("WORKDIR /srv ; COPY app scripts ./", "scripts/start.sh", []),
        ("WORKDIR /srv ; COPY app lib/app", "lib/app/sub/deep.py", ["app/sub/deep.py"]),
    ],
)
def test_a_copied_folder_brings_what_it_holds_without_its_own_name(
    instructions: str, path: str, found: list[str]
) -> None:
    assert list(located(instructions, path)) == found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("WORKDIR /srv ; COPY app/main.py .", "main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app/main.py .", "app/main.py", []),
        ("WORKDIR /srv ; COPY app/main.py ./", "main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app/main.py app/", "app/main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app/main.py server.py", "server.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY app/main.py server.py", "main.py", []),
        ("COPY scripts/start.sh /usr/local/bin/start", "/usr/local/bin/start", ["scripts/start.sh"]),
        ("COPY scripts/start.sh /start.sh", "/start.sh", ["scripts/start.sh"]),
        ("WORKDIR /srv ; COPY package.json package-lock.json ./", "package.json", ["package.json"]),
        ("WORKDIR /srv ; COPY scripts/start.sh scripts/wait.sh bin/", "bin/wait.sh", ["scripts/wait.sh"]),
        ('WORKDIR /srv ; COPY ["app/main.py", "."]', "main.py", ["app/main.py"]),
        ("WORKDIR /srv ; COPY --chown=app:app app/main.py .", "main.py", ["app/main.py"]),
    ],
)
def test_a_copied_file_lands_in_the_folder_or_takes_the_name(instructions: str, path: str, found: list[str]) -> None:
    assert list(located(instructions, path)) == found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("WORKDIR /srv ; COPY package*.json ./", "package.json", ["package.json"]),
        ("WORKDIR /srv ; COPY package*.json ./", "package-lock.json", ["package-lock.json"]),
        ("WORKDIR /srv ; COPY scripts/*.sh /bin/", "/bin/start.sh", ["scripts/start.sh"]),
        ("WORKDIR /srv ; COPY scripts/*.sh .", "main.py", []),
        ("WORKDIR /srv ; COPY *.toml ./", "pyproject.toml", []),
    ],
)
def test_a_pattern_brings_the_files_that_match(instructions: str, path: str, found: list[str]) -> None:
    assert list(located(instructions, path)) == found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=base /src /app", "/app/main.py", ["main.py"]),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=0 /src /app", "/app/app/main.py", ["app/main.py"]),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=BASE src app", "/app/main.py", ["main.py"]),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=base /src/app/main.py /x.py", "/x.py", ["app/main.py"]),
        (
            "WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=base /src/app/main.py /a/",
            "/a/main.py",
            ["app/main.py"],
        ),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=base /src/*.py /a/", "/a/main.py", ["main.py"]),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=base /src/*.js /a/", "/a/main.py", []),
        ("WORKDIR /src ; COPY . . ; FROM alpine ; COPY --from=python:3 /src /app", "/app/main.py", []),
        (
            "COPY . /a ; FROM x AS two ; COPY --from=base /a /b ; FROM y ; COPY --from=two /b /c",
            "/c/app/main.py",
            ["app/main.py"],
        ),
    ],
)
def test_files_are_followed_through_the_stages_they_are_copied_from(
    instructions: str, path: str, found: list[str]
) -> None:
    assert list(located(instructions, path)) == found


def test_a_stage_holds_what_the_stages_it_builds_on_hold() -> None:
    instructions = "WORKDIR /app ; COPY app . ; FROM base AS two ; COPY scripts bin ; FROM two"
    assert located(instructions, "main.py") == ("app/main.py",)
    assert located(instructions, "bin/start.sh") == ("scripts/start.sh",)
    assert located(instructions, "bin/start.sh", target="base") == ()


def test_a_later_copy_lies_over_an_earlier_one() -> None:
    assert located("WORKDIR /app ; COPY . . ; COPY app/main.py .", "main.py")[0] == "app/main.py"
    assert located("WORKDIR /app ; COPY app/main.py . ; COPY . .", "main.py")[0] == "main.py"


def test_a_destination_starts_at_the_working_directory_of_its_instruction() -> None:
    assert located("COPY app one ; WORKDIR /two ; COPY app three ; WORKDIR four", "../three/main.py") == (
        "app/main.py",
    )
    assert located("COPY app one ; WORKDIR /two ; COPY app three", "/one/main.py") == ("app/main.py",)


def test_the_context_bounds_what_can_be_copied() -> None:
    text = "FROM python:3.12\nWORKDIR /app\nCOPY ../secret .\nCOPY . .\n"
    workspace = opened({"api/Dockerfile": text, "secret": "x\n", "api/main.py": "x\n"})
    image = build(workspace, "api/Dockerfile", "api", None)
    assert image is not None
    assert locate(workspace, Place("image", "/app", image), "secret") == ()


def test_stages_that_copy_from_each_other_come_to_an_end() -> None:
    text = "FROM a AS one\nCOPY --from=two /x /x\nFROM b AS two\nCOPY --from=one /x /x\nCOPY --from=two /x /x\n"
    workspace = opened({"Dockerfile": text})
    image = build(workspace, "Dockerfile", "", None)
    assert image is not None
    assert locate(workspace, Place("image", "/", image), "x") == ()


@pytest.mark.parametrize(
    ("folder", "path", "found"),
    [
        ("", "main.py", ("main.py",)),
        ("app", "main.py", ("app/main.py",)),
        ("app", "../main.py", ("main.py",)),
        ("app", ".", ("app",)),
        ("app", "sub", ("app/sub",)),
        ("app", "gone.py", ()),
        ("", "../outside", ()),
        ("", "/main.py", ()),
        ("app", "$NAME.py", ()),
    ],
)
def test_a_path_in_the_repository_is_relative_to_the_folder(folder: str, path: str, found: tuple[str, ...]) -> None:
    workspace = opened(dict.fromkeys(FILES, "x\n"))
    assert locate(workspace, Place("repository", folder), path) == found


def test_nothing_is_found_in_an_unknown_place() -> None:
    assert locate(opened({"main.py": ""}), UNKNOWN, "main.py") == ()


@pytest.mark.parametrize(
    ("kind", "folder", "directory", "moved"),
    [
        ("repository", "", "backend", "backend"),
        ("repository", "backend", "..", ""),
        ("repository", "a", "../b/./c", "b/c"),
        ("repository", "a", ".", "a"),
        ("image", "/app", "src", "/app/src"),
        ("image", "/app", "/srv", "/srv"),
        ("image", "/app", "../..", "/"),
    ],
)
def test_changing_the_directory_moves_the_place(kind: str, folder: str, directory: str, moved: str) -> None:
    start = Place("image" if kind == "image" else "repository", folder)
    assert (start.moved(directory).kind, start.moved(directory).folder) == (kind, moved)


@pytest.mark.parametrize("directory", [None, "..", "/app", "~/app", "~", "-", "$HOME/app", "${X}"])
def test_a_directory_that_cannot_be_told_or_lies_outside_is_an_unknown_place(directory: str | None) -> None:
    assert Place("repository", "").moved(directory) == UNKNOWN


@pytest.mark.parametrize("directory", ["app", None])
def test_from_an_unknown_place_every_way_is_unknown(directory: str | None) -> None:
    assert UNKNOWN.moved(directory) == UNKNOWN


def test_an_absolute_directory_makes_the_place_of_an_image_known_whatever_it_was() -> None:
    assert Place("image", "/app").moved("/srv/app").folder == "/srv/app"
