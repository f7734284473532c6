"""`deploylint boot [SERVICE]`: what runs where."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING

import click

from deploylint.cli import options
from deploylint.cli.errors import CannotRun
from deploylint.config.errors import nearest

if TYPE_CHECKING:
    from deploylint.report.service import Service


@click.command("boot")
@click.argument("service", required=False)
@click.option("-C", "--directory", default=".", metavar="DIR", help="The repository, by any folder in it [.].")
@options.boot_format
@options.output
@options.config
@click.option("-v", "--verbose", is_flag=True, help="The evidence for each role, and what joined the declarations.")
@options.colour
def command(
    service: str | None,
    directory: str,
    format_name: str,
    output: str | None,
    config: str | None,
    verbose: bool,
    colour: options.Colour,
) -> int:
    """Show what each platform starts, from which line, and which declarations it never reads."""
    from dataclasses import replace

    from deploylint.check.settings import Selection
    from deploylint.cli.output import write
    from deploylint.cli.progress import Progress
    from deploylint.cli.run import Request, survey
    from deploylint.cli.screen import screen
    from deploylint.report import boot, mermaid

    shown = screen(format_name, output, colour)
    request = Request(
        paths=(directory,),
        config=config,
        selection=Selection(),
        as_of=options.today(),
        options=shown.options(verbose=verbose),
    )
    with Progress(shown.terminal) as progress:
        run = survey(request, progress.show)
    if service is not None:
        run = replace(run, services=_only(service, run.services))
    render = {"text": boot.render, "json": boot.render_json, "mermaid": mermaid.render}[format_name]
    write(render(run), output, machine=format_name != "text", colour=shown.coloured)
    return 0


def _only(name: str, services: tuple[Service, ...]) -> tuple[Service, ...]:
    """The service of a name. Raises CannotRun."""
    known = [one.id for one in services]
    if name not in known:
        if os.path.isdir(name):
            place = shlex.quote(name)
            raise CannotRun(f"no service '{name}'; those of that folder's repository: deploylint boot -C {place}")
        raise CannotRun(f"no service '{name}'{nearest(name, known)}; there are: {', '.join(known) or 'none'}")
    return tuple(one for one in services if one.id == name)
