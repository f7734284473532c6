"""`deploylint rules`: which rules there are."""

from __future__ import annotations

import click

from deploylint.cli import options


@click.command("rules")
@click.option("--family", metavar="NAME", help="Only the rules of a family, such as 'boot'.")
@click.option("--preset", metavar="NAME", help="Only the rules that a preset turns on.")
@click.option("--level", type=click.Choice(("error", "warning", "note")), help="Only rules of this level.")
@options.plain_format
@options.colour
def command(family: str | None, preset: str | None, level: str | None, format_name: str, colour: options.Colour) -> int:
    """List the rules; `explain` tells more of one."""
    from deploylint.check.adjust import EVERY
    from deploylint.check.load import shipped
    from deploylint.cli.errors import CannotRun
    from deploylint.cli.output import write
    from deploylint.cli.screen import screen
    from deploylint.config.errors import nearest
    from deploylint.report import catalogue
    from deploylint.report.run import loudest

    rules = shipped()
    for word, what, known in (
        (family, "family", {rule.family for rule in rules}),
        (preset, "preset", {name for rule in rules for name in rule.presets}),
    ):
        if word is not None and word not in known:
            raise CannotRun(f"no {what} '{word}'{nearest(word, known)}")
    chosen = [
        rule
        for rule in rules
        if family in (None, rule.family)
        and (preset is None or preset in rule.presets or EVERY in rule.presets)
        and level in (None, loudest(rule))
    ]
    if format_name == "json":
        write(catalogue.render_json(chosen), None, machine=True)
    else:
        coloured = screen(format_name, None, colour).coloured
        write(catalogue.render(chosen, colour=coloured), None, machine=False, colour=coloured)
    return 0
