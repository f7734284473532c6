"""`deploylint [PATH...]`: findings on a repository."""

from __future__ import annotations

import os
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Literal

import click

from deploylint.cli import options
from deploylint.cli.errors import CannotRun
from deploylint.cli.fixes import Fixes, fix_options
from deploylint.cli.which import Which, state_options
from deploylint.config.errors import nearest

if TYPE_CHECKING:
    from deploylint.check.settings import Selection
    from deploylint.cli.run import Request, Step
    from deploylint.report.run import Run, Summary

Threshold = Literal["error", "warning", "note", "never"]


@click.command("lint")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@state_options
@fix_options
@options.report_format
@options.output
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "note", "never")),
    default="error",
    help="The level from which on the exit code is 1 [error].",
)
@options.selection
@click.option("--no-cache", is_flag=True, help="Neither use nor leave what makes the next run of a change quicker.")
@options.as_of
@options.config
@options.verbose
@click.option("-q", "--quiet", is_flag=True, help="Only the summary.")
@options.colour
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    which: Which,
    fixes: Fixes,
    format_name: str,
    output: str | None,
    fail_on: Threshold,
    selection: Selection,
    no_cache: bool,
    as_of: date,
    config: str | None,
    verbose: bool,
    quiet: bool,
    colour: options.Colour,
) -> int:
    """Lint the repository that PATH lies in (the command when none is named)."""
    fixes.refuse(which, format_name)
    _refuse_missing(ctx, paths if which.on_disk else ())
    from deploylint.cli.run import Request
    from deploylint.cli.screen import screen

    shown = screen(format_name, output, colour)
    request = Request(
        paths=paths,
        config=config,
        selection=selection,
        as_of=as_of,
        options=shown.options(verbose=verbose, quiet=quiet),
        links=shown.coloured and shown.terminal and which.on_disk,
        which=which,
        unsafe=fixes.unsafe,
        whole=format_name == "json",
        cache=not no_cache,
    )
    if fixes.preview:
        return _preview(request, output, terminal=shown.terminal)
    return _exit_code(_report(request, format_name, output, timed=shown.terminal, write=fixes.write), fail_on)


def _report(request: Request, format_name: str, output: str | None, *, timed: bool, write: bool) -> Summary:
    """Lint, print the report, and give its counts. write: fix first what can be fixed."""
    from dataclasses import replace

    from deploylint.cli import output as outputs
    from deploylint.cli.progress import Progress
    from deploylint.cli.run import lint
    from deploylint.report.registry import reporter

    started = perf_counter()
    with Progress(timed) as progress:
        run = _fixed(request, progress.show) if write else lint(request, progress.show)
    if timed:
        run = replace(run, summary=replace(run.summary, seconds=perf_counter() - started))
    outputs.write(reporter(format_name)(run), output, machine=format_name != "text", colour=run.options.colour)
    return run.summary


def _fixed(request: Request, step: Step) -> Run:
    """Write the fixes, say what could not be fixed, and give what is left."""
    from deploylint.cli.fixing import complain, fix

    run, reasons = fix(request, step, unsafe=request.unsafe)
    complain(reasons)
    return run


def _preview(request: Request, output: str | None, *, terminal: bool) -> int:
    """Print the fixes as a patch; 1 if there are any."""
    from deploylint.cli.fixing import complain, preview, shown
    from deploylint.cli.output import write
    from deploylint.cli.progress import Progress

    with Progress(terminal) as progress:
        patch, reasons = preview(request, progress.show, unsafe=request.unsafe)
    write(shown(patch) if terminal else patch, output, machine=not terminal)
    complain(reasons)
    return int(bool(patch))


def _exit_code(summary: Summary, fail_on: Threshold) -> int:
    """1 if there is a finding at or above the level."""
    errors, warnings, notes = summary.errors, summary.warnings, summary.notes
    counted = {"never": 0, "error": errors, "warning": errors + warnings, "note": errors + warnings + notes}
    return int(counted[fail_on] > 0)


def _refuse_missing(ctx: click.Context, paths: tuple[str, ...]) -> None:
    for path in paths:
        if not os.path.lexists(path):
            group = ctx.find_root().command
            names = group.list_commands(ctx) if isinstance(group, click.Group) else []
            behind = f"; a command stands first: deploylint {path} ..." if path in names else nearest(path, names)
            raise CannotRun(f"no file, folder or command '{path}'{behind}")
