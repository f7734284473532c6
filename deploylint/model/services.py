"""Groups of entries made into services: a name, the declarations, and what each platform runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from deploylint.facts.place import Span
from deploylint.model.builds import Builds
from deploylint.model.declare.common import serving
from deploylint.model.deployment import Declaration, Effective, Service
from deploylint.model.effective import effective
from deploylint.model.entries import Entry
from deploylint.model.identity import Group
from deploylint.model.paths import base
from deploylint.model.releases import near, with_releases
from deploylint.model.roles import Role

_ROLES: tuple[Role, ...] = ("production", "unknown", "development", "test")
# Platforms whose files give each service a name of its own.
_NAMING = (
    "render",
    "compose",
    "kubernetes",
    "cloud-run",
    "digitalocean",
    "systemd",
    "supervisor",
    "pm2",
    "podman",
    "kamal",
    "cron",
)


def services(
    groups: Iterable[Group], builds: Builds, named: Mapping[str, str], beside: Sequence[Entry] = ()
) -> Iterator[Service]:
    """The services of the groups, in their order. named: the contract's, name -> path. beside: what starts nothing."""
    groups = tuple(groups)
    for group, name in zip(groups, _names(groups, named), strict=True):
        entries = [one.entry for one in group.members]
        declarations = _declarations(entries, builds, name)
        released = near(group, groups, beside)
        yield Service(
            id=name,
            process=group.members[0].process,
            folder=group.members[0].root or "",
            declarations=tuple(declarations[span] for span in sorted(declarations)),
            effective=tuple(
                sorted(_effective(entries, builds, declarations, released), key=lambda row: (row.platform, row.entry))
            ),
            joined=group.steps,
            role=_role(entries),
        )


def _declarations(entries: Iterable[Entry], builds: Builds, name: str) -> dict[Span, Declaration]:
    """The start declarations of a service, each once."""
    found: dict[Span, Declaration] = {}
    for entry in entries:
        told = builds.told(entry)
        for declaration in (*entry.declarations, *([told] if told is not None else [])):
            if declaration.phase == "start":
                found.setdefault(declaration.span, serving(declaration, name))
    return found


def _effective(
    entries: Iterable[Entry], builds: Builds, declarations: dict[Span, Declaration], beside: Sequence[Entry]
) -> Iterator[Effective]:
    for entry in entries:
        own = replace(entry, declarations=tuple(declarations.get(d.span, d) for d in entry.declarations))
        start = builds.start(entry)
        if start is not None:
            start = declarations.get(start.span, start)
        yield with_releases(effective(own, start, tuple(declarations.values())), entry, beside)


def _role(entries: Iterable[Entry]) -> Role:
    roles = {entry.judgement.role for entry in entries}
    return next(role for role in _ROLES if role in roles)


def _names(groups: Sequence[Group], named: Mapping[str, str]) -> list[str]:
    """The names of the groups in their order; of several with one name that which production runs keeps it."""
    taken: set[str] = set()
    names = [""] * len(groups)
    for index in sorted(range(len(groups)), key=lambda i: _ROLES.index(_role(m.entry for m in groups[i].members))):
        names[index] = _contracted(groups[index], named, taken) or _name(groups[index], taken)
        taken.add(names[index])
    return names


def _contracted(group: Group, named: Mapping[str, str], taken: set[str]) -> str | None:
    """The name that the contract gives the web process of a source root."""
    roots = {one.root for one in group.members if one.process == "web"}
    return next((name for name, path in named.items() if path in roots and name not in taken), None)


def _name(group: Group, taken: set[str]) -> str:
    """A name for people: what its platforms call it, else its folder, else its process type; unique in the run."""
    entries = [one.entry for one in group.members]
    process = group.members[0].process
    said = [entry.name for entry in entries if entry.name and entry.platform in _NAMING]
    name = said[0] if said else base(group.members[0].root or "") or process
    if not said and process not in ("web", "service", name):
        name = f"{name}-{process}"
    for candidate in (name, f"{name} ({entries[0].span.path})"):
        if candidate not in taken:
            return candidate
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
