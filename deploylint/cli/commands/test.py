"""`deploylint test [PATH...]`: the examples of a repository's own rules, tried."""

from __future__ import annotations

import click


@click.command("test")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def command(paths: tuple[str, ...]) -> int:
    """Lint the examples of the rules in .deploylint/rules/*.md (or of these files) and say where they disagree."""
    from deploylint.cli.errors import CannotRun
    from deploylint.testing.own import disagreements, rules_of

    try:
        rules = rules_of(paths)
    except (OSError, ValueError) as error:
        raise CannotRun(str(error)) from error
    if not rules:
        raise CannotRun("no rules to test: there is no .deploylint/rules/*.md here, and no file is named")
    lines = list(disagreements(rules))
    for line in lines:
        click.echo(line)
    examples = sum(len(rule.examples) for rule in rules)
    failed = f", {_counted(len(lines), 'disagreement')}" if lines else ""
    click.echo(f"{_counted(len(rules), 'rule')}, {_counted(examples, 'example')}{failed}")
    return 1 if lines else 0


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
