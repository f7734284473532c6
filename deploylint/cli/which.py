"""Which state of a repository is linted: the options of the command line, and what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

import click

from deploylint.cli.errors import CannotRun
from deploylint.facts.record import dataclass

ResultT = TypeVar("ResultT")

_OPTIONS = (
    click.option("--staged", is_flag=True, help="What is staged, and of that what the commit brings."),
    click.option("--diff", "base", metavar="BASE", help="Only what was brought since this branch or commit was left."),
    click.option("--rev", "revision", metavar="REV", help="A commit, without checking it out."),
    click.option("--pushed", is_flag=True, help="What a push brings, in a pre-push hook of pre-commit."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """What is linted: the work tree, what is staged, or a commit; and the commit that it is compared with, if any.

    pushed: both commits as pre-commit's environment says.
    """

    staged: bool = False
    base: str | None = None
    revision: str | None = None
    pushed: bool = False

    @property
    def on_disk(self) -> bool:
        """True if the files that are linted are those of the work tree."""
        return not self.staged and not self.pushed and self.revision is None


def state_options(command: Callable[..., ResultT]) -> Callable[..., ResultT]:
    """Gives a command these options as one Which, and refuses those that exclude each other."""

    @wraps(command)
    def asked(
        *arguments: object, staged: bool, base: str | None, revision: str | None, pushed: bool, **others: object
    ) -> ResultT:
        _refuse_together({"--staged": staged, "--rev": revision is not None, "--pushed": pushed})
        _refuse_together({"--diff": base is not None, "--pushed": pushed})
        asked_for = Which(staged=staged, base=base, revision=revision, pushed=pushed)
        return command(*arguments, which=asked_for, **others)

    decorated: Callable[..., ResultT] = asked
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _refuse_together(given: dict[str, bool]) -> None:
    """Raise CannotRun if more than one of these options is given."""
    named = [name for name, here in given.items() if here]
    if len(named) > 1:
        raise CannotRun(f"{named[0]} and {named[1]} exclude each other: both say what is linted")
