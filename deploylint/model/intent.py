"""What the contract says that changes the join: services, and which compose files and profiles are production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Intent:
    """services: name -> path of its source root. compose_files, compose_profiles: what production is started with."""

    services: Mapping[str, str] = field(default_factory=dict)
    compose_files: tuple[str, ...] = ()
    compose_profiles: tuple[str, ...] = ()
