"""Starts that do their work and end: one-shot jobs."""

from __future__ import annotations

from deploylint.model.deployment import Declaration, Use
from deploylint.model.launch import NOTHING_STAYS

_SHELLS = ("sh", "bash", "dash", "ash", "zsh", "ksh", "busybox")
_WORK = frozenset("migrates seeds destroys installs builds".split())
_UTILITIES = frozenset(
    "cd set export echo printf test [ true false : trap umask mkdir chmod chown cp mv rm ln touch ls pwd date env id "
    "unset grep sed awk find head tr cut tee sync".split()
)
_STAYING = ("watch", "--watch", "-w", "--watch-poll")


def ends(declaration: Declaration) -> bool:
    """True if all that a declaration runs is known to end, and some of it is work that people run once."""
    if declaration.launch is not None or declaration.dynamic != NOTHING_STAYS:
        return False
    uses = [use for use in declaration.uses if not use.followed and use.invocation.words]
    return any(_works(use) for use in uses) and all(_works(use) or _passes(use) for use in uses)


def untraceable(use: Use) -> bool:
    """True for a command whose program is dynamic, and for a shell whose script could not be found or read."""
    invocation = use.invocation
    if use.followed or not invocation.words:
        return False
    return invocation.program is None or (invocation.program in _SHELLS and len(invocation.words) > 1)


def _works(use: Use) -> bool:
    """True for what migrates, fills, builds or installs, or changes owners, and does not go on watching."""
    watches = any(word.raw in _STAYING for word in use.invocation.words)
    return not watches and (
        not _WORK.isdisjoint(use.invocation.effects) or use.invocation.program in ("chown", "chmod")
    )


def _passes(use: Use) -> bool:
    return use.invocation.program in _UTILITIES or (not untraceable(use) and use.invocation.program in _SHELLS)
