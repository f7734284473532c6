"""Podman's quadlets; source: podman-systemd.unit(5)."""

from __future__ import annotations

from dataclasses import replace

from deploylint.facts.place import Source
from deploylint.facts.settings import Settings
from deploylint.read import systemd

_OURS = frozenset({"Container", "Build"})


def read(source: Source) -> Settings:
    """The settings of a unit; nothing of a file without a section of Podman's, which is something else."""
    found = systemd.read(source)
    ours = bool(_OURS & set(found.sections))
    return found if ours else replace(found, entries=(), problems=())
