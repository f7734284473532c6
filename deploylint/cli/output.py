"""Where reports go: standard output, or a file that is whole or not there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from deploylint.cli.errors import CannotRun


def write(report: str | bytes, target: str | None, *, machine: bool, colour: bool = False) -> None:
    """Write a report. target: a file, None or `-` for standard output. machine: always UTF-8 and `\\n`.

    Bytes are written as they are. Raises CannotRun if the file cannot be written. A reader of standard output that
    went away is no error.
    """
    if target is not None and target != "-":
        _to_file(_encoded(report), Path(target))
        return
    try:
        if machine or isinstance(report, bytes):
            click.echo(_encoded(report), nl=False)
        else:
            encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
            click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=colour)
    except BrokenPipeError:
        # The interpreter flushes standard output once more when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _encoded(report: str | bytes) -> bytes:
    return report if isinstance(report, bytes) else report.encode("utf-8", "backslashreplace")


def _to_file(report: bytes, target: Path) -> None:
    """Replace a file in one step: written beside it under another name, then renamed."""
    import tempfile

    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(report)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except OSError as error:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        raise CannotRun(f"cannot write '{target}': {error.strerror}; choose another --output") from error


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those that a new file gets."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
