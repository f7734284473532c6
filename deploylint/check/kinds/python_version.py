"""Files of one service that ask for different versions of Python."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deploylint.check.finding import Hit, Related
from deploylint.model.deployment import Deployment, Effective, Service
from deploylint.model.python_versions import allowed as allows
from deploylint.model.python_versions import exact, same
from deploylint.model.runtimes import Wanted, of_row


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """minimum: the lowest version that production may run, such as `3.9`; "" for any."""

    minimum: str = ""


def check(deployment: Deployment, params: Params) -> Iterator[Hit]:
    """A hit for each file that disagrees with what decides, and for each that names a version under the minimum."""
    for service in deployment.services:
        for row in service.effective:
            if row.role not in ("production", "unknown") or not row.server or row.unread:
                continue
            said = of_row(deployment, service, row)
            yield from _under(service, row, said, params)
            decides = next((one for one in said if one.release is not None), None)
            for one in said if decides is not None else ():
                if decides is not None and one is not decides and not _agree(decides, one):
                    yield _hit(service, row, one, decides)


def _agree(decides: Wanted, other: Wanted) -> bool:
    assert decides.release is not None
    if other.release is not None:
        return same(decides.release, other.release)
    return allows(other.text, decides.release)


def _hit(service: Service, row: Effective, one: Wanted, decides: Wanted) -> Hit:
    values = (
        ("label", one.label),
        ("said", one.text),
        ("other", decides.label),
        ("version", decides.text),
        ("service", service.id),
    )
    return Hit(
        span=one.span,
        subject=("python", one.label),
        message="image" if row.image is not None else "default",
        values=values,
        role=row.role,
        service=service.id,
        platform=row.platform,
        related=(Related(decides.span, f"'{decides.label}' says {decides.text}"),),
    )


def _under(service: Service, row: Effective, said: tuple[Wanted, ...], params: Params) -> Iterator[Hit]:
    minimum = exact(params.minimum)
    for one in said if minimum is not None else ():
        if minimum is not None and one.release is not None and one.release < minimum[: len(one.release)]:
            yield Hit(
                span=one.span,
                subject=("python", "minimum", one.label),
                message="minimum",
                values=(("label", one.label), ("said", one.text), ("minimum", params.minimum)),
                role=row.role,
                service=service.id,
                platform=row.platform,
            )
