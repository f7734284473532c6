"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from functools import wraps
from typing import Literal, TypeVar

import click

from deploylint.report.registry import names

Colour = Literal["auto", "always", "never"]
ResultT = TypeVar("ResultT")


def _day(ctx: click.Context, parameter: click.Parameter, value: str | None) -> date:
    """A day, written YYYY-MM-DD; today where nothing is given."""
    if value is None:
        return today()
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"'{value}' is no day; write YYYY-MM-DD") from None


def words(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """What stands between the commas of an option that may stand several times."""
    return tuple(word for value in values for part in value.split(",") if (word := part.strip()))


def selection(command: Callable[..., ResultT]) -> Callable[..., ResultT]:
    """Gives a command the options that choose rules, as one Selection."""

    @wraps(command)
    def asked(*arguments: object, select: tuple[str, ...], ignore: tuple[str, ...], **others: object) -> ResultT:
        from deploylint.check.settings import Selection

        return command(*arguments, selection=Selection(select or None, ignore), **others)

    only = click.option("--select", multiple=True, callback=words, metavar="RULES", help="Only these, by id or name.")
    rest = click.option("--ignore", multiple=True, callback=words, metavar="RULES", help="All but these.")
    return only(rest(asked))


def today() -> date:
    """Today in UTC: the only clock that a result depends on."""
    return datetime.now(timezone.utc).date()


report_format = click.option(
    "--format", "format_name", type=click.Choice(names()), default="text", help="Format of the report [text]."
)
boot_format = click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json", "mermaid")),
    default="text",
    help="For people, programs, or as a diagram [text].",
)
plain_format = click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    help="For people or programs [text].",
)
colour = click.option(
    "--color",
    "--colour",
    "colour",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Colour and links; auto: on a terminal, as NO_COLOR and FORCE_COLOR say.",
)
verbose = click.option("-v", "--verbose", is_flag=True, help="Notes too, what each file was taken as, and why.")
config = click.option("--config", metavar="FILE", help="The contract, in place of the repository's own.")
as_of = click.option(
    "--as-of", callback=_day, metavar="DATE", help="The day of the run, for what ends on one [today, UTC]."
)
output = click.option("-o", "--output", metavar="FILE", help="Write the report to a file; - is standard output.")
