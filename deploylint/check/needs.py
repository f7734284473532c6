"""Files that commands need by themselves where they run: the rows of a rule, and what they say of one command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from deploylint.check.words import accepts, listed
from deploylint.facts.files import PackageJson
from deploylint.facts.place import Range
from deploylint.facts.record import dataclass
from deploylint.model.filesystem import Ran
from deploylint.model.filesystem.native_builds import CLONE
from deploylint.model.paths import absolute, parent
from deploylint.model.workspace import Workspace


class Needs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row: a command that needs one of some files where it runs.

    program, subcommand, option: the command, see words.py; option is one that must be there, without any is one that
    must not. files: one of them is needed. upwards: a folder above may hold it. bare: only without arguments.
    unless: not where a package.json of the repository has this key. shown: what the message names, by default all.
    """

    program: str
    files: list[str]
    subcommand: list[str] = []
    option: list[str] = []
    without: list[str] = []
    upwards: bool = False
    bare: bool = False
    unless: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Files of which one must be there. said: as it is written or called; message: which of the rule's."""

    paths: tuple[str, ...]
    said: str
    range: Range
    message: str = "default"


def by_table(workspace: Workspace, ran: Ran, rows: Sequence[Needs]) -> Iterator[Need]:
    """What a command needs by itself: the rows that speak of it."""
    invocation = ran.invocation
    names = {option.name for option in invocation.options}
    for row in rows:
        if row.program != invocation.program or names & set(row.without):
            continue
        if row.option and not names & set(row.option):
            continue
        said = [*invocation.subcommands, " ".join(invocation.subcommands), ""]
        if (row.subcommand and not accepts(listed(row.subcommand), said)) or (row.bare and invocation.arguments):
            continue
        if row.unless and _says(workspace, row.unless):
            continue
        assert ran.folder is not None
        folders = above(ran) if row.upwards else (ran.folder,)
        paths = tuple(absolute(folder, file) for folder in folders for file in row.files)
        yield Need(paths, row.shown or " or ".join(row.files), invocation.range, "command")


def _says(workspace: Workspace, key: str) -> bool:
    """True if a package.json of the repository has a key."""
    packages = (workspace.get(path, PackageJson) for path in workspace.of_format("package_json"))
    return any(package is not None and package.root.get(*key.split(".")) is not None for package in packages)


def above(ran: Ran, folder: str | None = None) -> tuple[str, ...]:
    """A folder and those above it, outside of images those of the repository."""
    found = [folder or ran.folder or "/"]
    while found[-1] != "/" and (ran.instruction is not None or found[-1] != CLONE):
        found.append(parent(found[-1]))
    return tuple(found)
