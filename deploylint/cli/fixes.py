"""Whether a run changes files: the options of the command line, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import click

from deploylint.cli.errors import CannotRun
from deploylint.cli.which import Which
from deploylint.facts.record import dataclass

ResultT = TypeVar("ResultT")

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Fix what can be fixed, then report what is left."),
    click.option("--fix-preview", "preview", is_flag=True, help="Print the fixes as a patch; write nothing."),
    click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Fixes too that change what the program does."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixes:
    """write: files are changed; preview: what would change is printed in place of a report. unsafe: by all fixes."""

    write: bool = False
    preview: bool = False
    unsafe: bool = False

    def refuse(self, which: Which, format_name: str) -> None:
        """Raise CannotRun for what these options cannot go with."""
        option = "--fix" if self.write else "--fix-preview" if self.preview else ""
        if self.write and self.preview:
            raise CannotRun("--fix and --fix-preview exclude each other: one writes files, the other one shows a patch")
        if option and not which.on_disk:
            what = "--staged" if which.staged else "--pushed" if which.pushed else "--rev"
            raise CannotRun(f"{option} is for the files of the work tree; run it without {what}, then stage the result")
        if self.preview and format_name != "text":
            raise CannotRun(f"--fix-preview prints a patch and no report; leave out --format {format_name}")


def fix_options(command: Callable[..., ResultT]) -> Callable[..., ResultT]:
    """Gives a command these options as one Fixes."""

    @wraps(command)
    def asked(*arguments: object, fix: bool, preview: bool, unsafe: bool, **others: object) -> ResultT:
        return command(*arguments, fixes=Fixes(write=fix, preview=preview, unsafe=unsafe), **others)

    decorated: Callable[..., ResultT] = asked
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
