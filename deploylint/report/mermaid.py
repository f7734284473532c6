"""What runs where as a Mermaid flowchart, for a README or a pull request (`deploylint boot --format mermaid`)."""

from __future__ import annotations

from collections.abc import Iterator

from deploylint.report.ports import place
from deploylint.report.run import Run
from deploylint.report.service import Declaration, Effective, Line, Service
from deploylint.report.visible import visible

_LONGEST = 80  # code points of a command in a box
# Mermaid reads `#name;` as a character; all others would end the label or be taken for markup.
_ESCAPES = str.maketrans(
    {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "\\": "#92;", "|": "#124;"}
)


def render(run: Run) -> str:
    """One flowchart: a box for each service, in it an arrow from each platform to what it runs, and to the file that
    this names; dotted arrows with a cross lead to what the platform does not run, with the reason."""
    lines = ["flowchart LR"]
    for number, service in enumerate(run.services, 1):
        lines += _service(service, f"s{number}")
    return "\n".join(lines) + "\n"


def _service(service: Service, name: str) -> Iterator[str]:
    where = f" in {service.folder}/" if service.folder else ""
    yield f"  subgraph {name}[{_label(service.id, f'{service.process}{where}')}]"
    for number, effective in enumerate(service.platforms, 1):
        yield from _effective(effective, f"{name}p{number}")
    yield "  end"


def _effective(effective: Effective, name: str) -> Iterator[str]:
    role = "role unknown" if effective.role == "unknown" else effective.role
    certainty = "start unknown" if effective.certainty == "unknown" else str(effective.certainty)
    certainty = "not read" if effective.unread else certainty
    sure = f", {certainty}" if effective.server else ""
    yield f"    {name}({_label(effective.title, f'{role}{sure}', _port(effective))})"
    winner = effective.winner
    for number, line in enumerate(effective.before, 1):
        box = f"{name}b{number}[{_label(_line(line), line.text)}]"
        yield f"    {name} -- {_label('before a new version')} --> {box}"
    if winner is None:
        yield f"    {name} --> {name}w[{_label(_nothing(effective), place(effective.entry))}]"
    else:
        command = effective.command or winner.text
        yield f"    {name} --> {name}w[{_label(_said(winner), command)}]"
        target = winner.launch.target if winner.launch is not None else None
        if target is not None and target.path is not None:
            yield f"    {name}w --> {name}t[/{_label(target.path)}/]"
        elif target is not None and target.state == "missing":
            yield f"    {name}w --x {name}t[/{_label(target.reason or 'not in the repository')}/]"
    for number, shadowed in enumerate(effective.shadowed, 1):
        box = f"{name}x{number}[{_label(_said(shadowed.declaration), shadowed.declaration.text)}]"
        yield f"    {name} -. {_label(shadowed.reason)} .-x {box}"


def _nothing(effective: Effective) -> str:
    if not effective.server:
        return f"no process: {effective.reason or 'static files'}"
    if effective.image:
        return f"image {effective.image}, its own start command"
    return f"unknown: {effective.reason or 'nothing in the repository says it'}"


def _port(effective: Effective) -> str:
    """What counts of the port, without its places."""
    port = effective.port
    listens = port.listens if port is not None else None
    if port is None or listens is None or listens.source == "unknown":
        return ""
    if listens.source == "given" and port.given:
        return f"port ${port.given}"
    return f"port {listens.port}" if listens.port else ""


def _said(declaration: Declaration) -> str:
    return f"{place(declaration.location)} {declaration.label}"


def _line(line: Line) -> str:
    return f"{place(line.location)} {line.label}"


def _label(*lines: str) -> str:
    """Lines of text as one quoted label; long ones are cut."""
    return '"' + "<br/>".join(_short(visible(" ".join(line.split()))) for line in lines if line) + '"'


def _short(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return cut.translate(_ESCAPES)
