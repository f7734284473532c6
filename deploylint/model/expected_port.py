"""The port of a row: what its platform gives or expects, and on what the start listens."""

from __future__ import annotations

from deploylint.facts.place import Span
from deploylint.facts.record import dataclass
from deploylint.model.deployment import Deployment, Effective, Stated
from deploylint.model.ports import GIVEN, Part, listening
from deploylint.platforms.load import profiles

_SERVING = ("web", "service")  # process types to which platforms route requests


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPort:
    """given: the variable in which the platform tells the port, "" if it tells none. default: the port that it takes
    where nothing says another, None where it chooses one. stated: what its file says of the port. variable: the value
    that is set for the variable `PORT`, None where it is not known or not set, and variable_at: the place. listens,
    host: on what the start listens, None where it starts no server that is known.
    """

    given: str = ""
    default: int | None = None
    stated: Stated | None = None
    published: tuple[Stated, ...] = ()
    variable: str | None = None
    variable_at: Span | None = None
    listens: Part | None = None
    host: Part | None = None


def expected_port(deployment: Deployment, row: Effective, process: str) -> ExpectedPort | None:
    """What is known of the port of a row; None where it has none. process: the process type of its service."""
    if not row.server:
        return None
    profile = profiles()[row.platform].port
    found = listening(deployment, row.winner) if row.winner is not None else None
    routed = profile is not None and (process in _SERVING or bool(row.ports))
    if not routed and found is None and not row.published:
        return None
    environment = {**(row.image.environment if row.image is not None else {}), **row.environment}
    value, place = environment.get(GIVEN, (None, None))
    if routed and profile is not None and profile.given == GIVEN and place is not None and place.path != row.entry.path:
        value, place = None, None  # what the platform gives goes before what an image sets
    own = row.ports[0] if len(row.ports) == 1 or len({one.value for one in row.ports}) == 1 else None
    return ExpectedPort(
        given=profile.given if routed and profile is not None else "",
        default=profile.default if routed and profile is not None else None,
        stated=own,
        published=row.published,
        variable=value,
        variable_at=place,
        listens=found.port if found is not None else None,
        host=found.host if found is not None else None,
    )
