"""The command line: `deploylint [OPTIONS] [PATH...]` lints; a first argument that names a command is that command."""

from __future__ import annotations

import atexit
import gc
import pkgutil
import sys
from collections.abc import Sequence
from functools import cached_property
from importlib import import_module
from typing import Any, NoReturn

import click

from deploylint.cli import commands
from deploylint.cli.errors import CannotRun, internal, one_line
from deploylint.version import __version__

DEFAULT = "lint"
# Modules and facts live as long as the run: looking for garbage among them costs a third of the reading.
FEWER_COLLECTIONS = (100_000, 50, 50)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Deploylint(click.Group):
    """The modules of `commands`, each imported when it is called; `lint` when none is named."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all commands, sorted."""
        return tuple(sorted(module.name for module in pkgutil.iter_modules(commands.__path__)))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.names:
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {option for parameter in self.get_params(ctx) for option in parameter.opts}
        if not args or args[0] not in own.union(self.names):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[OPTIONS] [PATH]...  or  COMMAND ..."]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of `lint`, which are the ones that stand without a command, then the commands."""
        lint = self.get_command(ctx, DEFAULT)
        parameters = [*(p for p in (lint.params if lint else ()) if isinstance(p, click.Option)), *self.get_params(ctx)]
        with formatter.section("Options"):
            formatter.write_dl([record for one in parameters if (record := one.get_help_record(ctx)) is not None])
        self.format_commands(ctx, formatter)

    def main(self, args: Sequence[str] | None = None, *positional: Any, **extra: Any) -> NoReturn:
        """Run, and exit 0, 1 or 2. Whatever goes wrong is one line on standard error."""
        gc.set_threshold(*FEWER_COLLECTIONS)
        atexit.register(gc.freeze)  # nor look for garbage at the end
        extra["standalone_mode"] = False
        try:
            sys.exit(super().main(args, *positional, **extra) or 0)
        except click.ClickException as error:
            _complain(one_line(error.format_message()))
        except (click.Abort, KeyboardInterrupt):
            _complain("interrupted")
        except Exception as error:  # the last resort: users never see a traceback
            _complain(internal(error))
        sys.exit(CannotRun.exit_code)


def _complain(message: str) -> None:
    click.echo(f"deploylint: {message}", err=True)


@click.group(cls=Deploylint, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="deploylint", message="%(prog)s %(version)s")
def main() -> None:
    """Tell what production will really run, and which lines break the deployment contract.

    Without a command, deploylint lints the repository that PATH lies in (by default the current folder); several
    paths narrow the report, not the analysis. Write ./boot for a path that is named like a command.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 the run was not possible.
    """
