"""Lines of a Procfile that its readers understand differently, or refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.check.nominate import shown
from deploylint.facts.files import ProcessLine, Procfile
from deploylint.facts.place import Range, Span
from deploylint.model.deployment import Deployment
from deploylint.model.paths import base, join, parent
from deploylint.model.workspace import Workspace

_STRICT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")  # Dokku and Heroku's buildpack of today
_SPECIAL = ("web", "release")
_YAML_START = tuple("*&!|>{[%@`'\"")
_YAML_READERS = ("railway.json", "railway.toml", "nixpacks.toml", "nixpacks.json", "railpack.json")
_COMMENT = re.compile(r"\s#")


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to set."""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each such line of the Procfiles that platforms read, which are those without a suffix."""
    workspace = deployment.workspace
    for path in workspace.of_format("procfile"):
        procfile = workspace.get(path, Procfile)
        if procfile is None or base(path) != "Procfile" or "{{" in path:
            continue
        yaml = _read_as_yaml(workspace, path)
        yield from _stray(path, procfile)
        yield from _names(path, procfile)
        for process in procfile.processes:
            yield from _command(path, process, yaml=yaml)


def _read_as_yaml(workspace: Workspace, path: str) -> bool:
    """True if a platform whose builder reads the Procfile as a YAML map has a file here (Railway, Nixpacks)."""
    folders = dict.fromkeys((parent(path), ""))
    return any(workspace.exists(join(folder, name) or name) for folder in folders for name in _YAML_READERS)


def _stray(path: str, procfile: Procfile) -> Iterator[Hit]:
    for line in procfile.stray:
        yield _hit(path, line.range, "stray", shown(line.text.value), "line")


def _names(path: str, procfile: Procfile) -> Iterator[Hit]:
    first: dict[str, ProcessLine] = {}
    for process in procfile.processes:
        name = process.name.value
        place = process.name.range()
        if name in first:
            earlier = Related(Span(path, first[name].range), f"'{name}' is declared here before")
            yield _hit(path, place, "duplicate", name, name, earlier)
        elif name.lower() in _SPECIAL and name not in _SPECIAL:
            yield _hit(path, place, "special", name, name)
        elif not _STRICT.fullmatch(name):
            yield _hit(path, place, "name", name, name)
        first.setdefault(name, process)


def _command(path: str, process: ProcessLine, *, yaml: bool) -> Iterator[Hit]:
    name, command = process.name.value, process.command
    if command.offsets()[0] == process.name.offsets()[1] + 1:
        yield _hit(path, process.range, "glued", name, name)
        return
    comment = _COMMENT.search(command.value)
    if comment is not None:
        quoted = _inside_quotes(command.value, comment.start())
        place = command.range(comment.start() + 1, comment.end())
        yield _hit(path, place, "cut" if quoted else "comment", shown(command.value[comment.end() - 1 :]), name)
    elif command.value.startswith(_YAML_START) or ": " in command.value or command.value.endswith(":"):
        yield _hit(path, command.range(), "yaml" if yaml else "yaml-elsewhere", name, name)


def _inside_quotes(text: str, end: int) -> bool:
    """True if a quotation mark that is open at an offset was not closed before it."""
    open_mark = ""
    escaped = False
    for character in text[:end]:
        if escaped:
            escaped = False
        elif character == "\\" and open_mark != "'":
            escaped = True
        elif open_mark:
            open_mark = "" if character == open_mark else open_mark
        elif character in "'\"":
            open_mark = character
    return bool(open_mark)


def _hit(path: str, place: Range, message: str, found: str, name: str, *related: Related) -> Hit:
    return Hit(
        span=Span(path, place),
        subject=(message, name if message != "stray" else found),
        message=message,
        values=(("found", found), ("name", name)),
        platform="heroku",
        related=related,
    )
