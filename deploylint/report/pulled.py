"""Services that only pull an image: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deploylint.report.fold import columns, cut
from deploylint.report.formats.text import style
from deploylint.report.ports import place
from deploylint.report.run import Options
from deploylint.report.said import written
from deploylint.report.service import Effective, Service
from deploylint.report.visible import cells, pad, visible

ARGUMENTS = (
    "compose.command",
    "kubernetes.args",
    "cloud-run.args",
    "podman.Exec",
    "kamal.cmd",
)  # kinds that go to the ENTRYPOINT of an image
LEAST = 24  # cells of the last column, where the others leave none
_DIGEST = 12  # characters of a digest that are shown


def is_pulled(service: Service) -> bool:
    """True if every platform starts an image that others build, by its own start command or its own program."""
    return bool(service.platforms) and all(map(_own, service.platforms))


def _own(row: Effective) -> bool:
    if not row.image or row.winner is None or row.winner.kind not in ARGUMENTS:
        return bool(row.image) and row.winner is None
    if row.winner.launch is None:
        return row.winner.text.startswith("-")
    name = row.image.partition("@")[0].rpartition("/")[2].partition(":")[0]
    program = row.winner.launch.program
    return bool(name) and (name in program or program in name)


def pulled(services: Sequence[Service], options: Options) -> Iterator[str]:
    """The services in columns, and why the role of some is not known."""
    yield (
        style("Images that are pulled", options, bold=True)
        + " · each runs its own start command, with the arguments that are shown"
    )
    rows = [_cells(service, row) for service in services for row in service.platforms]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for line in rows:
        *fixed, rest = line
        shown = "".join("  " + pad(text, width) for text, width in zip(fixed, widths, strict=False))
        room = columns(options.width) - cells(shown) - 2
        yield f"{shown}  {cut(rest, max(room, LEAST))}" if rest else shown
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
    command = (row.command or written(row.winner)) if row.winner is not None else ""
    return (
        visible(service.id.removesuffix(f" ({row.entry.path})")),
        visible(_image(row.image or "")),
        visible(f"{row.title}, {role}"),
        place(row.entry),
        visible("  ".join(part for part in (f"ports {ports}" if ports else "", command) if part)),
    )


def _image(name: str) -> str:
    tagged, at, digest = name.partition("@sha256:")
    return tagged + (at + digest[:_DIGEST] + "…" if at else "")
