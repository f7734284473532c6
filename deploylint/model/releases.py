"""What platforms run before they start a new version, and release lines that a platform does not read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deploylint.model.deployment import Effective, Shadowed
from deploylint.model.entries import Entry
from deploylint.model.identity import Group
from deploylint.platforms.load import profiles

# Platforms whose jobs are started beside the services, in no order.
_UNORDERED = ("kubernetes", "cloud-run")


def near(group: Group, groups: Iterable[Group], beside: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those that start nothing and belong to a service: of an app of its, or alone in its source root."""
    own = {one.entry.app for one in group.members}
    apps = {one.entry.app for other in groups for one in other.members}
    roots = {one.root for one in group.members}
    return tuple(one for one in beside if one.app in own or (one.app not in apps and one.folder in roots))


def with_releases(made: Effective, entry: Entry, beside: Sequence[Entry]) -> Effective:
    """The same row with what its platform runs before a start, and what others would. beside: as near gives them.

    Only the web process loses the release lines of other platforms, for they belong to the whole app.
    """
    ignores = profiles()[entry.platform].runtime(entry.runtime).ignores
    own = [entry, *(one for one in beside if one.app == entry.app and one.platform not in _UNORDERED)]
    others = [one for one in beside if one.app != entry.app] if entry.process in ("web", "") else []
    lost = [
        Shadowed(declaration, ignores[declaration.kind], partly=not other.unread)
        for other in others
        for declaration in other.declarations
        if declaration.phase == "release" and declaration.kind in ignores
    ]
    releases = tuple(d for one in own for d in one.declarations if d.phase == "release")
    return replace(made, releases=releases, shadowed=(*made.shadowed, *lost))
