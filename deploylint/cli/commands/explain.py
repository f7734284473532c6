"""`deploylint explain RULE`: what a rule is for, with its examples."""

from __future__ import annotations

import click

from deploylint.cli import options


@click.command("explain")
@click.argument("rule")
@options.plain_format
@options.colour
def command(rule: str, format_name: str, colour: options.Colour) -> int:
    """Say what a rule (by its id or name) finds, why it matters, and how to mend it."""
    from deploylint.check.load import shipped
    from deploylint.cli.errors import CannotRun
    from deploylint.cli.output import write
    from deploylint.cli.screen import screen
    from deploylint.config.errors import nearest
    from deploylint.report import catalogue

    rules = shipped(examples=True)
    found = next((one for one in rules if rule.upper() == one.id or rule == one.name), None)
    if found is None:
        known = [name for one in rules for name in (one.id, one.name)]
        raise CannotRun(f"no rule '{rule}'{nearest(rule, known) or '; deploylint rules lists them'}")
    if format_name == "json":
        write(catalogue.explain_json(found), None, machine=True)
    else:
        coloured = screen(format_name, None, colour).coloured
        write(catalogue.explain(found, colour=coloured), None, machine=False, colour=coloured)
    return 0
