"""What ends a run before it has a result: one line on standard error, exit 2."""

from __future__ import annotations

import os

import click

DEBUG = "DEPLOYLINT_DEBUG"


class CannotRun(click.ClickException):
    """The run cannot begin or end; the message says where, what, and how to mend it."""

    exit_code = 2


def one_line(text: str) -> str:
    """The text as one line that is safe to print."""
    from deploylint.report.visible import visible

    return visible(" ".join(text.split()))


def internal(error: BaseException) -> str:
    """The line for an error of ours; the traceback goes to standard error if DEPLOYLINT_DEBUG is set."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exception(type(error), error, error.__traceback__)
        return "internal error, see above"
    what = one_line(f"{type(error).__name__}: {error}")[:200]
    return f"internal error ({what}); please report it, with what {DEBUG}=1 prints"
