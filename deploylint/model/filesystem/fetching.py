"""Programs that bring many files from elsewhere: archives, downloads, clones, Python environments."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.model.files import Held
from deploylint.model.filesystem.layers import FOLDER, Doubt, Layer, Made
from deploylint.model.filesystem.outputs import ANY
from deploylint.model.filesystem.told import Told
from deploylint.model.paths import absolute, base

FILE = Held("there", folder=False)


def vague(told: Told, said: str) -> Iterator[Layer]:
    """Doubt below the known start of a path that only the run knows."""
    start = said.partition("$")[0].rpartition("/")[0]
    where = told.path(start + "/" if start or said.startswith("/") else ("." if not said.startswith("$") else "/"))
    yield Doubt(where or "/", told.reason, ANY)


def archive(told: Told) -> Iterator[Layer]:
    """Archives are unpacked below the folder that is named, or where the command runs; one may be written."""
    said = told.value("-C", "--directory", "-d")
    for word in told.invocation.words[1:]:
        if word.raw.startswith(("-C", "--directory=")) and len(word.raw) > 2:
            said = word.raw.removeprefix("-C").removeprefix("--directory=") or said
    words = [word.raw for word in told.invocation.words]
    for flag in ("-C", "-d", "--directory"):
        if flag in words[:-1]:
            said = words[words.index(flag) + 1]
    if said is not None and told.path(said) is None:
        yield from vague(told, said)
    else:
        yield Doubt((told.path(said) if said is not None else told.folder) or "/", told.reason, ANY)


def fetch(told: Told) -> Iterator[Layer]:
    """`curl -o name`, `wget -O name` and `wget URL`; without a name nothing is known but the folder."""
    said = told.value("-o", "--output") if told.invocation.program == "curl" else told.value("-O", "--output-document")
    folder = told.value("--output-dir", "-P", "--directory-prefix")
    if said is not None:
        path = told.path(said, folder)
        if said == "-" or said.startswith("/dev/"):
            return
        if path is None:
            yield from vague(told, said)
        else:
            yield Made(path, FILE)
    elif told.invocation.program == "wget" or any(
        "O" in o.name or o.name == "--remote-name" for o in told.invocation.options
    ):
        yield Doubt((told.path(folder) if folder is not None else told.folder) or "/", told.reason, ANY)


def git(told: Told) -> Iterator[Layer]:
    words = [word for word in told.invocation.words[1:] if not word.raw.startswith("-")]
    if told.invocation.effects == ("reads",) or (words and words[0].raw == "config"):
        return
    if not words or words[0].raw != "clone":
        yield Doubt(told.folder or "/", told.reason, ANY)
        return
    arguments = [
        word for word in words[1:] if ":" in word.raw or "/" in word.raw or "$" in word.raw or word is words[-1]
    ]
    last = arguments[-1].raw if arguments else ""
    named = len(arguments) > 1 and "://" not in last and not last.startswith("git@")
    name = last if named else base(last.rstrip("/")).removesuffix(".git")
    path = told.path(name) if name and not (arguments and arguments[-1].expansions) else None
    if path is None:
        yield Doubt(told.folder or "/", told.reason, ANY)
    else:
        yield Made(path, FOLDER)
        yield Doubt(path, told.reason, ANY)


def environment(told: Told) -> Iterator[Layer]:
    """`python -m venv x`: a folder with programs, `bin/python` among them."""
    words = [word for word in told.invocation.arguments if word.raw not in ("venv", "virtualenv")]
    target = told.invocation.target
    if not words and target is not None and target.value not in (None, "venv", "virtualenv"):
        path = told.path(target.value or "")
    else:
        said = words[-1] if words else None
        path = told.path(said.raw) if said is not None and not said.expansions else told.path(".venv")
        if said is not None and (said.expansions or path is None):
            yield Doubt("/", told.reason, ANY)
            return
    if path is not None:
        yield Made(path, FOLDER)
        yield Made(absolute(path, "bin/python"), Held("there", folder=False, executable=True))
        yield Doubt(path, f"'{told.text}' may bring it", ANY)
