"""Whether a report goes to a terminal, and what that one can show."""

from __future__ import annotations

import os
import sys

from deploylint.cli.options import Colour
from deploylint.facts.record import dataclass
from deploylint.report.run import Options


@dataclass(frozen=True, slots=True)
class Screen:
    """terminal: people watch it being written; coloured: escapes for colour are wanted."""

    terminal: bool
    coloured: bool

    def options(self, *, verbose: bool = False, quiet: bool = False) -> Options:
        """How the report is to look there."""
        width = Options().width
        if self.terminal:
            from shutil import get_terminal_size

            width = get_terminal_size().columns
        return Options(colour=self.coloured, verbose=verbose, quiet=quiet, width=width)


def screen(format_name: str, output: str | None, colour: Colour) -> Screen:
    """Where a report of a format goes; only text on standard output is for people."""
    people = format_name == "text" and output in (None, "-")
    terminal = people and sys.stdout.isatty()
    return Screen(terminal, people and _coloured(colour, terminal))


def _coloured(choice: Colour, terminal: bool) -> bool:
    """By the option, else by NO_COLOR, else by FORCE_COLOR, else on a terminal that is not dumb."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"
