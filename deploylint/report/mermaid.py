"""What runs where as a Mermaid flowchart, for a README or a pull request (`deploylint boot --format mermaid`)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from deploylint.facts.place import Span
from deploylint.report.run import Run
from deploylint.report.service import Declaration, Effective, Service
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
    certainty = "certainty unknown" if effective.certainty == "unknown" else effective.certainty
    yield f"    {name}({_label(effective.title, f'{role}, {certainty}')})"
    winner = effective.winner
    if winner is None:
        words = "nothing the repository says" if effective.server else "no process: static files"
        yield f"    {name} --> {name}w[{_label(words, _place(effective.entry))}]"
    else:
        command = shlex.join(effective.argv) if effective.argv else winner.text
        yield f"    {name} --> {name}w[{_label(_said(winner), command)}]"
        target = winner.launch.target if winner.launch is not None else None
        if target is not None and target.path is not None:
            yield f"    {name}w --> {name}t[/{_label(target.path)}/]"
        elif target is not None and target.state == "missing":
            yield f"    {name}w --x {name}t[/{_label(target.reason or 'not in the repository')}/]"
    for number, shadowed in enumerate(effective.shadowed, 1):
        box = f"{name}x{number}[{_label(_said(shadowed.declaration), shadowed.declaration.text)}]"
        yield f"    {name} -. {_label(shadowed.reason)} .-x {box}"


def _said(declaration: Declaration) -> str:
    return f"{_place(declaration.location)} {declaration.label}"


def _place(span: Span) -> str:
    return f"{span.path}:{span.range.line}"


def _label(*lines: str) -> str:
    """Lines of text as one quoted label; long ones are cut."""
    return '"' + "<br/>".join(_short(visible(" ".join(line.split()))) for line in lines if line) + '"'


def _short(text: str) -> str:
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return cut.translate(_ESCAPES)
