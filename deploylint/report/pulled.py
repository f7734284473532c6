"""Services that only pull an image: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.report.formats.text import style
from deploylint.report.ports import place
from deploylint.report.run import Options
from deploylint.report.service import Effective, Service
from deploylint.report.visible import cells, pad, visible


def is_pulled(service: Service) -> bool:
    """True if every platform starts an image that others build, by its own start command."""
    return bool(service.platforms) and all(row.winner is None and row.image for row in service.platforms)


def pulled(services: Sequence[Service], options: Options) -> Iterator[str]:
    """The services in columns, and why the role of some is not known."""
    yield style("Images that are pulled", options, bold=True) + " · each runs its own start command"
    rows = [_cells(service, row) for service in services for row in service.platforms]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for line in rows:
        yield "  " + "  ".join(pad(text, width) for text, width in zip(line, widths, strict=True))
    reasons = [
        row.evidence[0].reason
        for service in services
        for row in service.platforms
        if row.role == "unknown" and row.evidence
    ]
    for reason in dict.fromkeys(reasons):
        yield f"  role unknown: {visible(reason)}"


def _cells(service: Service, row: Effective) -> tuple[str, ...]:
    role = "role unknown" if row.role == "unknown" else row.role
    ports = ", ".join(one.text for one in row.port.published) if row.port is not None else ""
    return (
        visible(service.id.removesuffix(f" ({row.entry.path})")),
        visible(row.image or ""),
        visible(f"{row.title}, {role}"),
        place(row.entry),
        visible(f"ports {ports}") if ports else "",
    )
