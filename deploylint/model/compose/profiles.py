"""Which services a call starts.

Source: the Compose specification, chapter 15; `*` as the command line documents it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from deploylint.facts.record import dataclass
from deploylint.model.compose.tree import Value


@dataclass(frozen=True, slots=True)
class Active:
    """The services that a call starts, sorted, and why Compose refuses it, one reason a broken dependency."""

    services: tuple[str, ...]
    profiles: tuple[str, ...]
    problems: tuple[str, ...] = ()


def active(services: Mapping[str, Value], profiles: Iterable[str], named: Collection[str] = ()) -> Active:
    """What starts when profiles are turned on and services are named.

    A named service turns its own profiles on. With names only those start, with what they depend on; what they depend
    on has to be enabled by the profiles that are then on.
    """
    on = set(profiles)
    for name in named:
        if name in services:
            on |= set(profiles_of(services[name]))
    enabled = {name for name, one in services.items() if _enabled(one, on)}
    wanted = [name for name in named if name in services] if named else sorted(enabled)
    started: set[str] = set()
    problems: list[str] = [f"there is no service '{name}'" for name in named if name not in services]
    while wanted:
        name = wanted.pop()
        if name in started:
            continue
        started.add(name)
        for other, required in depends_on(services[name]):
            if other in enabled:
                wanted.append(other)
            elif required:
                problems.append(f"'{name}' depends on '{other}', which no active profile turns on")
    return Active(tuple(sorted(started)), tuple(sorted(on)), tuple(dict.fromkeys(problems)))


def profiles_of(service: Value) -> tuple[str, ...]:
    """The profiles of a service; without any it is always on."""
    return tuple(one.text for one in service.texts("profiles"))


def _enabled(service: Value, on: Collection[str]) -> bool:
    own = profiles_of(service)
    return not own or "*" in on or any(profile in on for profile in own)


def depends_on(service: Value) -> tuple[tuple[str, bool], ...]:
    """The services that one depends on, each with whether it must be there."""
    said = service.get("depends_on")
    if said is None:
        return ()
    if said.kind == "sequence":
        return tuple((one.text, True) for one in said.items)
    return tuple((name, one.said("required") != "false") for name, one in said.entries.items())
