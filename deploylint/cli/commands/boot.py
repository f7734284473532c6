"""`deploylint boot [SERVICE]`: what runs where."""

from __future__ import annotations

import click

from deploylint.cli import options
from deploylint.cli.errors import CannotRun
from deploylint.config.errors import nearest


@click.command("boot")
@click.argument("service", required=False)
@click.option("-C", "--directory", default=".", metavar="DIR", help="The repository, by any folder in it [.].")
@options.plain_format
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
    from deploylint.report import boot
    from deploylint.report.run import Options

    text = format_name == "text"
    screen = text and output in (None, "-")
    coloured = screen and options.coloured(colour)
    request = Request(
        paths=(directory,),
        config=config,
        selection=Selection(),
        as_of=options.today(),
        options=Options(colour=coloured, verbose=verbose),
    )
    with Progress(screen) as progress:
        run = survey(request, progress.show)
    if service is not None:
        known = [one.id for one in run.services]
        if service not in known:
            raise CannotRun(f"no service '{service}'{nearest(service, known)}; there are: {', '.join(known) or 'none'}")
        run = replace(run, services=tuple(one for one in run.services if one.id == service))
    write((boot.render if text else boot.render_json)(run), output, machine=not text, colour=coloured)
    return 0
